"""A generalisation hierarchy: rows of texts in, integer maps from leaf to level out.

A row is one leaf and its ancestors, from the finest to the coarsest; ARX's files hold such rows without a header.
The kinds of `hierarchies` make the rows that no file lists.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gateway.errors import BadInput

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Hierarchy:
    """Leaves 0…m-1 of one column: `maps[level][leaf]` is a value's code, `labels[level][code]` its text.

    hint: what mends a value that the hierarchy lacks.
    """

    maps: tuple[Ints, ...]
    labels: tuple[tuple[str, ...], ...]
    hint: str = "add the values to the hierarchy"

    @property
    def leaves(self) -> tuple[str, ...]:
        """The texts of level 0; the code of a leaf is its place."""
        return self.labels[0]

    @property
    def cards(self) -> tuple[int, ...]:
        """How many values each level has."""
        return tuple(map(len, self.labels))

    def csv(self) -> str:
        """The hierarchy as ARX's files hold it, with semicolons."""
        text = StringIO()
        levels = [[labels[code] for code in codes] for labels, codes in zip(self.labels, self.maps, strict=True)]
        csv.writer(text, delimiter=";", lineterminator="\n").writerows(zip(*levels, strict=True))
        return text.getvalue()

    @classmethod
    def build(cls, rows: Sequence[Sequence[str]], where: str, hint: str | None = None) -> "Hierarchy":
        """From rows of texts, finest first. Raises BadInput where a level splits a value of the one before."""
        if not rows or not rows[0]:
            raise BadInput(f"{where}: is empty", hint="write one line for each value: the value, then its ancestors")
        for number, row in enumerate(rows, 1):
            if len(row) != len(rows[0]):
                raise BadInput(
                    f"{where}: row {number} has {len(row)} levels, row 1 has {len(rows[0])}",
                    hint="give every row the same number of levels",
                )
        coded = [np.unique(np.array(level, dtype=object), return_inverse=True) for level in zip(*rows, strict=True)]
        leaves, codes = coded[0]
        if len(leaves) < len(rows):
            first = np.unique(codes, return_index=True)[1]
            twice = int(np.setdiff1d(np.arange(len(rows)), first)[0]) + 1
            raise BadInput(f"{where}: row {twice} repeats the value of an earlier row", hint="delete one of the two")
        for level, ((_, fine), (_, coarse)) in enumerate(pairwise(coded)):
            _refuse_split(fine, coarse, level, where)
        # Leaf codes follow the order of the texts, not of the file: the same hierarchy gives the same search.
        order = np.argsort(codes)
        return cls(
            tuple(inverse[order].astype(np.int64) for _, inverse in coded),
            tuple(tuple(map(str, labels)) for labels, _ in coded),
            hint or cls.hint,
        )

    @classmethod
    def read(cls, path: Path, delimiter: str) -> "Hierarchy":
        """From a CSV file. Raises BadInput naming the file, and the row where there is one."""
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                rows = [row for row in csv.reader(file, delimiter=delimiter) if row]
        except FileNotFoundError:
            raise BadInput(f"{path}: no such hierarchy file", hint="paths are relative to the configuration") from None
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            what = f"{path}: cannot be read ({type(error).__name__})"
            raise BadInput(what, hint="save it as CSV in UTF-8") from None
        return cls.build(rows, str(path))


def _refuse_split(fine: Ints, coarse: Ints, level: int, where: str) -> None:
    first = np.unique(fine, return_index=True)[1]
    split = np.flatnonzero(coarse != coarse[first][fine])
    if len(split):
        raise BadInput(
            f"{where}: row {split[0] + 1}: level {level + 1} splits a value of level {level}",
            hint="rows that share a value must share all coarser ones",
        )
