"""Dates as clinicians write them, moved by whole days and written again in the same form."""

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

MONTHS: Final = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
_MONTH = r"(?P<month>[A-Za-z]{3,9})\.?"
_ORDINAL = r"(?P<ordinal>st|nd|rd|th)?"

YEARS: Final = range(1800, 2200)  # 9999-12-31 stands for "no end": whoever sees it shifted knows the offset of all

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY = re.compile(
    rf"(?i)(?P<before>(?:(?:last|this|next|past|on)\s+)?)(?P<name>{'|'.join(WEEKDAYS)}|mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)"
    r"(?P<behind>\.?(?:,?\s+(?P<date>.+))?)"
)
_RANGE = re.compile(r"(\s+(?:-|to|through|thru|until|and|&)\s+|\s*[–—]\s*|(?<=\d)-(?=\d{1,2}/))", re.IGNORECASE)

# What may stay behind a date: a time of day, and nothing in which another date could hide.
_TIME = re.compile(
    r"(?i)[T ,]*(?:at |@ ?)?(?:\d{1,2}(?::?\d{2}(?::?\d{2}(?:\.\d+)?)?)?)?\s?(?:[ap]\.?m\.?)?\s?"
    r"(?:hours|hrs?|h|z|utc|[ecmp][sd]?t|[+-]\d\d:?\d\d)?"
)

# Forms that hold day, month and year.
FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?P<rest>[T ].*)?",
        r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})(?P<rest>\d{4,6})?",
        r"(?P<m>\d{1,2})(?P<s>[-/.])(?P<d>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?P<rest>,? .*)?",
        rf"{_MONTH} (?P<d>\d{{1,2}}){_ORDINAL},? (?P<y>\d{{4}})(?P<rest>,? .*)?",
        rf"(?P<d>\d{{1,2}}){_ORDINAL}(?P<s>[- ]){_MONTH},?(?P=s)(?P<y>\d{{4}}|\d{{2}})(?P<rest>,? .*)?",
    )
)

# Forms that lack the year or the day. They move as in a common year, or from the month's middle: where a 29 February
# lies between, a day without a year is off by one; a month may be off by one.
SHORT_FORMS: Final = tuple(
    re.compile(form)
    for form in (
        r"(?P<m>\d{1,2})(?P<s>/)(?P<d>\d{1,2})(?P<rest> .*)?",
        rf"{_MONTH} (?P<d>\d{{1,2}}){_ORDINAL}",
        rf"(?P<d>\d{{1,2}}){_ORDINAL}(?P<s> of | |-){_MONTH}",
        r"(?P<m>\d{1,2})(?P<s>[-/])(?P<y>\d{4})",
        rf"{_MONTH},? (?P<y>\d{{4}})",
    )
)
_COMMON_YEAR, _LEAP_YEAR, _MIDDLE = 2001, 2000, 15


def shift_date(text: str, days: int) -> str | None:
    """`text` (a date, two of them, a day of the week) moved by `days` in its own form; None for any other form."""
    if weekday := _WEEKDAY.fullmatch(text.strip()):
        return _shift_weekday(weekday, days)
    first, *rest = _RANGE.split(text.strip(), maxsplit=1)
    ends = [_shift_one(end, days) for end in (first, *rest[1:])]
    return "".join([str(ends[0]), *rest[:1], *map(str, ends[1:])]) if all(ends) else None


def _shift_one(text: str, days: int) -> str | None:
    for form in (*FORMS, *SHORT_FORMS):
        match = form.fullmatch(text.strip())
        if match and _TIME.fullmatch(match.groupdict().get("rest") or ""):
            day = _read(match.groupdict())
            return _write(match, day + timedelta(days=days)) if day and day.year in YEARS else None
    return None


def _shift_weekday(match: re.Match[str], days: int) -> str | None:
    """A day of the week, with or without a date behind it."""
    old, behind = match["name"], match["behind"]
    number = next(n for n, name in enumerate(WEEKDAYS) if name.startswith(old.lower()[:3]))
    name = WEEKDAYS[(number + days) % 7]
    name = name if old.lower() in WEEKDAYS else name[:3]
    if match["date"]:
        moved = _shift_one(match["date"], days)
        if moved is None:
            return None
        behind = behind.removesuffix(match["date"]) + moved
    return match["before"] + (name.upper() if old.isupper() else name if old.islower() else name.capitalize()) + behind


def days_of(text: str) -> list[date]:
    """The days that `text` names with their year: none, one, or the two ends of a range; of a month its middle."""
    weekday = _WEEKDAY.fullmatch(text.strip())
    ends = _RANGE.split((weekday["date"] or "") if weekday else text.strip(), maxsplit=1)[::2]
    matches = [match for end in ends for form in (*FORMS, *SHORT_FORMS) if (match := form.fullmatch(end.strip()))]
    days = [_read(match.groupdict()) for match in matches if "y" in match.groupdict()]
    return [day for day in days if day]


def _read(found: Mapping[str, str | None]) -> date | None:
    day = int(found.get("d") or _MIDDLE)
    month = _month(found["month"]) if found.get("month") else int(found.get("m") or 0)
    year = int(found["y"] or 0) if "y" in found else _LEAP_YEAR if (month, day) == (2, 29) else _COMMON_YEAR
    if year < 100:
        year += 2000 if year < 50 else 1900
    if "s" in found and month and month > 12 >= day:  # 25/12/2025
        month, day = day, month
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def _month(word: str | None) -> int | None:
    stem = (word or "").lower()
    return next(
        (n for n, name in enumerate(MONTHS, 1) if name == stem or (stem[:3] == name[:3] and len(stem) < 5)), None
    )


def _write(match: re.Match[str], day: date) -> str:
    """Put the new numbers where the old ones stood; a time of day stays."""
    found = match.groupdict()
    swapped = int(found.get("m") or 0) > 12
    numbers = [found[name] for name in "md" if found.get(name)]
    padded = (
        ("y" in found and match.start("y") == 0)
        or any(number.startswith("0") for number in numbers)
        or (len(numbers) == 2 and all(len(number) == 2 for number in numbers))
    )  # 12/25/2025, which would be 01/05/2026
    writers: Mapping[str, Callable[[str], str]] = {
        "y": lambda old: f"{day.year % 10 ** len(old):0{len(old)}d}",
        "m": lambda _old: f"{day.day if swapped else day.month:0{1 + padded}d}",
        "d": lambda _old: f"{day.month if swapped else day.day:0{1 + padded}d}",
        "month": lambda old: _named(day.month, old),
        "ordinal": lambda _old: _ordinal(day.day),
    }
    parts, at = [], match.start()
    for name in sorted((name for name in writers if found.get(name)), key=match.start):
        parts += [match.string[at : match.start(name)], writers[name](match[name])]
        at = match.end(name)
    return "".join([*parts, match.string[at : match.end()]])


def _named(month: int, old: str) -> str:
    name = MONTHS[month - 1] if len(old) > 4 or (old.lower() in MONTHS and month != 5) else MONTHS[month - 1][:3]
    return name.upper() if old.isupper() else name if old.islower() else name.capitalize()


def _ordinal(day: int) -> str:
    return "th" if 10 < day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
