"""Cut ZIP codes to three digits, and to 000 where few people live."""

import tomllib
from functools import cache
from importlib import resources
from typing import ClassVar, Literal

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, trimmed

Census = Literal[2000, 2010, 2020]

SUPPRESSED = "000"
# a number of five or nine digits, whose leading zeros a spreadsheet may have taken away
_SHORT = r"^(?:[1-9]\d{2,3}(?:-\d{4})?|[1-9]\d{7})$"
_LONG = r"^\d{5}(?:[- ]?\d{4}|-)?$"


class Zip3(Transform):
    """The first three digits of a ZIP code, or 000: 45 CFR 164.514(b)(2)(i)(B).

    census: whose population counts. A prefix becomes 000 if 20,000 people or fewer live in it, and so does
    one that the Postal Service has not assigned or uses only for mail to boxes, offices and the military.
    Anything that is no ZIP code, such as a foreign postcode, becomes 000 too. A foreign postcode of five
    digits cannot be told from a ZIP code.
    """

    name: ClassVar[str] = "zip3"
    primary: ClassVar[str] = "census"
    census: Census

    def apply(self, values: Column, rows: Rows) -> Column:
        """ZIP codes (ZIP+4 too, with or without hyphen) as text or numbers in, string array out.

        Leading zeros that a spreadsheet took away come back: 2139 is 02139, and 601 is 00601.
        Raises Unreadable ("not text") only for columns such as lists, which have no text.
        """
        words = Distinct.of(trimmed(values))
        codes = pc.replace_substring_regex(words.values, r"\.0$", "")  # 2139.0, as pandas writes it
        long = pc.if_else(pc.match_substring_regex(codes, _SHORT), _with_zeros(codes), codes)
        prefixes = pc.utf8_slice_codeunits(long, 0, 3)
        tellable = pc.and_(
            pc.match_substring_regex(long, _LONG),
            pc.is_in(prefixes, value_set=pa.array(sorted(_populous(self.census)), pa.string())),
        )
        return words.spread(pc.if_else(tellable, prefixes, SUPPRESSED))


def _with_zeros(codes: Column) -> Column:
    """Two zeros before three digits, else one: five digits before a hyphen, nine in a run."""
    three = pc.match_substring_regex(codes, r"^\d{3}(?:-|$)")
    return pc.binary_join_element_wise(pc.if_else(three, "00", "0"), codes, "")


@cache
def _populous(census: Census) -> frozenset[str]:
    """Prefixes where more than 20,000 people live."""
    data = tomllib.loads((resources.files("gateway.deid") / "data" / "zip3.toml").read_text("utf-8"))
    silent = _spelled(data["without_residents"]) | _spelled(data["sparse"][str(census)])
    return frozenset(_spelled(data["assigned"]) - silent)


def _spelled(ranges: list[str]) -> set[str]:
    """ "006-009" as 006, 007, 008 and 009."""
    spelled: set[str] = set()
    for item in ranges:
        first, _, last = item.partition("-")
        spelled |= {f"{number:03}" for number in range(int(first), int(last or first) + 1)}
    return spelled
