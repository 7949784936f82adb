"""Who is covered by consent for a purpose and who falls out, why, and in which groups: the bias that consent brings."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from gateway import consent
from gateway.consent import REASONS, Terms
from gateway.consent.cover import by_reason
from gateway.deid import cohort
from gateway.model import Dataset
from gateway.model.flow import SMALL
from gateway.policy.schema import Policy
from gateway.records.demographics import public_word
from gateway.records.sensitive import BIT
from gateway.records.sensitive import held as sensitive
from gateway.records.subjects import subjects
from gateway.registry import consents
from gateway.site import Site

Reasons = Mapping[str, int]
_IN_PART = "in part"  # beside a reason, not one of them


@dataclass(frozen=True, slots=True)
class Asked:
    """What to evaluate for. floor: groups of fewer subjects stand together."""

    purpose: str
    project: str
    default: Literal["opt-in", "opt-out"] = "opt-in"
    floor: int = SMALL

    @classmethod
    def under(cls, policy: Policy, purpose: str, project: str) -> "Asked":
        """As an export under `policy` would ask; its k is the floor where it is higher than the usual one."""
        return cls(purpose, project, policy.consent_default, max(SMALL, policy.risk.k or 0))


@dataclass(frozen=True, slots=True)
class Group:
    """Subjects of one group by reason; the names are public words, age bands, or `groups under N`.

    in_part: of the covered, how many hold a sensitive category that their consent does not name.
    """

    axis: str
    name: str
    reasons: Reasons
    in_part: int

    @property
    def subjects(self) -> int:
        return sum(self.reasons.values())

    @property
    def share(self) -> float:
        """How many of the group are covered, from 0 to 1."""
        return self.reasons.get("covered", 0) / self.subjects


@dataclass(frozen=True, slots=True)
class Category:
    """Covered subjects who hold a sensitive category, and those whose rows of it stay out for want of consent."""

    holding: int
    left_out: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """All subjects of a dataset by reason, and the same by group; the covered by the sensitive categories they hold.

    in_part: the covered of whom rows of a category, and texts, stay out.
    """

    reasons: Reasons
    in_part: int
    categories: Mapping[str, Category]
    groups: tuple[Group, ...]


def coverage(site: Site, dataset: Dataset, asked: Asked) -> Coverage:
    """Evaluate the ledger for every subject of a dataset. Raises BadInput for a purpose that cannot be asked for."""
    terms = Terms(asked.purpose, asked.project, site.today, asked.default)
    with site.registry.transaction() as tx:
        ledger = consents.read(tx, site.clock())
    everybody = subjects(dataset)
    evaluation = consent.evaluate(ledger, everybody, terms)
    why, reasons = by_reason(dataset, everybody, evaluation)
    covered = why == REASONS.index("covered")
    holding = np.where(covered, sensitive.held(dataset, everybody), np.uint8(0))
    left_out = holding & ~evaluation.named
    counted: dict[str, dict[str, Counter[str]]] = {}
    groups = cohort.load(dataset, everybody, site.today.year, few=0).of(everybody)
    for name, place, lacks in zip(everybody.to_pylist(), why.tolist(), left_out.tolist(), strict=True):
        for label in groups.get(name, ()):
            axis, _, group = label.partition(": ")
            public = group if axis == "age" or group == cohort.UNKNOWN else public_word(group)
            counter = counted.setdefault(axis, {}).setdefault(public, Counter())
            counter[REASONS[place]] += 1
            counter[_IN_PART] += bool(lacks)
    found = [_group(axis, name, reasons) for axis, by_name in counted.items()
             for name, reasons in _pooled(by_name, asked.floor).items()]  # fmt: skip
    categories = {name: Category(int((holding & bit != 0).sum()), int((left_out & bit != 0).sum()))
                  for name, bit in BIT.items()}  # fmt: skip
    return Coverage(reasons, int((left_out != 0).sum()), categories, tuple(found))


def _group(axis: str, name: str, counted: Counter[str]) -> Group:
    return Group(axis, name, {reason: count for reason, count in counted.items() if reason != _IN_PART},
                 counted[_IN_PART])  # fmt: skip


def _pooled(groups: Mapping[str, Counter[str]], floor: int) -> dict[str, Counter[str]]:
    """Groups under the floor stand together, and with the next larger one where they are few even so."""
    ordered = sorted(groups.items(), key=lambda item: _people(item[1]))
    pool: Counter[str] = Counter()
    while ordered and (_people(ordered[0][1]) < floor or 0 < _people(pool) < floor):
        pool.update(ordered.pop(0)[1])
    named = dict(sorted(ordered))
    return {**named, f"groups under {floor}": pool} if pool else named


def _people(counted: Counter[str]) -> int:
    return counted.total() - counted[_IN_PART]
