"""Reading numbers: numeric columns, and text such as "92", "92.0" or "92 years"."""

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column
from gateway.deid.columns.cells import Distinct, flags, plain, trimmed, without_nan

_NUMBER = r"(?i)^(?P<number>[+-]?\d+(?:\.\d+)?)\s*(?:years?(?: old)?|yrs?|y/?o|y)?$"


def is_numeric(type_: pa.DataType) -> bool:
    """Integer, floating or decimal."""
    return bool(pa.types.is_integer(type_) or pa.types.is_floating(type_) or pa.types.is_decimal(type_))


def numbers(values: Column, reason: str) -> Column:
    """Each value as float64; NaN and blank text become null. Raises Unreadable with the given reason.

    Other units than years are refused: 18 months is no 18.
    """
    values = plain(values)
    if is_numeric(values.type):
        return without_nan(values)
    words = Distinct.of(trimmed(values))
    found = pc.extract_regex(words.values, _NUMBER)
    words.refuse(~flags(found.is_valid()), reason)
    return words.spread(pc.struct_field(found, "number").cast(pa.float64()))
