"""A table and some of its columns in; how many rows have each combination of values out, counted part by part."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pyarrow as pa

from gateway.engine.base import Engine, Failed, Job
from gateway.engine.keys import key
from gateway.errors import Interrupted
from gateway.model import PlannedPart, Table
from gateway.records.split import split
from gateway.records.stream import parts
from gateway.storage import size

COUNT = "count"


@dataclass(frozen=True, slots=True)
class CountPart:
    """The task: the groups of one part."""

    table: Table
    columns: tuple[str, ...]
    name: str = "count"

    def __call__(self, part: PlannedPart, _attempt: str, /) -> pa.Table:
        """Groups and their counts; rows with a value that is not of its column's type are left out."""
        return add(self._groups(run.rows) for run in parts(self.table, self.columns, part))

    def _groups(self, rows: pa.RecordBatch) -> pa.Table:
        keys = pa.table({name: key(rows.column(name)) for name in self.columns})
        counted = keys.group_by(list(self.columns), use_threads=False).aggregate([([], "count_all")])
        return counted.rename_columns([*self.columns, COUNT])


def add(counted: Iterable[pa.Table]) -> pa.Table:
    """Counts by group of several tables, in the order of the groups."""
    tables = list(counted)
    columns = [name for name in tables[0].column_names if name != COUNT]
    grouped = pa.concat_tables(tables).group_by(columns, use_threads=False).aggregate([(COUNT, "sum")])
    named = grouped.rename_columns([*columns, COUNT])
    return named.sort_by([(name, "ascending") for name in columns])


def count_by_part(engine: Engine, table: Table, columns: Sequence[str]) -> pa.Table:
    """`Engine.group_counts` where an engine has no way of its own. Raises Interrupted where a part was given up."""
    task = CountPart(table, tuple(columns))
    job = Job(sha256(repr(task).encode()).hexdigest(), Path(), size(table.source))
    found: pa.Table | None = None
    for outcome in engine.run_parts(job, task, split(table)):
        if isinstance(outcome, Failed):
            raise Interrupted(f"{outcome.item.name} cannot be counted: {outcome.why}", hint="run the command again")
        found = outcome.result if found is None else add([found, outcome.result])
    return found
