"""What a privacy model says of a table's classes: which fail, and how many rows are lost whatever is refined.

`doomed` is what makes pruning sound. It is the least number of a class's rows that must be suppressed at every
finer node too: all rows of a failing class where the model survives merging with anything (k-anonymity), a share
where the model bounds a convex function (t-closeness), none where nothing is proven. A refinement of a node can
never lose fewer rows than the node's doomed rows, so a node with more of them than the limit rules out all below.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict

from gateway.risk.arrays import Bools, Floats, Ints
from gateway.risk.table import Table

TOLERANCE = 1e-9
"""Slack of comparisons between computed and configured numbers, relative to the scale of 1."""


@dataclass(frozen=True, eq=False)
class Verdict:
    """For each of c classes: does it fail, and how many rows are lost there and at finer nodes (inf: unmendable)."""

    fails: Bools
    doomed: Floats


@dataclass(frozen=True)
class BySize:
    """Judges classes by rows and population (c integers each; no population: the table's rows)."""

    verdict: Callable[[Ints, Ints], Verdict]


@dataclass(frozen=True)
class ByValues:
    """Judges classes by the rows (c × values) of each value of a sensitive column."""

    column: str
    verdict: Callable[[Floats], Verdict]


@dataclass(frozen=True)
class ByTable:
    """Judges the sizes of all classes that are not suppressed together; what fails is mended from the smallest on.

    `suppress(sizes, least, most)` is how many classes (from `least` to `most`) have to go from the start of the
    ascending sizes, or None. `doomed(sizes)` bounds the rows that every finer node loses too.
    """

    suppress: Callable[[Ints, int, int], int | None]
    doomed: Callable[[Ints], float]


Judge = BySize | ByValues | ByTable


class Model(BaseModel, ABC):
    """The parameters of a privacy model as a configuration gives them."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @classmethod
    def parse(cls, value: Any) -> "Model":
        """From a mapping of parameters; a bare number stands for the first parameter."""
        return cls.model_validate(value if isinstance(value, dict) else {next(iter(cls.model_fields)): value})

    @abstractmethod
    def judge(self, table: Table, /) -> Judge:
        """The model, made ready for one table."""

    def sensitive(self) -> Collection[str]:
        """The sensitive columns whose values it needs."""
        return ()


def by_floor(holds: Callable[[Ints, Ints], Bools]) -> BySize:
    """A model that a class keeps when it is merged with any other: a failing class is lost however it is split."""

    def verdict(rows: Ints, population: Ints) -> Verdict:
        fails = ~holds(rows, population) & (rows > 0)
        return Verdict(fails, np.where(fails, rows, 0.0))

    return BySize(verdict)


def by_share(holds: Callable[[Ints, Ints, Ints], Bools]) -> ByTable:
    """A model of the kept classes that a coarser node satisfies by losing no more rows than a finer one.

    holds: from (how many smallest classes are lost, rows lost with them, all sizes ascending) to which would do.
    """

    def suppress(sizes: Ints, least: int, most: int) -> int | None:
        lost = np.concatenate([[0], np.cumsum(sizes)])
        good = np.flatnonzero(holds(np.arange(len(sizes) + 1), lost, sizes)[least : most + 1])
        return least + int(good[0]) if len(good) else None

    def doomed(sizes: Ints) -> float:
        ascending = np.sort(sizes)
        return float(ascending[: suppress(ascending, 0, len(sizes))].sum())

    return ByTable(suppress, doomed)


def convex(histogram: Floats, excess: Floats, highest: float) -> Verdict:
    """A limit on a convex function of a class's distribution, given by how far (c) each class lies above it.

    A class is the mixture of its parts. Parts that hold lie at or below 0, others at most `highest` above, so at
    least the share excess/highest of the rows of the class belongs to parts that fail.
    """
    fails = excess > TOLERANCE
    share = np.clip(excess / highest, 0.0, 1.0) if highest > 0 else np.ones_like(excess)
    return Verdict(fails, np.where(fails, np.maximum(1.0, np.ceil(share * histogram.sum(1) - TOLERANCE)), 0.0))
