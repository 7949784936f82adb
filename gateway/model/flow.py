"""What flows through an export: each value is made in one place, and holds the value before its own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.model.asked import Approval, Request
from gateway.model.counted import PartRecord, TableCounts
from gateway.model.counts import CountTerms
from gateway.model.described import Dataset, Location, Transform
from gateway.model.measured import NoteTerms, Recall
from gateway.model.risk import Group, Hit, Reference, RiskFigures, RiskTerms, Settled, Trait
from gateway.model.synthetic import SyntheticPlan

SUBJECT = "\0subject"  # the column of subjects beside a table's own: no name holds a NUL
SMALL = 11  # subjects; the cell size below which US health agencies publish no count


@dataclass(frozen=True, slots=True)
class Approved:
    """Made by `policy.approve`: an unexpired request with enough approvals by others."""

    request: Request
    approvals: tuple[Approval, ...]


@dataclass(frozen=True, slots=True)
class Permitted:
    """Made by `policy.decide`: Cedar allowed the export; `rules` are the ids of the deciding rules."""

    approved: Approved
    exporter: str
    rules: tuple[str, ...]
    access_digest: str

    @property
    def request(self) -> Request:
        return self.approved.request


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """What happens to one column, by which rule, on whose authority.

    levels: transforms from the finest to the coarsest among which the risk stage chooses; empty where `transform`
    is settled.
    """

    table: str
    column: str
    kind: str
    rule: str
    transform: Transform
    source: str
    quasi_identifier: bool
    levels: tuple[Transform, ...] = ()

    def view(self, level: int) -> str:
        """What the column at one of its levels is called among a table's own columns: no name holds a NUL."""
        return f"{self.column}\0{level}"

    def settled(self, level: int) -> "ColumnPlan":
        """The column at one of its levels."""
        transform = self.levels[level]
        return replace(self, transform=transform, levels=(), quasi_identifier=not transform.drops)

    @property
    def params(self) -> str:
        """Names and canonical parameters; a mapping read from a file is in them, so the plan's digest covers it."""
        return "".join(f"{t.name}{t.model_dump_json()}" for t in self.levels or (self.transform,))

    @property
    def summary(self) -> str:
        """The transform with its plain parameters, for people: `shift days=365`."""
        return " or ".join(_summary(transform) for transform in self.levels or (self.transform,))


def _summary(transform: Transform) -> str:
    fields = json.loads(transform.model_dump_json()).items()
    plain = (f"{name}={value}" for name, value in fields if value and (isinstance(value, str | int) or name == "keep"))
    return " ".join([transform.name, *plain])


@dataclass(frozen=True, slots=True)
class Plan:
    """Policy, descriptor and request compiled: flat, hashable, and all that later stages need to know."""

    dataset: str
    dataset_digest: str
    policy: str
    policy_digest: str
    basis: str
    as_of: date
    columns: tuple[ColumnPlan, ...]
    risk: RiskTerms
    consent_default: Literal["opt-in", "opt-out"]
    quarantine_at_most: float
    shift_days: int | None
    notes: NoteTerms
    traits: tuple[Trait, ...] = ()
    public_counts: CountTerms | None = None
    synthetic: SyntheticPlan | None = None

    def of(self, table: str) -> tuple[ColumnPlan, ...]:
        """The columns of one table, in source order."""
        return tuple(column for column in self.columns if column.table == table)

    @property
    def text_tables(self) -> frozenset[str]:
        """The tables that hold text to be scrubbed."""
        return frozenset(column.table for column in self.columns if column.transform.name == "scrub")

    @property
    def digest(self) -> str:
        """SHA-256 over every field (hex)."""
        heads = (self.dataset_digest, self.policy_digest, self.as_of, self.risk, self.consent_default,
                 self.quarantine_at_most, self.shift_days, self.notes, self.traits)
        lines = [repr(head) for head in heads]
        lines += ["\x1f".join((c.table, c.column, c.kind, c.rule, c.params, str(c.quasi_identifier)))
                  for c in self.columns]
        lines += [repr(more) for more in (self.public_counts, self.synthetic) if more]
        return sha256("\x1e".join(lines).encode()).hexdigest()

    def settled(self, chosen: Mapping[tuple[str, str], int]) -> "Plan":
        """The plan with one level for each column that had several, by (table, column)."""
        return replace(self, columns=tuple(
            column.settled(chosen[column.table, column.column]) if column.levels else column for column in self.columns
        ))


