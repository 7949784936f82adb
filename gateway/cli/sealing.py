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
    began = time.monotonic()
    if as_json:
        yield lambda sealing: say(json.dumps(fields(sealing, time.monotonic() - began)))
    elif sys.stderr.isatty():
        with _bar() as bar:
            task = bar.add_task("", total=None)
            yield lambda sealing: bar.update(task, total=sealing.rows, completed=sealing.rows_done,
                                             description=line(sealing, time.monotonic() - began))  # fmt: skip
    else:
        plain = _Plain(began)
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
        "rows_per_second": round(rate, 1),
        "seconds_left": None if left is None else round(left),
    }


def line(sealing: Sealing, seconds: float) -> str:
    """For people."""
    rate, left = sealing.pace(seconds)
    told = f"{sealing.rows_done:,} of {sealing.rows:,} rows, {sealing.parts_done} of {sealing.parts} parts"
    told += f", {rate:,.0f} rows/s" if rate else ""
    told += f", {_duration(left)} left" if left else ""
    return told + (f", {sealing.quarantined:,} rows quarantined" if sealing.quarantined else "")


def _duration(seconds: float) -> str:
    minutes, hours = round(seconds / 60), seconds / 3600
    return f"{seconds:.0f} s" if seconds < 90 else f"{minutes} min" if minutes < 90 else f"{hours:.1f} h"


def _bar() -> Progress:
    return Progress(SpinnerColumn(), BarColumn(), TextColumn("{task.description}"), console=Console(stderr=True))


class _Plain:
    """A line every half minute, and at the end one for each table."""

    def __init__(self, began: float) -> None:
        self._began = self._told = began
        self._last: Sealing | None = None

    def __call__(self, sealing: Sealing) -> None:
        if self._last is None and sealing.changed:
            say(f"  begun anew, since these changed: {', '.join(sealing.changed)}")
        if self._last is None and sealing.rows_before:
            say(f"  resumed: {line(sealing, 0)}")
        self._last = sealing
        if (now := time.monotonic()) - self._told >= SECONDS:
            self._told = now
            say(f"  {line(sealing, now - self._began)}")

    def end(self) -> None:
        """What was read of each table."""
        for name, rows in (self._last.by_table if self._last else {}).items():
            say(f"  {name}: {rows:,} rows")
