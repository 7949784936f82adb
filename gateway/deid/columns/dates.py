"""Reading ISO 8601 dates (as FHIR writes them too); whatever could be read in two ways is refused.

A full date is `YYYY-MM-DD`, alone or followed by `T` or a space and a time of day, which may have fractional
seconds and `Z` or an offset. A partial date is `YYYY` or `YYYY-MM`. 3/4/1950 is neither: it may be in March
or in April.
"""

from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column
from gateway.deid.columns.cells import Distinct, Mask, flags, plain, trimmed

Days = npt.NDArray[np.int64]

OLDEST_AGE = 90  # 45 CFR 164.514(b)(2)(i)(C): all ages over 89 form one category

_CLOCK = r"(?:[01]\d|2[0-3]):[0-5]\d(?::(?:[0-5]\d|60)(?:[.,]\d{1,9})?)?"
_ZONE = r" ?(?:Z|[+-]\d\d(?::?\d\d)?)"
_FULL = rf"^\d{{4}}-\d\d-\d\d(?:[T ]{_CLOCK}(?:{_ZONE})?)?$"
_PARTIAL = r"^\d{4}(?:-(?:0[1-9]|1[0-2]))?$"


def floor_year(as_of: date) -> int:
    """The latest year in which somebody who is 90 on `as_of` can be born; it stands for "or earlier"."""
    return as_of.year - OLDEST_AGE


def floor_day(as_of: date) -> date:
    """The latest day on which somebody who is 90 on `as_of` can be born."""
    leap_day = (as_of.month, as_of.day) == (2, 29)
    return as_of.replace(year=floor_year(as_of), day=28 if leap_day else as_of.day)


def years_of(values: Column) -> Column:
    """The year of each date, timestamp, ISO text (full or partial) or whole number. Raises Unreadable.

    A timestamp with a zone counts in its zone, and text with an offset as it is written.
    """
    values = plain(values)
    if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
        return pc.year(values).cast(pa.int32())
    words = Distinct.of(trimmed(values))
    partial = flags(pc.match_substring_regex(words.values, _PARTIAL))
    year_zero = flags(pc.starts_with(words.values, "0000"))
    words.refuse((~partial & ~full_days(words.values)[1]) | year_zero, "not a date")
    return words.spread(pc.utf8_slice_codeunits(words.values, 0, 4).cast(pa.int32()))


def full_days(words: Column) -> tuple[Days, Mask]:
    """Days since 1970-01-01 of full ISO dates, and which words are such dates and exist in the calendar.

    words: string array without null. The days of the other words are meaningless.
    """
    shaped = pc.match_substring_regex(words, _FULL)
    heads = pc.utf8_slice_codeunits(pc.if_else(shaped, words, "0000-00-00"), 0, 10)
    digits = _characters(heads, 10).astype(np.int64) - ord("0")
    year = digits[:, :4] @ np.array([1000, 100, 10, 1])
    month = digits[:, 5:7] @ np.array([10, 1])
    day = digits[:, 8:10] @ np.array([10, 1])
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]") + (day - 1)
    exists = (days.astype("datetime64[M]") == months) & (month >= 1) & (month <= 12) & (year >= 1)
    return days.astype(np.int64), exists


def _characters(words: Column, width: int) -> npt.NDArray[np.uint8]:
    """ASCII words of equal width as a matrix, one row per word."""
    fixed = words.cast(pa.binary()).cast(pa.binary(width))
    content = fixed.buffers()[1] or pa.py_buffer(b"")
    whole = np.frombuffer(
        memoryview(content), np.uint8, count=width * len(fixed), offset=width * fixed.offset
    )
    return whole.reshape(-1, width)
