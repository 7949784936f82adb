"""Places as they are written in, invented places of the same sort out: a hospital for a hospital, a lane for a lane."""

import re
from collections.abc import Callable
from typing import Final

from gateway.deid.names import parts_of

_FACILITY: Final = re.compile(
    r"(?i)\b((?:(?:general|memorial|regional|community|county|children['’]?s|university|veterans|medical|health|"
    r"healthcare|surgical|surgery|cancer|heart|rehabilitation|rehab|nursing|dialysis|imaging|urgent|primary|family|"
    r"specialty|eye|birth|hospice|skilled|assisted|senior|care|living)\s+)*"
    r"(?:hospital|hosp|clinic|center|centre|ctr|pharmacy|home|house|hospice|institute|infirmary|sanatorium|care|"
    r"practice|associates|lab|laboratory|laboratories|rehab|manor|village|group|facility|system))\.?$"
)
_ORGANISATION: Final = re.compile(
    r"(?i)\b((?:(?:elementary|middle|high|primary|community|state|technical|public|first|national|county|city)\s+)*"
    r"(?:school|college|university|academy|inc|llc|corp|corporation|company|co|ltd|church|parish|temple|mosque|bank|"
    r"mill|mills|foundry|bakery|farm|farms|market|restaurant|diner|cafe|garage|logistics|trucking|construction|"
    r"electric|plumbing|insurance|services|service|department|dept|union|club|library|shop|store|factory|works))\.?$"
)
_COUNTY: Final = re.compile(r"(?i)\b(county|parish|borough|precinct)$")
_ROAD: Final = re.compile(
    r"(?i)\s((?:street|st|avenue|ave|av|road|rd|drive|dr|lane|ln|court|ct|place|pl|circle|cir|terrace|ter|terr|way|"
    r"boulevard|blvd|parkway|pkwy|highway|hwy|trail|trl|square|sq|row|path|pike|turnpike|loop|crescent|alley))\b\.?"
)
_UNIT: Final = re.compile(r"(?i),?\s+(?:(?:apt|apartment|unit|suite|ste|lot|bldg|floor|fl|rm|room)\b|#).*$")
_BOX: Final = re.compile(r"(?i)(?:p\.?\s?o\.?\s*)?box\s+\d+")
_NUMBER: Final = re.compile(r"\d+[A-Za-z]?(?=\s)")

Draw = Callable[[str, int], int]  # (what for, how many) → a keyed number below it


def invent(entity: str, text: str, draw: Draw, attempt: int) -> str:
    """A place for the place `text`; a further attempt gives another one."""
    town = _town(draw, attempt)
    if entity == "FACILITY":
        return _with_sort(town, _FACILITY.search(text), "Medical Center")
    if entity == "ORGANIZATION":
        return _with_sort(town, _ORGANISATION.search(text), "Company")
    if entity == "COUNTY":
        return _with_sort(town, _COUNTY.search(text), "")
    return _street(text, town, draw, attempt) if entity == "STREET" else town


def _town(draw: Draw, attempt: int) -> str:
    beginnings, ends = parts_of("town beginnings"), parts_of("town ends")
    first, last = beginnings[draw(f"first/{attempt}", len(beginnings))], ends[draw(f"last/{attempt}", len(ends))]
    return first + (last[1:] if first[-1].lower() == last[0] else last)


def _with_sort(town: str, sort: re.Match[str] | None, other: str) -> str:
    return f"{town} {sort[1] if sort else other}".strip()


def _street(text: str, town: str, draw: Draw, attempt: int) -> str:
    """House number and flat keep their shape, the kind of road stays."""
    if box := _BOX.match(text):
        return _digits(box[0], draw, f"box/{attempt}")
    unit = _UNIT.search(text)
    line = text[: unit.start()] if unit else text
    number, road = _NUMBER.match(line), list(_ROAD.finditer(line))
    parts = [_digits(number[0], draw, f"number/{attempt}")] if number else []
    parts.append(town)
    if road:
        parts.append(line[road[-1].start(1) : road[-1].end()])
    return " ".join(parts) + (_digits(unit[0], draw, f"unit/{attempt}") if unit else "")


def _digits(text: str, draw: Draw, use: str) -> str:
    """Other digits, none of them leading zeros."""
    return re.sub(r"\d", lambda digit: str(1 + draw(f"{use}/{digit.start()}", 9)), text)
