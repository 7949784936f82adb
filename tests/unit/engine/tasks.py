"""Small tasks, in a module of their own so that workers find them."""

import os
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from gateway.errors import BadInput


@dataclass(frozen=True)
class Number:
    value: int

    @property
    def name(self) -> str:
        return f"number-{self.value}"


@dataclass(frozen=True)
class Square:
    """Squares; does with a number what `does` says, each time it meets it, and notes the attempts in a folder."""

    folder: Path
    does: dict[int, str] = field(default_factory=dict)
    held: object = None
    name: str = "square"

    def __call__(self, item: Number, attempt: str) -> tuple[int, int]:
        (self.folder / f"{item.value}-{attempt}").touch()
        does, _, only = self.does.get(item.value, "").partition(" ")
        if does and only in ("", attempt):
            DEEDS[does]()
        return item.value**2, os.getpid()


@dataclass(frozen=True)
class Sums:
    """Adds the item to a large array, and says whether the array is the process's own."""

    array: np.ndarray
    name: str = "sums"

    def __call__(self, item: Number, attempt: str) -> tuple[int, bool]:
        return int(self.array.sum()) + item.value, bool(self.array.flags.owndata)


def _raise() -> None:
    raise ValueError("CANARY")


def _refuse() -> None:
    try:
        _raise()
    except ValueError as error:
        raise BadInput("t.csv: row 7 is bad", hint="mend it") from error


def _full() -> None:
    raise OSError(28, "CANARY", "/CANARY")


DEEDS = {
    "raise": _raise,
    "refuse": _refuse,
    "full": _full,
    "die": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3),
    "sleep": lambda: time.sleep(600),
}
