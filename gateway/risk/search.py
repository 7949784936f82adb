"""A problem in, its least lossy solution out, with the proof that there is none better.

Every node of the lattice has a bound: what generalisation alone loses there, raised by what coarser nodes prove
(rows suppressed at a node are suppressed at all finer ones, in the sense of `models.base`). The node with the least
bound is the only one worth looking at. Before its own classes are formed, coarser nodes on a path to the top are
tried, the farthest first: one of them often rules it out, and with it everything below. The search ends when the
least bound reaches the best loss found. Compare Kohlmayer et al., "Flash", PASSAT 2012, and El Emam et al., "A
globally optimal k-anonymity method", JAMIA 2009;16:670.
"""

import time
from collections.abc import Callable

import numpy as np

from gateway.errors import RiskRefused
from gateway.risk.arrays import Floats
from gateway.risk.losses.base import Lost
from gateway.risk.problem import Problem, Solution
from gateway.risk.table import Classes, Node
from gateway.risk.verdict import Court


def solve(
    problem: Problem, seconds_at_most: float | None = None, clock: Callable[[], float] = time.perf_counter
) -> Solution:
    """The optimum, or after `seconds_at_most` the best so far with a proven bound.

    Raises RiskRefused where no node satisfies the models within the limits, or none was found in time.
    """
    started = clock()
    search = _Search(problem)
    while search.open and (seconds_at_most is None or clock() - started < seconds_at_most):
        search.settle()
    if search.best is None:
        if search.open:
            what = f"no solution found in {seconds_at_most:g} s, {search.checks} nodes checked"
            raise RiskRefused(what, hint="give the search more time, or loosen the models")
        hint = "allow more suppression, add coarser levels to the hierarchies, or loosen the models"
        raise RiskRefused(f"no generalisation satisfies the models ({search.checks} nodes checked)", hint=hint)
    node, classes, lost = search.best
    bound = min(search.least, float(search.bounds.min()))
    return Solution(node, classes, lost, search.least, bound, search.checks, clock() - started)


class _Search:
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
