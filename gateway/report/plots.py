"""Rows of an officer's answers in, places in a plot out: fractions of its width, and pixels from its top."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from math import ceil, log10
from typing import Any

HEIGHT = 160
MOST_COLUMNS = 40
KINDS = ("published", "denied", "open")


@dataclass(frozen=True, slots=True)
class Column:
    """One step of time: where it stands (share of the width), its day in words, and (kind, count, top, height)."""

    left: float
    width: float
    label: str
    stack: tuple[tuple[str, int, float, float], ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns over time; `marks` are moments at which policies changed, with the file's name."""

    columns: tuple[Column, ...]
    highest: int
    marks: tuple[tuple[float, str], ...]
    step: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Those that occur."""
        found = {kind for column in self.columns for kind, *_ in column.stack}
        return tuple(kind for kind in KINDS if kind in found)


@dataclass(frozen=True, slots=True)
class Dot:
    """One export: share of the width, pixels from the top, what to say of it."""

    x: float
    y: float
    unusual: bool
    words: str


def timeline(answers: Mapping[str, Sequence[Mapping[str, Any]]]) -> Timeline | None:
    """Exports, denials and open intents by day, week or 30 days; None where there are none."""
    found = [(kind, _day(row["at"])) for kind, name in zip(KINDS, ("exports", "denied", "intents"), strict=True)
             for row in answers[name]]  # fmt: skip
    if not found:
        return None
    first, last = min(day for _, day in found), max(day for _, day in found)
    step = next(step for step in (1, 7, 30, 365) if (last - first).days // step < MOST_COLUMNS or step == 365)
    number = max(12, (last - first).days // step + 1)
    counts = Counter((kind, (day - first).days // step) for kind, day in found)
    highest = max(sum(counts[kind, n] for kind in KINDS) for n in range(number))
    columns = tuple(_column(counts, first + timedelta(n * step), n, number, highest) for n in range(number))
    marks = tuple((_share(_day(row["at"]) - first, step * number), row["file"]) for row in answers["policies"]
                  if first <= _day(row["at"]) <= last)  # fmt: skip
    return Timeline(columns, highest, marks, {1: "day", 7: "week", 30: "30 days", 365: "year"}[step])


def _column(counts: Counter[tuple[str, int]], day: date, n: int, number: int, highest: int) -> Column:
    stack, bottom = [], float(HEIGHT)
    for kind in KINDS:
        if count := counts[kind, n]:
            tall = HEIGHT * count / highest
            bottom -= tall
            stack.append((kind, count, bottom, tall))
    return Column(n / number, 1 / number, day.isoformat(), tuple(stack))


def dots(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[Dot, ...], tuple[tuple[float, str], ...]]:
    """Exports by rows on a scale of decades over time, and the grid: pixels from the top with the number of rows."""
    if not rows:
        return (), ()
    top = max(1, ceil(log10(max(2, *(row["rows"] for row in rows)))))
    times = [datetime.fromisoformat(row["at"]) for row in rows]
    span = max((max(times) - min(times)).total_seconds(), 1)
    height: Callable[[int], float] = lambda count: HEIGHT * (1 - log10(max(1, count)) / top)  # noqa: E731 - a scale
    found = tuple(
        Dot(0.03 + 0.94 * (at - min(times)).total_seconds() / span, height(row["rows"]), bool(row["unusual"]),
            f"{row['release']}: {row['rows']:,} rows, {row['patients']:,} patients, to {row['recipient']}")
        for row, at in zip(rows, times, strict=True)
    )  # fmt: skip
    return found, tuple((height(10**n), f"{10**n:,}") for n in range(top + 1))


def _day(at: str) -> date:
    return datetime.fromisoformat(at).astimezone(UTC).date()


def _share(passed: timedelta, days: int) -> float:
    return passed / timedelta(days)
