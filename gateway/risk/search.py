"""A problem in, its least lossy solution out, with the proof that there is none better.

Every node of the lattice has a bound: what generalisation alone loses there, raised by what coarser nodes prove
(rows suppressed at a node are suppressed at all finer ones, in the sense of `models.base`). The node with the least
bound is the only one worth looking at. Before its own classes are formed, coarser nodes on a path to the top are
tried, the farthest first: one of them often rules it out, and with it everything below. The search ends when the
least bound reaches the best loss found. A lattice that is too large to hold is searched by boxes of nodes instead
(`boxes`). Compare Kohlmayer et al., "Flash", PASSAT 2012, and El Emam et al., "A
globally optimal k-anonymity method", JAMIA 2009;16:670.
"""

import time
from collections.abc import Callable
from math import prod
from typing import Protocol

import numpy as np

from gateway.errors import RiskRefused
from gateway.risk.arrays import Floats
from gateway.risk.boxes import BoxSearch
from gateway.risk.losses.base import Loss, Lost
from gateway.risk.problem import Problem, Solution
from gateway.risk.table import Classes, Node, Table
from gateway.risk.verdict import Court

_SAME = 1e-12  # losses that differ by less are one, computed in another order
_MOST_NODES = 1 << 24  # bounds and floors of so many nodes take 256 MB

UNFINISHED = "search-unfinished"
"""The reason of a refusal that proves nothing: the budget was spent."""

CHECKS_OF_LARGE = 10_000
"""Nodes checked at most where the lattice is too large to hold and no budget was set."""


def solve(
    problem: Problem,
    seconds_at_most: float | None = None,
    clock: Callable[[], float] = time.perf_counter,
    checks_at_most: int | None = None,
) -> Solution:
    """The optimum, or when the time or the number of checked nodes is spent the best so far with a proven bound.

    The same problem with the same `checks_at_most` has the same solution everywhere; with `seconds_at_most` it
    depends on the machine. Raises RiskRefused where no node satisfies the models within the limits, or none was
    found in time.
    """
    started = clock()
    large = prod(problem.shape) > _MOST_NODES
    if large and seconds_at_most is None and checks_at_most is None:
        checks_at_most = CHECKS_OF_LARGE
    search: _Search = BoxSearch(problem) if large else NodeSearch(problem)
    while (
        search.open
        and (seconds_at_most is None or clock() - started < seconds_at_most)
        and (checks_at_most is None or search.checks < checks_at_most)
    ):
        search.settle()
    if search.best is None:
        if search.open:
            spent = f"{seconds_at_most:g} s" if checks_at_most is None else f"{search.checks} checks"
            what = f"no solution found in {spent}, {search.checks} nodes checked"
            raise RiskRefused(what, hint="give the search more time, or loosen the models", reason=UNFINISHED)
        hint = "allow more suppression, add coarser levels to the hierarchies, or loosen the models"
        raise RiskRefused(f"no generalisation satisfies the models ({search.checks} nodes checked)", hint=hint)
    node, classes, lost = _finest(search)
    return Solution(node, classes, lost, search.least, search.bound, search.checks, clock() - started)


def _finest(search: "_Search") -> tuple[Node, Classes, Lost]:
    """The best, or a finer node that loses as much: a column of one value would be given away for nothing."""
    assert search.best is not None  # noqa: S101 - the caller refused otherwise
    best, column = search.best, 0
    while column < len(best[0]):
        node = (*best[0][:column], best[0][column] - 1, *best[0][column + 1 :])
        finer = None
        if node[column] >= 0 and search.loss.least(node, None) >= search.loss.least(best[0], None) - _SAME:
            classes = search.table.classes(node)
            lost, search.checks = search.court.judge(classes).lost, search.checks + 1
            if lost is not None and search.loss.value(node, classes, lost) <= search.least + _SAME:
                finer = node, classes, lost
        best, column = (finer, column) if finer else (best, column + 1)
    return best


class _Search(Protocol):
    """A lattice with what is known of it. `settle` works on the part with the least bound."""

    table: Table
    court: Court
    loss: Loss
    best: tuple[Node, Classes, Lost] | None
    least: float
    checks: int

    @property
    def bound(self) -> float: ...
    @property
    def open(self) -> bool: ...
    def settle(self) -> None: ...


class NodeSearch:
    """The lattice with what is known of it: `bounds` is infinite where a node is settled."""

    def __init__(self, problem: Problem) -> None:
        self.table = problem.table
        self.court = Court(problem)
        self.loss = problem.measured_loss()
        self.floor = self.loss.floor()
        self.bounds: Floats = self.floor.copy()
        self.best: tuple[Node, Classes, Lost] | None = None
        self.least = np.inf
        self.checks = 0

    @property
    def bound(self) -> float:
        """No node loses less."""
        return min(self.least, float(self.bounds.min()))

    @property
    def open(self) -> bool:
        """Whether some node may still be better than the best."""
        return float(self.bounds.min()) < self.least

    def settle(self) -> None:
        """Settle the node with the least bound: rule it out from above, or check it."""
        node = tuple(map(int, np.unravel_index(self.bounds.argmin(), self.bounds.shape)))
        path = self._path(node)
        step = len(path) - 1
        while self.bounds[node] < self.least:
            step = step * 3 // 4
            if np.isfinite(self.bounds[path[step]]):
                self._check(path[step])

    def _path(self, node: Node) -> list[Node]:
        """From `node` to the top, always to the successor that generalisation makes least lossy."""
        path = [node]
        while True:
            level = path[-1]
            steps = [
                (*level[:column], level[column] + 1, *level[column + 1 :])
                for column, levels in enumerate(self.bounds.shape)
                if level[column] + 1 < levels
            ]
            if not steps:
                return path
            path.append(min(steps, key=self.floor.__getitem__))

    def _check(self, node: Node) -> None:
        classes = self.table.classes(node)
        outcome = self.court.judge(classes)
        self.checks += 1
        below = tuple(slice(0, level + 1) for level in node)
        if outcome.gone is None:
            self.bounds[below] = np.inf
            return
        if outcome.lost is not None:
            value = self.loss.value(node, classes, outcome.lost)
            if value < self.least:
                self.best, self.least = (node, classes, outcome.lost), value
        if outcome.gone.rows:
            np.maximum(self.bounds[below], self.loss.below(node, outcome.gone), out=self.bounds[below])
        above = tuple(slice(level, None) for level in node)
        np.maximum(self.bounds[above], self.loss.above(classes), out=self.bounds[above])
        self.bounds[node] = np.inf
