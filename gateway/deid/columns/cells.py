"""Reading a column's cells: plain arrays, text, distinct values, and the refusal of what cannot be read."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column, Unreadable

Mask = npt.NDArray[np.bool_]


def plain(values: Column) -> Column:
    """The same values without dictionary encoding, whose dictionary may hold values of other rows."""
    if isinstance(values, pa.DictionaryArray):
        return values.dictionary_decode()
    return values


def text(values: Column) -> pa.StringArray:
    """The values as text, so that 7, 7.0 and "7" are one key. Raises Unreadable ("not text")."""
    values = plain(values)
    try:
        if pa.types.is_floating(values.type):
            values = _integers_where_whole(values)
        return values.cast(pa.string())
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        pass
    raise Unreadable(values.is_valid(), "not text")


def _integers_where_whole(values: Column) -> Column:
    """Whole numbers as integers: a key column with gaps becomes floating point in pandas."""
    whole = pc.fill_null(pc.equal(values, pc.floor(values)), True)
    return values.cast(pa.int64()) if pc.all(whole, min_count=0).as_py() else values


def trimmed(values: Column) -> pa.StringArray:
    """The values as text without outer white space; blank text says nothing and becomes null."""
    stripped = pc.utf8_trim_whitespace(text(values))
    return pc.if_else(pc.equal(stripped, ""), pa.scalar(None, pa.string()), stripped)


@dataclass(frozen=True, slots=True)
class Distinct:
    """A column as its distinct values (string array without null) and each row's index into them."""

    values: pa.StringArray
    indices: pa.Int32Array

    @classmethod
    def of(cls, values: pa.StringArray) -> "Distinct":
        encoded = values.dictionary_encode()
        return cls(encoded.dictionary, encoded.indices)

    def spread(self, results: Column) -> Column:
        """One result per distinct value in, one per row out."""
        return results.take(self.indices)

    def refuse(self, bad: Mask, reason: str) -> None:
        """Raise Unreadable for the rows of the distinct values that are bad."""
        refuse(self.spread(pa.array(bad, pa.bool_())), reason)


def refuse(bad: pa.BooleanArray, reason: str) -> None:
    """Raise Unreadable if any row is bad; null counts as good."""
    if pc.any(bad, min_count=0).as_py():
        raise Unreadable(bad.fill_null(False), reason)


def flags(values: Column) -> Mask:
    """A boolean array as NumPy's, null as False."""
    result: Mask = np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)
    return result
