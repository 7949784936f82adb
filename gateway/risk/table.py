"""Rows as codes in, distinct quasi-identifier tuples with counts out; at a node of the lattice, classes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Bools, Codes, Floats, Ints, count, first_places, group, pack, weigh

Node = tuple[int, ...]
"""One level for each quasi-identifier, in the order of `Table.names`."""

_BLOCK_CELLS = 1 << 22


@dataclass(frozen=True, eq=False)
class Sensitive:
    """A sensitive column: its values, and how often each occurs (`rows`) with which tuple."""

    values: tuple[str, ...]
    hierarchy: Hierarchy | None
    tuples: Ints
    codes: Ints
    rows: Ints

    @cached_property
    def totals(self) -> Floats:
        """Rows of the whole table for each value."""
        return weigh(self.codes, len(self.values), self.rows)


@dataclass(frozen=True, eq=False)
class Table:
    """D distinct tuples of q quasi-identifiers, grouped once; everything later works on tuples, not rows."""

    names: tuple[str, ...]
    hierarchies: tuple[Hierarchy, ...]
    codes: tuple[Ints, ...]
    """q arrays of D leaf codes."""
    rows: Ints
    """D: rows of the table with the tuple; 0 for a tuple that only the population holds."""
    population: Ints | None
    """D: people of the population with the tuple, where a population was given."""
    sensitive: Mapping[str, Sensitive]
    tuple_of_row: Ints
    """The tuple of each row of the input, to carry the solution back."""
    first_row: Ints
    """D: where each tuple occurs first, in the input or, after it, the population."""

    @cached_property
    def total(self) -> int:
        """Rows of the input."""
        return int(self.rows.sum())

    @cached_property
    def leaf_rows(self) -> tuple[Floats, ...]:
        """q arrays: rows for each leaf."""
        return self.leaf_counts(np.arange(len(self.rows)))

    def leaf_counts(self, tuples: Ints) -> tuple[Floats, ...]:
        """q arrays: rows for each leaf among these tuples."""
        weights = self.rows[tuples]
        return tuple(
            weigh(codes[tuples], len(hierarchy.leaves), weights)
            for codes, hierarchy in zip(self.codes, self.hierarchies, strict=True)
        )

    def classes(self, node: Node) -> "Classes":
        """The equivalence classes at `node`."""
        columns = (
            (codes, hierarchy.maps[level], hierarchy.cards[level])
            for hierarchy, codes, level in zip(self.hierarchies, self.codes, node, strict=True)
        )
        numbers, size = group(*pack(columns, len(self.rows)))
        people = None if self.population is None else count(numbers, size, self.population)
        return Classes(self, numbers, count(numbers, size, self.rows), people)


@dataclass(frozen=True, eq=False)
class Classes:
    """The C equivalence classes of a table at one node; none is empty in both table and population."""

    table: Table
    of_tuple: Ints
    """D: each tuple's class."""
    rows: Ints
    """C: rows of the table."""
    population: Ints | None
    """C: people of the population."""

    @property
    def first_row(self) -> Ints:
        """C: where each class occurs first."""
        first = np.full(len(self.rows), np.iinfo(np.int64).max)
        np.minimum.at(first, self.of_tuple, self.table.first_row)
        return first

    def histograms(self, column: str, wanted: Bools) -> Iterator[tuple[Ints, Floats]]:
        """Wanted classes in blocks: their numbers (c), and rows for each value of `column` (c × values)."""
        sensitive = self.table.sensitive[column]
        width = len(sensitive.values)
        numbers = np.flatnonzero(wanted)
        place = np.full(len(wanted), -1)
        place[numbers] = np.arange(len(numbers))
        at = place[self.of_tuple[sensitive.tuples]]
        height = max(1, _BLOCK_CELLS // width)
        for start in range(0, len(numbers), height):
            block = numbers[start : start + height]
            inside = (at >= start) & (at < start + height) if len(numbers) > height else at >= 0
            key = (at[inside] - start) * width + sensitive.codes[inside]
            flat = weigh(key, len(block) * width, sensitive.rows[inside])
            yield block, flat.reshape(len(block), width)


@dataclass(frozen=True, eq=False)
class SensitiveColumn:
    """A sensitive column row by row: codes into `values`, with a hierarchy over them if one is needed."""

    codes: Codes
    values: Sequence[str]
    hierarchy: Hierarchy | None = None


def tabulate(
    codes: Mapping[str, Codes],
    hierarchies: Mapping[str, Hierarchy],
    sensitive: Mapping[str, SensitiveColumn] | None = None,
    population: Mapping[str, Codes] | None = None,
) -> Table:
    """Group rows, given as leaf codes for each quasi-identifier, once.

    `population` holds the leaf codes of
    everybody whom the table could be about, the table's own subjects among them.
    Raises BadInput where the population lacks people that the table holds.
    """
    names = tuple(hierarchies)
    length = len(next(iter(codes.values())))
    people = 0 if population is None else len(next(iter(population.values())))
    columns = [codes[n] if population is None else np.concatenate([codes[n], population[n]]) for n in names]
    digits = [hierarchies[n].maps[0] for n in names]
    packed = pack(zip(columns, digits, map(len, digits), strict=True), length + people)
    of_row, size = group(*packed)
    first = first_places(of_row, size)
    in_population = None if population is None else count(of_row[length:], size)
    of_row = of_row[:length]
    rows = count(of_row, size)
    if in_population is not None and (short := int((rows > in_population).sum())):
        raise BadInput(
            f"population: {short} combinations of the quasi-identifiers occur more often in the table",
            hint="the population must hold everybody in the table",
        )
    return Table(
        names,
        tuple(hierarchies[n] for n in names),
        tuple(column[first].astype(np.int64) for column in columns),
        rows,
        in_population,
        {name: _joint(of_row, size, column) for name, column in (sensitive or {}).items()},
        of_row,
        first,
    )


def _joint(of_row: Ints, size: int, column: SensitiveColumn) -> Sensitive:
    width = len(column.values)
    pair, pairs = group(of_row * width + column.codes, size * width)
    first = first_places(pair, pairs)
    codes = column.codes[first].astype(np.int64)
    return Sensitive(tuple(column.values), column.hierarchy, of_row[first], codes, count(pair, pairs))
