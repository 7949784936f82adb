"""Tables of one shape in; their rows as numbers that compare, and the distances between them, out.

The distance is Gower's (Biometrics 27 (1971) 857): the sum over columns of 0…1, a difference over the column's range
for numbers, 0 or 1 for categories. A missing cell is as far as can be from any other, and like itself.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.cells import Floats, Ints, numbers, texts

_PAIRS = 1 << 18  # rows against rows at a time: what a core's cache holds
_MISSING = 2.0
_DIGITS = 9

Cells = npt.NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Coded:
    """n rows; `cells` (n × columns, numeric ones first) hold scaled numbers and codes of categories."""

    cells: Cells
    numeric: int
    raw: Floats
    """The numeric columns as they are, NaN where missing (n × numeric)."""
    keys: Ints
    """Equal where two rows are equal in every column, whichever table they are of (n)."""

    def take(self, places: Ints) -> "Coded":
        return Coded(self.cells[places], self.numeric, self.raw[places], self.keys[places])


def coded(tables: Sequence[pd.DataFrame], shape: Shape) -> list[Coded]:
    """Each table with the codes and ranges of all of them."""
    cuts = np.cumsum([len(one) for one in tables])[:-1]
    raw = np.concatenate([numbers(one, shape.numeric) for one in tables])
    words = np.concatenate([texts(one, shape.categorical) for one in tables])
    low = np.array([np.nanmin(one) if (~np.isnan(one)).any() else 0.0 for one in raw.T])
    high = np.array([np.nanmax(one) if (~np.isnan(one)).any() else 0.0 for one in raw.T])
    scaled = (raw - low) / np.where(high > low, high - low, 1.0)
    codes = [pd.factorize(one)[0] for one in words.T]
    cells = np.column_stack([np.where(np.isnan(scaled), _MISSING, scaled), *codes]).astype(np.float32)
    keys = np.zeros(len(cells), dtype=np.int64)
    for column in [*(pd.factorize(np.round(one, _DIGITS))[0] for one in scaled.T), *codes]:
        keys = np.unique(keys * (column.max(initial=0) + 2) + column, return_inverse=True)[1]
    pieces = zip(*(np.split(one, cuts) for one in (cells, raw, keys)), strict=True)
    return [Coded(one, len(shape.numeric), own, key) for one, own, key in pieces]


def distances(queries: Coded, candidates: Coded, columns: Sequence[int]) -> Iterator[tuple[slice, list[Cells]]]:
    """Chunks of the queries, with each column's distances to every candidate (chunk × candidates)."""
    step = max(1, _PAIRS // max(1, len(candidates.cells)))
    for start in range(0, len(queries.cells), step):
        chunk = slice(start, start + step)
        yield chunk, [_apart(queries, candidates, chunk, column) for column in columns]


def _apart(queries: Coded, candidates: Coded, chunk: slice, column: int) -> Cells:
    ours, theirs = queries.cells[chunk, column, None], candidates.cells[None, :, column]
    if column >= queries.numeric:
        return np.asarray(ours != theirs, dtype=np.float32)
    return np.asarray(np.minimum(np.abs(ours - theirs), 1), dtype=np.float32)


def nearest(queries: Coded, candidates: Coded, columns: Sequence[int] | None = None) -> tuple[Ints, Floats]:
    """Place of the nearest candidate, and how far it is, over `columns` (of all by default)."""
    columns = range(queries.cells.shape[1]) if columns is None else columns
    places, far = np.zeros(len(queries.cells), dtype=np.int64), np.zeros(len(queries.cells))
    for chunk, apart in distances(queries, candidates, columns):
        total = np.sum(apart, axis=0)
        places[chunk] = total.argmin(axis=1)
        far[chunk] = total.min(axis=1)
    return places, far
