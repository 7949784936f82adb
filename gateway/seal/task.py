"""A planned part in, an attempt at sealing it out: read, clean, encrypt, digest, and a record of it at last."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Protocol

import pyarrow as pa

from gateway.model import PartRecord, PlannedPart, Table, TableCounts
from gateway.records.stream import Part, parts
from gateway.seal.content import Content
from gateway.seal.parts import PartKey, digests, write, write_durably
from gateway.seal.staging import Done, Staging


class Tally(Protocol):
    """What was counted in texts, as in `TableCounts`."""

    @property
    def spans(self) -> Mapping[str, int]: ...
    @property
    def stood(self) -> Mapping[str, int]: ...
    @property
    def missed(self) -> Mapping[str, int]: ...


class Cleaned(Protocol):
    """What cleaning a run of rows gives: released rows, rows read, rows left out by reason, counts of its texts.

    groups: rows of suppressed subjects by protected group. sensitive: rows that stay by sensitive category.
    """

    @property
    def rows(self) -> pa.RecordBatch: ...
    @property
    def read(self) -> int: ...
    @property
    def left_out(self) -> Mapping[str, int]: ...
    @property
    def tally(self) -> Tally: ...
    @property
    def groups(self) -> Mapping[str, int]: ...
    @property
    def sensitive(self) -> Mapping[str, int]: ...


Clean = Callable[[Part, Table], Cleaned]


@dataclass(frozen=True)
class SealPart:
    """The task. It holds the data key and what `clean` needs, so it crosses to workers in memory only."""

    tables: Mapping[str, Table]
    clean: Clean
    key: PartKey
    staging: Staging
    name: str = "seal"

    def __call__(self, part: PlannedPart, attempt: str, /) -> None:
        """Write the attempt and its record: whoever commits reads the rest there."""
        table = self.tables[part.table]
        cleaned = (self.clean(run, table) for run in parts(table, planned=part))
        seal_attempt(self.staging, part, attempt, cleaned, self.key)


def seal_attempt(staging: Staging, part: PlannedPart, attempt: str, cleaned: Iterable[Cleaned], key: PartKey) -> None:
    """Encrypt the runs of a part, one at least, into an attempt, and record it. Raises OSError."""
    path = staging.attempt(part, attempt)
    path.parent.mkdir(parents=True, exist_ok=True)
    content, counted = Content(key.key), list[TableCounts]()
    write(path, _released(cleaned, content, counted), key)
    whole, footer = digests(path)
    counts = total(counted)
    final = f"data/{part.name}.parquet"
    record = PartRecord(final, part.table, "data", counts.released, path.stat().st_size, whole, footer)
    done = Done(record, counts, content.hexdigest())
    write_durably(path.with_suffix(".done"), json.dumps(asdict(done)).encode())


def _released(cleaned: Iterable[Cleaned], content: Content, counted: list[TableCounts]) -> Iterator[pa.RecordBatch]:
    for run in cleaned:
        content.add(run.rows)
        counted.append(_counts(run))
        yield run.rows


def total(counts: Iterable[TableCounts]) -> TableCounts:
    """The counts of several runs or parts together."""
    every = list(counts)
    return TableCounts(
        read=sum(c.read for c in every),
        released=sum(c.released for c in every),
        left_out=_sum(c.left_out for c in every),
        spans=_sum(c.spans for c in every),
        stood=_sum(c.stood for c in every),
        missed=_sum(c.missed for c in every),
        groups=_sum(c.groups for c in every),
        sensitive=_sum(c.sensitive for c in every),
    )


def _counts(cleaned: Cleaned) -> TableCounts:
    tally = (cleaned.tally.spans, cleaned.tally.stood, cleaned.tally.missed, cleaned.groups, cleaned.sensitive)
    return TableCounts(cleaned.read, cleaned.rows.num_rows, dict(cleaned.left_out), *map(dict, tally))


def _sum(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in counts:
        for name, count in one.items():
            found[name] = found.get(name, 0) + count
    return found
