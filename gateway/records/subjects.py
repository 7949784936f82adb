"""The subjects of a dataset: one row each in its subject table."""

import pyarrow as pa
import pyarrow.compute as pc

from gateway.errors import BadInput
from gateway.model import Dataset
from gateway.records.stream import parts


def subjects(dataset: Dataset) -> pa.StringArray:
    """Every subject once, sorted. Raises BadInput for a null or a repeated subject, naming the rows."""
    table = dataset.table(dataset.subject_table)
    chunks = []
    for part in parts(table, (str(table.subject),)):
        if part.quarantined:
            what = f"{sum(part.quarantined.values())} subjects are not of the type that the descriptor gives"
            raise BadInput(f"{table.source}: {what}", hint=f"correct the type of {table.subject!r}, or leave it out")
        column = part.rows.column(0).cast(pa.string())
        if column.null_count:
            row = part.first_row + pc.index(column.is_null(), True).as_py() + 1
            what = f"row {row} has no subject ({column.null_count} such rows)"
            raise BadInput(f"{table.source}: {what}", hint=f"fill {table.subject!r} or remove the rows")
        chunks.append(column)
    names = pa.chunked_array(chunks, pa.string()).combine_chunks()
    order = pc.sort_indices(names)
    ordered = names.take(order)
    if len(ordered.unique()) != len(ordered):
        same = pc.equal(ordered.slice(1), ordered.slice(0, len(ordered) - 1))
        first = pc.index(same, True).as_py()
        rows = sorted(order.slice(first, 2).to_pylist())
        what = f"rows {rows[0] + 1} and {rows[1] + 1} have the same subject ({pc.sum(same).as_py()} repeats)"
        hint = "the subject table has one row per subject; remove the repeats, or name another table's column"
        raise BadInput(f"{table.source}: {what}", hint=hint)
    return ordered
