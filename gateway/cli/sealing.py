"""An export's progress: a bar on a terminal, a plain line now and then elsewhere, JSON for programs; on stderr."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn

from gateway.cli.common import say
from gateway.seal.progress import Sealing, Watch

SECONDS = 30  # between plain lines


@contextmanager
def watching(*, as_json: bool = False) -> Iterator[Watch]:
    """What to tell how far the export is."""
    clock = _Clock()
    if as_json:
        yield lambda sealing: say(json.dumps(fields(sealing, clock.seconds())))
    elif sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task("preparing", total=None)
            yield lambda sealing: bar.update(task, total=sealing.rows, completed=sealing.rows_done,
                                             description=line(sealing, clock.seconds()))  # fmt: skip
    else:
        plain = _Plain(clock)
        yield plain
        plain.end()


def fields(sealing: Sealing, seconds: float) -> dict[str, Any]:
    """For programs; seconds_left is null while it cannot be told."""
    rate, left = sealing.pace(seconds)
    return {
        "parts": sealing.parts,
        "parts_done": sealing.parts_done,
        "rows": sealing.rows,
        "rows_done": sealing.rows_done,
        "quarantined": sealing.quarantined,
        "attempts_lost": sealing.lost,
        "rows_per_second": round(rate, 1),
        "seconds_left": None if left is None else round(left),
        **({"trial": sealing.trial} if sealing.trial else {}),
    }


def line(sealing: Sealing, seconds: float) -> str:
    """For people."""
    if sealing.trial:
        return f"synthetic rows: trying {sealing.trial}"
    rate, left = sealing.pace(seconds)
    told = f"{sealing.rows_done:,} of {sealing.rows:,} rows, {sealing.parts_done} of {sealing.parts} parts"
    told += f", {rate:,.0f} rows/s" if rate else ""
    told += f", {_duration(left)} left" if left else ""
    told += f", {sealing.lost} attempts lost" if sealing.lost else ""
    return told + (f", {sealing.quarantined:,} rows quarantined" if sealing.quarantined else "")


def _duration(seconds: float) -> str:
    minutes, hours = round(seconds / 60), seconds / 3600
    return f"{seconds:.0f} s" if seconds < 90 else f"{minutes} min" if minutes < 90 else f"{hours:.1f} h"


def _bar() -> Progress:
    return Progress(SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True))


class _Clock:
    """Seconds since it was first asked."""

    def __init__(self) -> None:
        self._began: float | None = None

    def seconds(self) -> float:
        now = time.monotonic()
        self._began = now if self._began is None else self._began
        return now - self._began


class _Plain:
    """A line every half minute, and at the end one for each table."""

    def __init__(self, clock: _Clock) -> None:
        self._clock, self._told = clock, 0.0
        self._last: Sealing | None = None

    def __call__(self, sealing: Sealing) -> None:
        if sealing.trial:
            say(f"  {line(sealing, 0)}")
            return
        if self._last is None and sealing.changed:
            say(f"  begun anew, since these changed: {', '.join(sealing.changed)}")
        if self._last is None and sealing.rows_before:
            say(f"  resumed: {line(sealing, 0)}")
        self._last = sealing
        if (seconds := self._clock.seconds()) - self._told >= SECONDS:
            self._told = seconds
            say(f"  {line(sealing, seconds)}")

    def end(self) -> None:
        """What was read of each table."""
        for name, rows in (self._last.by_table if self._last else {}).items():
            say(f"  {name}: {rows:,} rows")
