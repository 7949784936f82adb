"""A release's parts, told apart: a real row says nothing of itself, a synthetic one says in two ways that it is one.

In `synthetic/` the column `synthetic` is true in every row and each key begins with `syn-`; in `data/` there is no such
column and no such key. Parts of the two have other data keys, so a part that was moved does not open.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from gateway.errors import IntegrityError
from gateway.model import Location, PartRecord
from gateway.policy.synthetic import FLAG
from gateway.seal.parts import PartKey, read_batches

SYNTHETIC = "synthetic"
MARK = "syn-"
_KEYS = ("subject", "key", "id")
_HINT = "do not use the release; make it anew, and report it"


def keys_of(columns: Iterable[Mapping[str, Any]], table: str) -> frozenset[str]:
    """The key columns of a table, by the manifest's plan."""
    return frozenset(c["column"] for c in columns if c["table"] == table and c["kind"].partition(".")[0] in _KEYS)


def check_tiers(folder: Location, parts: Sequence[PartRecord], columns: Sequence[Mapping[str, Any]],
                key: PartKey) -> int:  # fmt: skip
    """Decrypt every part; how many rows are synthetic. columns: those of the manifest's plan.

    Raises IntegrityError for other rows than the manifest says, and where a row is of the other tier.
    """
    synthetic = 0
    for part in parts:
        rows, keys = 0, keys_of(columns, part.table)
        if (part.tier == SYNTHETIC) != part.path.startswith(f"{SYNTHETIC}/"):
            raise IntegrityError(f"{part.path}: lies in the folder of another tier", hint=_HINT)
        for batch in read_batches(folder / part.path, key.tier(part.tier)):
            _check(part, batch, keys)
            rows += batch.num_rows
        if rows != part.rows:
            what = f"{part.path}: holds {rows} rows, the manifest says {part.rows}"
            raise IntegrityError(what, hint="restore the folder from a backup")
        synthetic += rows if part.tier == SYNTHETIC else 0
    return synthetic


def _check(part: PartRecord, rows: pa.RecordBatch, keys: frozenset[str]) -> None:
    marked = [_marked(rows.column(name)) for name in rows.schema.names if name in keys]
    if part.tier != SYNTHETIC:
        if FLAG in rows.schema.names or any(marked):
            raise IntegrityError(f"{part.path}: holds synthetic rows among real ones", hint=_HINT)
        return
    flagged = FLAG in rows.schema.names and rows.schema.field(FLAG).type == pa.bool_()
    if not flagged or not pc.all(rows.column(FLAG), skip_nulls=False, min_count=0).as_py():
        raise IntegrityError(f"{part.path}: holds rows that do not say that they are synthetic", hint=_HINT)
    if any(count < rows.num_rows for count in marked):
        raise IntegrityError(f"{part.path}: holds keys of real rows", hint=_HINT)


def _marked(keys: pa.Array) -> int:
    return int(pc.sum(pc.starts_with(keys.cast(pa.string()), MARK)).as_py() or 0)
