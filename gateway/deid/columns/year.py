"""Keep only the year of a date."""

from datetime import date
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.dates import years_of

OLDEST_AGE = 90  # 45 CFR 164.514(b)(2)(i)(C): ages over 89 form one category


class Year(Transform):
    """The year, as Safe Harbor allows; years that may imply an age over 89 become one, the latest of them."""

    name: ClassVar[str] = "year"

    def apply(self, values: Column, rows: Rows) -> Column:
        """Dates, timestamps, whole years or ISO 8601 text in, int32 out. Raises Unreadable ("not a date")."""
        return pc.max_element_wise(years_of(values), floor_year(rows.as_of), skip_nulls=False)


def floor_year(as_of: date) -> pa.Int32Scalar:
    """The latest year in which somebody who is 90 on `as_of` can be born; it stands for "or earlier"."""
    return pa.scalar(as_of.year - OLDEST_AGE, pa.int32())
