"""A column in, its values as keys out: texts by which every engine groups alike.

Engines disagree on nulls (some drop them), on -0.0 and on how a number is written; on texts they do not.
"""

import pyarrow as pa
import pyarrow.compute as pc

NULL = "\0null"  # no value holds a NUL: the readers refuse it


def key(column: pa.Array) -> pa.StringArray:
    """One text for each value; of a missing one, `NULL`."""
    if pa.types.is_floating(column.type):
        column = pc.add(column, 0.0)  # -0.0 + 0.0 is 0.0
    return pc.fill_null(column.cast(pa.string()), NULL)
