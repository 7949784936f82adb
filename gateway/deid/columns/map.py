"""Replace values by their generalisations from a hierarchy file."""

import csv
from collections.abc import Iterator, Mapping
from functools import cached_property
from io import StringIO
from pathlib import Path
from typing import ClassVar, Self

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, flags, trimmed
from gateway.errors import BadInput


class _Source(BaseModel):
    """What a policy says: which file, which of its columns."""

    model_config = ConfigDict(extra="forbid", strict=True)
    file: str = Field(min_length=1)
    level: int = Field(1, ge=1)


class Map(Transform):
    """A value becomes its generalisation at `level` of a hierarchy.

    file: CSV in UTF-8 without a header, separated by semicolons or commas (as the first line is): the value,
    then its generalisations from the finest to the coarsest, as ARX writes hierarchies.
    level: 1 for the first generalisation.
    pairs: the file's values and generalisations, sorted, so that the plan's digest covers them.
    """

    name: ClassVar[str] = "map"
    primary: ClassVar[str] = "file"
    derived: ClassVar[frozenset[str]] = frozenset({"pairs"})
    file: str
    level: int = 1
    pairs: tuple[tuple[str, str], ...]

    @classmethod
    def from_policy(cls, fields: Mapping[str, object], base: Path) -> Self:
        """Read the hierarchy. Raises BadInput, naming file and line, if it cannot be used."""
        source = _Source.model_validate(fields)
        pairs = _read(base / source.file, source.level)
        return cls(file=source.file, level=source.level, pairs=tuple(sorted(pairs.items())))

    def apply(self, values: Column, rows: Rows) -> Column:
        """Any column in, string array out; white space around a value does not count.

        Raises Unreadable ("value not in the hierarchy").
        """
        words = Distinct.of(trimmed(values))
        covered, generalised = self._table
        places = pc.index_in(words.values, value_set=covered)
        words.refuse(~flags(places.is_valid()), "value not in the hierarchy")
        return words.spread(generalised.take(places))

    @cached_property
    def _table(self) -> tuple[Column, Column]:
        covered, generalised = zip(*self.pairs, strict=True)
        return pa.array(covered, pa.string()), pa.array(generalised, pa.string())


def _read(path: Path, level: int) -> dict[str, str]:
    """The generalisation of each value. No message holds a value: hierarchies may list rare ones."""
    pairs: dict[str, str] = {}
    width = 0
    for line, cells in _lines(path):
        width = width or len(cells)
        if len(cells) != width:
            raise BadInput(f"{path}: line {line} has {len(cells)} columns, the lines before it {width}")
        if level >= width:
            raise BadInput(
                f"{path}: line {line} has no level {level}", hint=f"the file's levels are 1 to {width - 1}"
            )
        value, generalised = cells[0].strip(), cells[level].strip()
        if pairs.setdefault(value, generalised) != generalised:
            raise BadInput(f"{path}: line {line} gives a value a second generalisation at level {level}")
    if not pairs:
        raise BadInput(f"{path}: the hierarchy is empty")
    return pairs


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Each line's number and cells; blank lines are left out."""
    try:
        content = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path}: cannot read the hierarchy ({error.strerror})") from None
    except UnicodeDecodeError as error:
        raise BadInput(f"{path}: byte {error.start} is not UTF-8") from None
    separator = ";" if ";" in content.lstrip().partition("\n")[0] else ","
    reader = csv.reader(StringIO(content, newline=""), delimiter=separator, strict=True)
    try:
        for cells in reader:
            if any("\0" in cell for cell in cells):
                raise BadInput(f"{path}: line {reader.line_num} holds a NUL")
            if cells:
                yield reader.line_num, cells
    except csv.Error:
        raise BadInput(f"{path}: line {reader.line_num} is not CSV") from None
