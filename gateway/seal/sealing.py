"""The one streaming pass over parts: clean, encrypt, record."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Protocol

import pyarrow as pa

from gateway.errors import RiskRefused
from gateway.model import Generalised, Sealed, Table, TableCounts
from gateway.records.stream import Part, parts
from gateway.seal.parts import PartKey
from gateway.seal.staging import Done, Staging

Progress = Callable[[str, int], None]


class Cleaned(Protocol):
    """What cleaning a part gives: released rows, rows read, rows left out by reason, spans replaced by entity.

    groups: rows of suppressed subjects by protected group.
    """

    @property
    def rows(self) -> pa.RecordBatch: ...
    @property
    def read(self) -> int: ...
    @property
    def left_out(self) -> Mapping[str, int]: ...
    @property
    def spans(self) -> Mapping[str, int]: ...
    @property
    def groups(self) -> Mapping[str, int]: ...


Clean = Callable[[Part, Table], Cleaned]


def seal(generalised: Generalised, staging: Staging, key: PartKey, clean: Clean, progress: Progress) -> Sealed:
    """Seal every requested table, part by part; parts that a killed run left are taken as they are.

    progress: told (table, rows) after each part. Raises RiskRefused where more rows were quarantined than the
    policy allows, OSError where the disk fails.
    """
    dataset, request = generalised.consented.planned.dataset, generalised.consented.planned.request
    sealed: list[Done] = []
    counts: dict[str, TableCounts] = {}
    for name in request.tables:
        table = dataset.table(name)
        done = [_part(part, table, staging, key, clean, progress) for part in parts(table)]
        counts[name] = _total(done)
        _check_quarantine(name, counts[name], generalised.plan.quarantine_at_most)
        sealed += done
    return Sealed(generalised, staging.folder, tuple(done.part for done in sealed), counts)


def _part(part: Part, table: Table, staging: Staging, key: PartKey, clean: Clean, progress: Progress) -> Done:
    done = staging.done(part.table, part.index)
    if done is None:
        cleaned = clean(part, table)
        counts = TableCounts(
            cleaned.read, cleaned.rows.num_rows, dict(cleaned.left_out), dict(cleaned.spans), dict(cleaned.groups)
        )
        done = staging.seal(part.table, part.index, cleaned.rows, key, counts)
    progress(part.table, done.counts.read)
    return done


def _total(done: list[Done]) -> TableCounts:
    left_out, spans, groups = Counter[str](), Counter[str](), Counter[str]()
    for one in done:
        left_out.update(one.counts.left_out)
        spans.update(one.counts.spans)
        groups.update(one.counts.groups)
    read, released = sum(d.counts.read for d in done), sum(d.counts.released for d in done)
    return TableCounts(read, released, dict(left_out), dict(spans), dict(groups))


def _check_quarantine(table: str, counts: TableCounts, at_most: float) -> None:
    """A few bad rows are left out; many mean that the input is not what the descriptor says."""
    bad = sum(count for reason, count in counts.left_out.items() if reason.startswith("quarantined"))
    if bad > at_most * counts.read:
        reasons = "; ".join(
            f"{reason} ({n})" for reason, n in sorted(counts.left_out.items()) if "quarantined" in reason
        )
        what = f"table {table}: {bad} of {counts.read} rows quarantined, the policy allows {at_most:.1%}: {reasons}"
        numbers = {"quarantined": bad, "read": counts.read}
        hint = "mend the rows, or the descriptor's types and kinds"
        raise RiskRefused(what, hint=hint, reason="quarantine", numbers=numbers)
