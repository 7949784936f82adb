"""Days and moments as consent files write them.

A consent holds for whole days. A timestamp with an offset may lie on another day in UTC than where it was
written; then a grant takes the day that makes it shorter, and a denial the day that makes it longer. A
timestamp without an offset is unreadable: which moment it means cannot be known.
"""

import calendar
import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?")


def moment(text: str) -> datetime:
    """Read a timestamp with an offset, or a day (its first moment in UTC). Raises ValueError."""
    if _DAY.fullmatch(text):
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    return _timestamp(text).astimezone(UTC)


def first_day(text: str, *, shorten: bool) -> date:
    """Read the first day of a period; a year or a month stands for its first day. Raises ValueError."""
    if partial := _PARTIAL.fullmatch(text):
        return date(int(partial[1]), int(partial[2] or 1), 1)
    days = _days(text)
    return max(days) if shorten else min(days)


def last_day(text: str, *, shorten: bool) -> date:
    """Read the last day of a period; a year or a month stands for its last day. Raises ValueError."""
    if partial := _PARTIAL.fullmatch(text):
        year, month = int(partial[1]), int(partial[2] or 12)
        if not 1 <= month <= 12:
            raise ValueError("no such month")
        return date(year, month, calendar.monthrange(year, month)[1])
    days = _days(text)
    return min(days) if shorten else max(days)


def _days(text: str) -> tuple[date, ...]:
    if _DAY.fullmatch(text):
        return (date.fromisoformat(text),)
    written = _timestamp(text)
    try:
        return written.date(), written.astimezone(UTC).date()
    except OverflowError:  # the last day of the year 9999, west of Greenwich
        return (written.date(),)


def _timestamp(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError("a timestamp without an offset")
    return found
