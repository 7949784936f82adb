"""A sealed release in; what an engine finds in each of its parts, together, out.

Each part is read back from its encrypted bytes, and once only: digests, rows, columns, subjects, leaks.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from gateway.engine.base import Engine, Failed, Job
from gateway.errors import IntegrityError, Interrupted
from gateway.leakage import Leaks, Search, search
from gateway.model import PartRecord, Plan, Sealed
from gateway.seal.parts import PartKey, digests, open_part, read_batches

if TYPE_CHECKING:
    from gateway.deid.parts import Deidentifier

AGAIN = "check the disk, then export again"


@dataclass(frozen=True, slots=True)
class Inspected:
    """coded: rows whose code is of a subject that the release may hold; no other was met."""

    coded: int
    leaks: Leaks


@dataclass(frozen=True, slots=True)
class InspectPart:
    """The task. allowed: the codes of released subjects, by table. Raises IntegrityError."""

    staging: Path
    key: PartKey
    plan: Plan
    allowed: Mapping[str, tuple[str, pa.Array]]
    search: Search
    name: str = "inspect"

    def __call__(self, part: PartRecord, _attempt: str, /) -> Inspected:
        self._demand_as_sealed(part)
        code, allowed = self.allowed.get(part.table, ("", None))
        columns = dict.fromkeys([*self.search.columns(part.table), *([code] if code else [])])
        coded, leaks = 0, Leaks()
        for batch in read_batches(self.staging / part.path, self.key, list(columns)) if columns else ():
            if code:
                held = pc.sum(pc.is_in(batch.column(code).cast(pa.string()), value_set=allowed)).as_py() or 0
                if held != batch.num_rows:
                    what = f"{part.path}: {batch.num_rows - held} rows are of subjects that may not be in the release"
                    raise IntegrityError(what, hint="report it; run the export again")
                coded += held
            leaks += self.search.look(part.table, batch)
        return Inspected(coded, leaks)

    def _demand_as_sealed(self, part: PartRecord) -> None:
        path = self.staging / part.path
        if digests(path) != (part.sha256, part.footer_sha256):
            raise IntegrityError(f"{part.path}: is not what was sealed", hint=AGAIN)
        file = open_part(path, self.key)
        if file.metadata.num_rows != part.rows:
            raise IntegrityError(f"{part.path}: is not what was sealed", hint=AGAIN)
        if file.schema_arrow.names != [c.column for c in self.plan.of(part.table) if not c.transform.drops]:
            hint = "run the export again, and report it if it happens again"
            raise IntegrityError(f"{part.path}: has other columns than the plan", hint=hint)


def inspect(sealed: Sealed, key: PartKey, deidentifier: "Deidentifier", engine: Engine) -> Inspected:
    """Inspect every part. Raises IntegrityError, or Interrupted where a part cannot be inspected at all."""
    plan, released = sealed.plan, sealed.generalised.released
    subjects = {table: next((c for c in plan.of(table) if c.kind == "subject" and not c.transform.drops), None)
                for table in sealed.counts}  # fmt: skip
    allowed = {table: (c.column, deidentifier.codes(released, c)) for table, c in subjects.items() if c}
    task = InspectPart(sealed.staging, key, plan, allowed, search(sealed, deidentifier))
    digest, size = sha256(repr(sealed.parts).encode()).hexdigest(), sum(part.bytes for part in sealed.parts)
    found = Inspected(0, Leaks())
    for outcome in engine.run_parts(Job(digest, sealed.staging, size), task, sealed.parts):
        if isinstance(outcome, Failed):
            what = f"{outcome.item.path}: cannot be checked ({outcome.why})"
            raise Interrupted(what, hint="run the same command again")
        found = Inspected(found.coded + outcome.result.coded, found.leaks + outcome.result.leaks)
    return found
