"""Cells of a frame in; numbers or texts that compare alike, whatever read or made the frame, out."""

import re

import numpy as np
import numpy.typing as npt
import pandas as pd

from gateway.errors import BadInput

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Texts = npt.NDArray[np.object_]

_WHOLE = re.compile(r"^(-?\d+)\.0+$")


def numbers(rows: pd.DataFrame, columns: tuple[str, ...]) -> Floats:
    """n × columns, NaN where a cell is missing. Raises BadInput naming a column that holds something else."""
    found = np.empty((len(rows), len(columns)))
    for place, column in enumerate(columns):
        try:
            found[:, place] = pd.to_numeric(rows[column]).to_numpy(dtype=float, na_value=np.nan)
        except (ValueError, TypeError):
            hint = "name it among the categorical columns"
            raise BadInput(f"column {column!r} is numeric by its description, and holds text", hint=hint) from None
    found[~np.isfinite(found)] = np.nan
    return found


def texts(rows: pd.DataFrame, columns: tuple[str, ...]) -> Texts:
    """n × columns as text; a missing cell is the empty one. Whole numbers read the same with and without `.0`."""
    found = np.empty((len(rows), len(columns)), dtype=object)
    for place, column in enumerate(columns):
        codes, values = pd.factorize(rows[column])
        words = np.array([_WHOLE.sub(r"\1", str(value).strip()) for value in values] + [""], dtype=object)
        found[:, place] = words[codes]  # -1, a missing cell, is the last
    return found
