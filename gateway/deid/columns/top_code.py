"""Put all ages above a limit into one category."""

from typing import Any, ClassVar

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import plain, refuse, trimmed
from gateway.deid.columns.numerals import is_numeric, numbers


class TopCode(Transform):
    """Ages above `limit` years become limit + 1: with 89, 89 stays and 90 and all above become 90.

    45 CFR 164.514(b)(2)(i)(C). A fraction counts as above: 89.5 becomes 90.
    """

    name: ClassVar[str] = "top_code"
    primary: ClassVar[str] = "limit"
    limit: int = Field(ge=0, le=150)

    def apply(self, values: Column, rows: Rows) -> Column:
        """Numbers in, the same type out; text in ("92", "92.0", "92 years"), text out ("90+").

        Raises Unreadable ("not an age") for negative numbers and for text that is no number of years.
        """
        values = plain(values)
        if values.null_count == len(values):
            return values
        if is_numeric(values.type):
            over = self._over(values)
            return pc.if_else(over, self._cap(values.type, over), values)
        words = trimmed(values)
        # "90+" is an age that was top-coded before; the plus says nothing about the number before it
        over = self._over(pc.replace_substring_regex(words, r"^(\d+)\+$", r"\1"))
        return pc.if_else(over, f"{self.limit + 1}+", words).cast(values.type)

    def _over(self, values: Column) -> Column:
        ages = numbers(values, "not an age")
        refuse(pc.less(ages, 0.0), "not an age")
        return pc.greater(ages, float(self.limit)).fill_null(False)

    def _cap(self, type_: pa.DataType, over: Column) -> "pa.Scalar[Any]":
        try:
            return pa.scalar(self.limit + 1, type_)
        except (pa.ArrowInvalid, OverflowError):
            pass  # int8 ends at 127
        refuse(over, "age does not fit its type")
        return pa.scalar(None, type_)
