"""What is fitted and what comes back: a job of plain frames, so that it can be done by another process."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import pandas as pd

from gateway.model import Constraint
from gateway.synth.evidence.base import Shape

SUBJECT = "\0subject"  # the column of a frame that says which rows are of one subject: no name holds a NUL

Mode = Literal["cohort", "condition"]
"""Fitted on the cohort's rows alone, or on all rows and then sampled under the cohort's condition."""

Conditions = Sequence[tuple[Mapping[str, object], int]]
"""Values that sampled rows must have, with how many rows of each; empty where any row will do."""


class NotMade(Exception):
    """Why a synthesiser gave no rows, in words that hold no value."""


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a frame: floats in `numeric`, texts or None in `categorical`.

    linked: those that tell of the subject and not of the row, where rows of two tables stand side by side. kept: never
    coarsened before a fit, since the request names their values. whole: those that are released as whole numbers.
    """

    numeric: tuple[str, ...]
    categorical: tuple[str, ...]
    linked: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    whole: tuple[str, ...] = ()

    def without(self, gone: Sequence[str]) -> "Columns":
        keep = [tuple(name for name in names if name not in gone)
                for names in (self.numeric, self.categorical, self.linked, self.kept, self.whole)]  # fmt: skip
        return Columns(*keep)


@dataclass(frozen=True, slots=True)
class Classes:
    """The quasi-identifiers of a frame: a synthetic row has values in `columns` that `least` real subjects have."""

    columns: tuple[str, ...] = ()
    least: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """One fit and the rows wanted of it. rules name columns of `training`; a wanted row is of the cohort."""

    training: pd.DataFrame
    columns: Columns
    rules: tuple[Constraint, ...]
    cohort: Mapping[str, tuple[object, ...]]
    synthesiser: str
    mode: Mode
    wanted: int
    seed: int
    epsilon: float
    keep: bool = False
    classes: Classes = Classes()


@dataclass(frozen=True, slots=True)
class Made:
    """Synthetic rows, and the fitted model as bytes where it was to be kept."""

    rows: pd.DataFrame
    model: bytes = b""


class Synthesiser(Protocol):
    """Learns from rows and gives others like them. One object is one fit."""

    def fit(self, rows: pd.DataFrame, columns: Columns, seed: int) -> None:
        """Learn from at least two rows, with the column `SUBJECT` beside the others. Raises NotMade."""
        ...

    def sample(self, count: int, conditions: Conditions, seed: int) -> pd.DataFrame:
        """About `count` rows with the columns of the fit and `SUBJECT`; callers check what they get."""
        ...

    def dump(self) -> bytes:
        """The fitted model. It holds real extremes and categories: it never leaves the site."""
        ...


def in_cohort(rows: pd.DataFrame, cohort: Mapping[str, tuple[object, ...]]) -> "pd.Series[bool]":
    """Which rows satisfy every condition."""
    return pd.Series(Shape((), (), None, (), cohort).in_cohort(rows), index=rows.index)