@dataclass(frozen=True, slots=True)
class Planned:
    """Made by `policy.plan`. `dataset` holds the requested tables, the subject table among them or beside them."""

    permitted: Permitted
    dataset: Dataset
    plan: Plan

    @property
    def request(self) -> Request:
        return self.permitted.request


@dataclass(frozen=True, slots=True, eq=False)
class Closed:
    """Sensitive categories, one bit each, of n subjects (sorted).

    closed: those that a subject's consent does not cover. held: those that any row of the subject carries; zeros where
    nothing that is released depends on it.
    """

    subjects: pa.StringArray
    closed: npt.NDArray[np.uint8]
    held: npt.NDArray[np.uint8]

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of what may be released of whom."""
        return sha256(self.closed.tobytes() + self.held.tobytes()).hexdigest()


@dataclass(frozen=True, slots=True)
class Consented:
    """Made by `consent.cover`: whose consent covers purpose, project and date, and whose does not (sorted).

    closed: what of the covered subjects' data their consents leave out.
    """

    planned: Planned
    subjects: pa.StringArray
    excluded: pa.StringArray
    reasons: Mapping[str, int]
    digest: str
    closed: Closed

    @property
    def plan(self) -> Plan:
        return self.planned.plan


@dataclass(frozen=True, slots=True)
class Generalised:
    """Made by `risk`: the plan with its levels settled, who is suppressed (sorted), and the risk before and after.

    groups: those of the protected columns. settled: what the search chose, None where no risk model is demanded.
    classes: of each consented subject, null for the suppressed. compared: the earlier releases that were looked at.
    """

    consented: Consented
    plan: Plan
    suppressed: pa.StringArray
    before: RiskFigures
    after: RiskFigures
    reference: Reference
    groups: tuple[Group, ...] = ()
    settled: Settled | None = None
    classes: pa.Int32Array | None = None
    compared: tuple[str, ...] = ()

    @property
    def released(self) -> pa.StringArray:
        """The subjects that the release holds, sorted."""
        return self.consented.subjects.filter(pc.invert(pc.is_in(self.consented.subjects, value_set=self.suppressed)))


@dataclass(frozen=True, slots=True)
class Sealed:
    """Made by `seal`: encrypted parts in the staging folder, and what was counted on the way.

    given_up: rows of those parts that no attempt could do, by `table.part-00007`.
    """

    generalised: Generalised
    staging: Path
    parts: tuple[PartRecord, ...]
    counts: Mapping[str, TableCounts]
    given_up: Mapping[str, int] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.generalised.plan

    @property
    def hit(self) -> Mapping[str, Hit]:
        """Whom suppression hits, by group; groups of fewer than `SMALL` subjects stand together, kind by kind."""
        found: dict[str, Hit] = {}
        for group in self.generalised.groups:
            small = len(group.members) < SMALL
            name = f"{group.kind}.small-groups" if small else group.name
            before = found.get(name, Hit(0, 0, 0))
            gone = pc.sum(pc.is_in(group.members, value_set=self.generalised.suppressed)).as_py()
            rows = sum(counts.groups.get(group.name, 0) for counts in self.counts.values())
            found[name] = Hit(before.subjects + len(group.members), before.suppressed + gone, before.rows + rows)
        return found


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was measured on the sealed bytes, and held."""

    name: str
    finding: str


@dataclass(frozen=True, slots=True)
class Verified:
    """Made by `verify`: the sealed parts were reopened and every check held. Without scrubbed texts no recall."""

    sealed: Sealed
    checks: tuple[Check, ...]
    risk: RiskFigures
    recall: Recall | None


@dataclass(frozen=True, slots=True)
class Augmented:
    """Made by `augment`: the verified release, the synthetic parts beside it if any, and what the manifest tells."""

    verified: Verified
    parts: tuple[PartRecord, ...]
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Published:
    """Made by `seal.publish`: the release in its place; `signed_manifest` is the 64-byte signature, then the bytes."""

    verified: Verified
    release: str
    folder: Location
    signed_manifest: bytes
    manifest_digest: str
