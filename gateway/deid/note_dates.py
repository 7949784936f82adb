"""Dates as clinicians write them, shifted by whole days and written again in the same form."""

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

# Forms that hold day, month and year. A form without a year cannot be shifted exactly and is not listed.
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


def shift_date(text: str, days: int) -> str | None:
    """`text` moved by `days` in its own form; None where it is not a full date in a known form."""
    for form in FORMS:
        if match := form.fullmatch(text.strip()):
            day = _read(match.groupdict())
            return _write(match, day + timedelta(days=days)) if day and day.year in YEARS else None
    return None


def day_of(text: str) -> date | None:
    """The day that `text` names, where it is a full date in a known form."""
    matches = (form.fullmatch(text.strip()) for form in FORMS)
    return next((_read(match.groupdict()) for match in matches if match), None)


def _read(found: Mapping[str, str | None]) -> date | None:
    year, day = int(found["y"] or 0), int(found["d"] or 0)
    if year < 100:
        year += 2000 if year < 50 else 1900
    month = _month(found["month"]) if found.get("month") else int(found["m"] or 0)
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
        match.start("y") == 0
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
