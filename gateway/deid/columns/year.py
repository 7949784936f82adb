"""Keep only the year of a date."""

from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.dates import floor_year, years_of


class Year(Transform):
    """The year, as 45 CFR 164.514(b)(2)(i)(C) allows; the years that may imply an age over 89 become one.

    That one is 90 years before the export: who is born in it may be 90 already, who is born later is not.
    """

    name: ClassVar[str] = "year"

    def apply(self, values: Column, rows: Rows) -> Column:
        """Dates, timestamps, whole years or ISO text in, int32 out. Raises Unreadable ("not a date")."""
        floor = pa.scalar(floor_year(rows.as_of), pa.int32())
        return pc.max_element_wise(years_of(values), floor, skip_nulls=False)
