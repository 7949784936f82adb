"""Move a person's dates by a secret number of whole days."""

from datetime import date
from typing import ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, Mask, plain, refuse, text, trimmed
from gateway.deid.columns.dates import Days, floor_day, full_days
from gateway.model import Secrets

MAX_DAYS = 3650
FARTHEST_YEARS = 20
_EPOCH = date(1970, 1, 1).toordinal()
_PER_DAY = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}


class Shift(Transform):
    """Every date of a subject moves by the same number of days, so intervals and times of day are kept.

    It belongs to Expert Determination, 45 CFR 164.514(b)(1); under Safe Harbor no date but the year may stay.

    days: the offset is between -days and days, never 0.
    Two sorts of dates become null. Dates 90 years before the export or earlier, before or after the shift:
    they imply an age over 89. Dates more than 20 years after the export: they stand for "no end", as
    9999-12-31 does, and whoever knows the original of one date knows the offset of all.
    """

    name: ClassVar[str] = "shift"
    primary: ClassVar[str] = "days"
    days: int = Field(ge=1, le=MAX_DAYS)

    def apply(self, values: Column, rows: Rows) -> Column:
        """Dates, timestamps or full ISO dates as text in; the same type and the same notation out.

        A timestamp with a zone moves by multiples of 24 hours.
        Raises Unreadable ("not a full date", "date without a subject").
        """
        values = plain(values)
        refuse(pc.and_(values.is_valid(), rows.subject.is_null()), "date without a subject")
        if values.null_count == len(values):
            return values
        offsets = self._offsets(rows)
        if pa.types.is_date(values.type) or pa.types.is_timestamp(values.type):
            return _move_ticks(values, offsets, rows.as_of)
        return _move_text(trimmed(values), offsets, rows.as_of).cast(values.type)

    def _offsets(self, rows: Rows) -> Days:
        """Days to add, one per row; 0 where there is no subject and so no date."""
        subjects = Distinct.of(text(rows.subject))
        days = [offset_days(rows.secrets, subject, self.days) for subject in subjects.words()]
        return _numbers(subjects.spread(pa.array(days, pa.int64())))


def offset_days(secrets: Secrets, subject: str, days: int) -> int:
    """A subject's offset, uniform over the whole days from -days to days without 0; notes use it too."""
    choices = 2 * days
    ceiling = 2**256 - 2**256 % choices  # draws above it would favour small remainders
    digest = secrets.mac("shift", subject.encode())
    while (draw := int.from_bytes(digest, "big")) >= ceiling:
        digest = secrets.mac("shift", digest)
    offset = draw % choices - days
    return offset if offset < 0 else offset + 1


def _move_ticks(values: Column, offsets: Days, as_of: date) -> Column:
    whole = values.cast(pa.int32()) if values.type == pa.date32() else values
    ticks = _numbers(whole.cast(pa.int64()))
    per_day = _ticks_per_day(values.type)
    kept = _tellable(ticks // per_day, offsets, as_of)
    moved = np.where(kept, ticks + offsets * per_day, 0)
    return _with_nulls(moved, kept, values).cast(values.type)


def _ticks_per_day(type_: pa.DataType) -> int:
    if isinstance(type_, pa.TimestampType):
        return _PER_DAY[type_.unit]
    return 1 if type_ == pa.date32() else _PER_DAY["ms"]


def _move_text(values: Column, offsets: Days, as_of: date) -> Column:
    words = Distinct.of(values)
    days, exists = full_days(words.values)
    words.refuse(~exists, "not a full date")
    days = _numbers(words.spread(pa.array(days)))
    kept = _tellable(days, offsets, as_of)
    moved = _with_nulls(np.where(kept, days + offsets, 0), kept, values)
    heads = moved.cast(pa.date32()).cast(pa.string())
    times = words.spread(pc.utf8_slice_codeunits(words.values, 10))
    return pc.binary_join_element_wise(heads, times, "")


def _tellable(days: Days, offsets: Days, as_of: date) -> Mask:
    """Which dates may be released once they are shifted."""
    floor = floor_day(as_of).toordinal() - _EPOCH
    end = date(as_of.year + FARTHEST_YEARS, 12, 31).toordinal() - _EPOCH
    return (days > floor) & (days + offsets > floor) & (days <= end)


def _numbers(values: Column) -> Days:
    """An int64 array as NumPy's, null as 0."""
    numbers: Days = values.fill_null(0).to_numpy(zero_copy_only=False)
    return numbers


def _with_nulls(days: Days, kept: Mask, values: Column) -> Column:
    """Day or tick numbers as an Arrow array, null where the value was null or must not be told."""
    present = pc.and_(values.is_valid(), pa.array(kept))
    numbers = pa.array(days, mask=~present.to_numpy(zero_copy_only=False))
    fits_date = values.type == pa.date32() or pa.types.is_string(values.type)
    return numbers.cast(pa.int32()) if fits_date else numbers
