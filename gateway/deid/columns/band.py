"""Put numbers, dates or years into bands of equal width."""

from collections.abc import Callable
from typing import ClassVar, Self

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field, model_validator

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import LARGEST, refuse
from gateway.deid.columns.dates import floor_year, years_of
from gateway.deid.columns.numerals import numbers


class Band(Transform):
    """A number becomes "40-49", a date or year "1980-1984".

    width: of a band of numbers; bands start at multiples of it. A fraction belongs to the whole number below.
    top: numbers from here on share one band, "90+".
    years: width of a band of dates. Years that may imply an age over 89 share one band, "1936 or earlier",
    as for `year` (45 CFR 164.514(b)(2)(i)(C)); the band next to it starts after that year.
    """

    name: ClassVar[str] = "band"
    width: int | None = Field(None, ge=2)
    years: int | None = Field(None, ge=2)
    top: int | None = Field(None, ge=1)

    @model_validator(mode="after")
    def _one_axis(self) -> Self:
        if (self.width is None) == (self.years is None):
            raise ValueError("give either 'width' (for numbers) or 'years' (for dates)")
        if self.top is not None and self.width is None:
            raise ValueError("'top' goes with 'width' only: the oldest years share a band anyway")
        return self

    def apply(self, values: Column, rows: Rows) -> Column:
        """Numbers (also as text) or dates in, string array out. Raises Unreadable."""
        if self.width is not None:
            return self._of_numbers(values, self.width)
        assert self.years is not None  # noqa: S101 - by _one_axis
        return _of_dates(values, self.years, floor_year(rows.as_of))

    def _of_numbers(self, values: Column, width: int) -> Column:
        found = numbers(values, "not a number")
        if self.top is not None:  # so that all above are one band, infinity too
            found = pc.min_element_wise(found, float(self.top), skip_nulls=False)
        refuse(pc.greater_equal(pc.abs(found), LARGEST), "number out of range")
        starts = pc.multiply(pc.floor(pc.divide(found, float(width))).cast(pa.int64()), width)
        if self.top is None:
            return _labelled(starts, lambda start: _range(start, start + width - 1))
        top = self.top
        starts = pc.if_else(pc.greater_equal(found, float(top)), top, starts)
        return _labelled(
            starts, lambda start: f"{top}+" if start == top else _range(start, min(start + width, top) - 1)
        )


def _of_dates(values: Column, width: int, floor: int) -> Column:
    found = years_of(values)
    starts = pc.multiply(pc.divide(found, width), width)
    starts = pc.if_else(
        pc.less_equal(found, floor), floor, pc.max_element_wise(starts, floor + 1, skip_nulls=False)
    )

    def label(start: int) -> str:
        return f"{floor} or earlier" if start == floor else _range(start, start - start % width + width - 1)

    return _labelled(starts, label)


def _labelled(starts: Column, label: Callable[[int], str]) -> Column:
    """One label per distinct start, spread over the rows."""
    encoded = starts.dictionary_encode()
    labels = [label(int(start)) for start in encoded.dictionary.to_numpy()]
    return pa.array(labels, pa.string()).take(encoded.indices)


def _range(low: int, high: int) -> str:
    if low == high:
        return str(low)
    return f"{low}-{high}" if low >= 0 else f"{low} to {high}"
