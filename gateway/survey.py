"""A registered dataset in; what its columns could tell about people, before any effort is spent on a release, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from gateway.desk import datasets
from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.model import Dataset
from gateway.records.stream import parts
from gateway.risk.arrays import Ints
from gateway.risk.draft import Draft, draft, propose
from gateway.risk.forecast import Forecast, forecast
from gateway.risk.table import tabulate
from gateway.site import Site

KNOWABLE = ("age", "date.birth", "date.death", "geo.city", "geo.county", "geo.state", "geo.zip", "geo.country",
            "demographic.")  # what neighbours and registers know of a person  # fmt: skip

PROTECTED = ("demographic.race", "demographic.ethnicity", "demographic.sex")


@dataclass(frozen=True, eq=False)
class Coded:
    """One column: its distinct values as texts (a missing one is ""), and each row's place among them."""

    values: tuple[str, ...]
    places: Ints


def hierarchies(site: Site, name: str, table: str | None, columns: Sequence[str]) -> Mapping[str, Draft]:
    """Drafts for columns of one table; by default of the subject table, and of those that others could know.

    Raises BadInput for an unknown table or column, and where there is nothing to draft.
    """
    dataset = datasets.get(site, name)
    place = table or dataset.subject_table
    wanted = columns or knowable(dataset, place)
    if not wanted:
        raise BadInput(f"{name}: table {place} has no column of a kind that others could know", hint="use --column")
    subjects, coded = read(dataset, place, wanted)
    return {
        column: draft(one.values, one.places, subjects.places, f"{place}.{column}") for column, one in coded.items()
    }


def risk(site: Site, name: str, columns: Sequence[str]) -> Forecast:
    """Who stands out in the subject table by these columns (by default those that others could know), at what price.

    Raises BadInput for an unknown column, and where there is none.
    """
    dataset = datasets.get(site, name)
    place = dataset.subject_table
    wanted = columns or knowable(dataset, place)
    if not wanted:
        raise BadInput(f"{name}: table {place} has no column of a kind that others could know", hint="use --column")
    _, coded = read(dataset, place, wanted)
    hierarchies = {column: propose(one.values, f"{place}.{column}")[1] for column, one in coded.items()}
    codes = {column: leaves(one, hierarchies[column]) for column, one in coded.items()}
    kinds = {column.kind: column.name for column in dataset.table(place).columns if column.name in wanted}
    protected = next((kinds[kind] for kind in PROTECTED if kind in kinds), None)
    return forecast(tabulate(codes, hierarchies), protected)


def leaves(column: Coded, hierarchy: Hierarchy) -> Ints:
    """The hierarchy's leaf of each row."""
    place = {text: code for code, text in enumerate(hierarchy.leaves)}
    return np.array([place[value] for value in column.values], dtype=np.int64)[column.places]


def knowable(dataset: Dataset, table: str) -> list[str]:
    """The columns of a table by which somebody who knows a person could pick that person out."""
    return [column.name for column in dataset.table(table).columns if column.kind.startswith(KNOWABLE)]


def read(dataset: Dataset, table: str, columns: Sequence[str]) -> tuple[Coded, dict[str, Coded]]:
    """The subjects and the columns of a table, row by row; in a reference table each row is its own subject.

    Raises BadInput for an unknown column or a table without rows.
    """
    described = dataset.table(table)
    known = [column.name for column in described.columns]
    for column in columns:
        if column not in known:
            raise BadInput(f"{dataset.name}: table {table} has no column {column!r}", hint=f"it has {', '.join(known)}")
    wanted = tuple(dict.fromkeys([*filter(None, [described.subject]), *columns]))
    growing: dict[str, dict[str, int]] = {name: {} for name in wanted}
    places: dict[str, list[Ints]] = {name: [np.empty(0, dtype=np.int64)] for name in wanted}
    for part in parts(described, wanted):
        for name in wanted:
            places[name].append(_encode(part.rows.column(name), growing[name]))
    coded = {name: Coded(tuple(growing[name]), np.concatenate(places[name])) for name in wanted}
    rows = len(coded[wanted[0]].places)
    if rows == 0:
        raise BadInput(f"{described.source}: has no rows", hint="there is nothing to look at")
    subjects = coded[described.subject] if described.subject else Coded((), np.arange(rows))
    return subjects, {column: coded[column] for column in columns}


def _encode(column: pa.Array, known: dict[str, int]) -> Ints:
    """Each row's place among the known values, which grow."""
    encoded = pc.fill_null(column.cast(pa.string()), "").dictionary_encode()
    places = [known.setdefault(value, len(known)) for value in encoded.dictionary.to_pylist()]
    return np.array(places, dtype=np.int64)[np.asarray(encoded.indices, dtype=np.int64)]
