"""Reading a column's cells: plain arrays, text, distinct values, and the refusal of what cannot be read."""

from dataclasses import dataclass
from typing import cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column, Unreadable

Mask = npt.NDArray[np.bool_]

LARGEST = 2.0**53  # beyond it float64 no longer holds every whole number


def plain(values: Column) -> Column:
    """The same values without dictionary encoding, whose dictionary may hold values of other rows."""
    return values.dictionary_decode() if isinstance(values, pa.DictionaryArray) else values


def text(values: Column) -> Column:
    """The values as a string array, so that 7, 7.0 and "7" are one key; NaN becomes null.

    Raises Unreadable ("not text") for what has no text, such as lists and bytes that are not UTF-8.
    """
    values = plain(values)
    if pa.types.is_floating(values.type):
        values = _numbers_with_gaps(values)
    try:
        return values.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        pass  # raised outside, as Arrow's message may hold a value
    refuse(values.is_valid(), "not text")
    return pa.nulls(len(values), pa.string())


def _numbers_with_gaps(values: Column) -> Column:
    """Whole numbers as integers again: pandas makes a column of them floating point if one is missing."""
    numbers = without_nan(values)
    whole = pc.and_(pc.equal(numbers, pc.floor(numbers)), pc.less(pc.abs(numbers), LARGEST))
    return numbers.cast(pa.int64()) if flags(whole.fill_null(True)).all() else numbers


def without_nan(values: Column) -> Column:
    """Numbers as float64, NaN as null."""
    numbers = values.cast(pa.float64(), safe=False)
    return pc.if_else(pc.is_nan(numbers), pa.scalar(None, pa.float64()), numbers)


def trimmed(values: Column) -> Column:
    """The values as text without outer white space; blank text says nothing and becomes null."""
    stripped = pc.utf8_trim_whitespace(text(values))
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column of text as its distinct values (string array without null) and each row's index into them."""

    values: Column
    indices: Column

    @classmethod
    def of(cls, values: Column) -> "Distinct":
        encoded = values.dictionary_encode()
        return cls(encoded.dictionary, encoded.indices)

    def words(self) -> list[str]:
        """The distinct values as Python text."""
        return [str(word) for word in self.values.to_pylist()]

    def spread(self, results: Column) -> Column:
        """One result per distinct value in, one per row out."""
        return results.take(self.indices)

    def refuse(self, bad: Mask, reason: str) -> None:
        """Raise Unreadable for the rows of the distinct values that are bad."""
        if bad.any():
            refuse(self.spread(pa.array(bad, pa.bool_())), reason)


def refuse(bad: Column, reason: str) -> None:
    """Raise Unreadable if any row of a boolean array is True; null counts as good."""
    if flags(bad).any():
        raise Unreadable(cast(pa.BooleanArray, bad.fill_null(False)), reason)


def flags(values: Column) -> Mask:
    """A boolean array as NumPy's, null as False."""
    result: Mask = values.fill_null(False).to_numpy(zero_copy_only=False)
    return result
