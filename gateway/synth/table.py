"""Released tables and their plan in, one frame that can be learnt from out; and its rows as tables again.

What a column is comes from the descriptor's kind and the plan's transform, never from its values. Keys are not learnt,
they are made anew. Texts, names and whatever else tells of one person are left out: as categories, each synthetic row
would carry somebody's.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import pandas as pd
import pyarrow as pa

from gateway.model import Bounded, ColumnPlan, Constraint, Listed, Ordered, Together
from gateway.synth.base import SUBJECT, Columns

Role = Literal["key", "number", "date", "category"]
Coder = Callable[[str, str], str]
"""(kind of key, what it stands for) → a code of a synthetic key."""

_KEYS = ("subject", "key", "id")
_LEARNT = ("demographic", "clinical", "admin", "age", "date", "geo")
_COARSE = {"geo.state", "geo.country"}  # the others only where a transform made them coarser
_DAY = 10  # characters of an ISO date
_SECONDS = 86_400


@dataclass(frozen=True, slots=True)
class Field:
    """A released column and what it is to a synthesiser.

    clock: the notation of a date in text has a time of day. kept: its values are those of the source.
    """

    table: str
    column: str
    kind: str
    role: Role
    type: pa.DataType
    clock: bool = False
    kept: bool = True

    @property
    def name(self) -> str:
        return f"{self.table}.{self.column}"


def fields(columns: Sequence[ColumnPlan], tables: Mapping[str, pa.Table]) -> tuple[list[Field], list[str]]:
    """The fields of `tables` in their order, and the names of the released columns that are left out."""
    found, left_out = [], []
    for column in columns:
        if column.table not in tables or column.transform.drops:
            continue
        values = tables[column.table].column(column.column)
        role = _role(column, values.type)
        if role is None:
            left_out.append(f"{column.table}.{column.column}")
            continue
        clock = role == "date" and pa.types.is_string(values.type) and _has_clock(values)
        kept = column.transform.name == "keep"
        found.append(Field(column.table, column.column, column.kind, role, values.type, clock, kept))
    return found, left_out


def frame(found: Sequence[Field], tables: Mapping[str, pa.Table], subject_table: str) -> pd.DataFrame:
    """One row per row of the table that is not the subjects', what is known of its subject beside it."""
    frames = {name: _frame([field for field in found if field.table == name], table)
              for name, table in tables.items()}  # fmt: skip
    if len(frames) == 1:
        return next(iter(frames.values()))
    parent = frames.pop(subject_table)
    (child,) = frames.values()
    return child.merge(parent, on=SUBJECT, how="inner").reset_index(drop=True)


def columns(found: Sequence[Field], linked: str | None, kept: Sequence[str]) -> Columns:
    """The fields that are learnt. linked: the subjects' table, where another one stands beside it."""
    return Columns(
        tuple(field.name for field in found if field.role in ("number", "date")),
        tuple(field.name for field in found if field.role == "category"),
        tuple(field.name for field in found if field.table == linked and field.role != "key"),
        tuple(kept),
        tuple(field.name for field in found if _is_whole(field)),
    )


def rules(found: Sequence[Field], constraints: Mapping[str, Sequence[Constraint]]) -> tuple[Constraint, ...]:
    """The descriptor's constraints, by table, as far as the released columns can still keep or break them."""
    role = {field.name: field.role for field in found}
    kept = {field.name for field in found if field.kept}
    made: list[Constraint] = []
    for table, given in constraints.items():
        for rule in given:
            match rule:
                case Bounded(column=name) if role.get(f"{table}.{name}") == "number":
                    made.append(replace(rule, column=f"{table}.{name}"))
                case Listed(column=name) if f"{table}.{name}" in kept and role[f"{table}.{name}"] == "category":
                    made.append(replace(rule, column=f"{table}.{name}"))
                case Ordered(before=before, after=after):
                    names = f"{table}.{before}", f"{table}.{after}"
                    if all(role.get(name) in ("date", "number") for name in names):
                        made.append(Ordered(*names))
                case Together(columns=given_names):
                    there = tuple(f"{table}.{name}" for name in given_names if role.get(f"{table}.{name}"))
                    if len(there) > 1 and all(role[name] == "category" for name in there):
                        made.append(Together(there))
    return tuple(made)


def tables(rows: pd.DataFrame, found: Sequence[Field], linked: str | None, code: Coder) -> dict[str, pa.Table]:
    """Rows as Arrow tables in the released columns' types, keys made by `code`. A linked table has a row a subject."""
    made = {}
    for name in dict.fromkeys(field.table for field in found):
        of_table = rows.drop_duplicates(SUBJECT) if name == linked else rows
        by_subject = {field.kind for field in found if field.role == "key" and field.table == linked} | {"subject"}
        arrays = [_array(of_table, field, by_subject, code) for field in found if field.table == name]
        made[name] = pa.table(arrays, [field.column for field in found if field.table == name])
    return made


def _is_whole(field: Field) -> bool:
    """Whether the column is released in whole numbers, or in whole days."""
    if field.role == "date":
        return not field.clock and not pa.types.is_timestamp(field.type)
    return field.role == "number" and pa.types.is_integer(field.type)


def _role(column: ColumnPlan, type_: pa.DataType) -> Role | None:
    family = column.kind.partition(".")[0]
    if family in _KEYS:
        return "key"
    as_it_was = column.transform.name == "keep" and family == "geo" and column.kind not in _COARSE
    if family not in _LEARNT or column.transform.name == "scrub" or as_it_was:
        return None
    if pa.types.is_date(type_) or pa.types.is_timestamp(type_):
        return "date"
    if pa.types.is_integer(type_) or pa.types.is_floating(type_):
        return "number"
    return "date" if family == "date" and column.transform.name in ("shift", "keep") else "category"


def _has_clock(values: pa.ChunkedArray) -> bool:
    return any(value is not None and len(value) > _DAY for value in values.to_pylist())


def _frame(found: Sequence[Field], table: pa.Table) -> pd.DataFrame:
    subject = next((field.column for field in found if field.kind == "subject"), None)
    made: dict[str, Any] = {
        field.name: _learnable(table.column(field.column), field) for field in found if field.role != "key"
    }
    numbers = [str(n) for n in range(table.num_rows)]
    made[SUBJECT] = table.column(subject).cast(pa.string()).to_pylist() if subject else numbers
    return pd.DataFrame(made)


def _learnable(values: pa.ChunkedArray, field: Field) -> pd.Series:
    if field.role == "number":
        return pd.Series(values.to_pandas(), dtype="float64")
    if field.role == "date":
        texts = pd.Series(values.cast(pa.string()).to_pylist(), dtype=object)
        moments = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True).dt.tz_localize(None)
        return (moments - pd.Timestamp(0)).dt.total_seconds() / _SECONDS
    return pd.Series(values.cast(pa.string()).to_pylist(), dtype=object)


def _array(rows: pd.DataFrame, field: Field, by_subject: set[str], code: Coder) -> pa.Array:
    if field.role == "key":
        whose = rows[SUBJECT].astype(str) if field.kind in by_subject else rows.index.astype(str)
        return pa.array([code(field.kind, one) for one in whose], pa.string())
    values = rows[field.name]
    if field.role == "category":
        texts = pa.array([None if pd.isna(value) else str(value) for value in values], pa.string())
        return texts.cast(field.type)
    if field.role == "number":
        numbers = values.round() if pa.types.is_integer(field.type) else values
        return pa.array(numbers, pa.float64(), from_pandas=True).cast(field.type)
    seconds = (values * _SECONDS).round() if field.clock or pa.types.is_timestamp(field.type) else (
        values.round() * _SECONDS
    )
    moments = pd.to_datetime(seconds, unit="s")
    if pa.types.is_string(field.type):
        return pa.array(moments.dt.strftime("%Y-%m-%dT%H:%M" if field.clock else "%Y-%m-%d"), from_pandas=True)
    return pa.array(moments, from_pandas=True).cast(field.type, safe=False)
