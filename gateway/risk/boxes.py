"""Lattices that are too large to hold: branch and bound over boxes of nodes, with a proven gap at any time.

A box is all nodes between its finest and its coarsest one. Its bound is what the finest node loses by generalisation
alone, given the rows that the coarsest one suppresses for good (`models.base`: every finer node suppresses them too).
A box whose coarsest node rules out all finer ones is gone; else it is halved along the column that matters most. The
box with the least bound is worked on next, so the least bound of all boxes is what is proven so far. Before
that, a descent from the top finds a good solution, since that rules out boxes (Land and Doig, Econometrica
1960;28:497).
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gateway.risk.losses.base import Lost
from gateway.risk.problem import Problem
from gateway.risk.table import Classes, Node
from gateway.risk.verdict import Court, Outcome


@dataclass(frozen=True, eq=False)
class _Box:
    """`gone` holds what all its nodes suppress, as far as that is known; `checked`: the coarsest node was checked."""

    finest: Node
    coarsest: Node
    gone: Lost | None
    checked: bool


class BoxSearch:
    """The boxes that may still hold something better than the best, by their bounds."""

    def __init__(self, problem: Problem) -> None:
        self.table = problem.table
        self.court = Court(problem)
        self.loss = problem.measured_loss()
        self.best: tuple[Node, Classes, Lost] | None = None
        self.least = np.inf
        self.checks = 0
        self._ruled_out = np.empty((0, len(problem.shape)), dtype=np.int16)
        self._tried: set[Node] = set()
        bottom, top = tuple(0 for _ in problem.shape), tuple(levels - 1 for levels in problem.shape)
        self._spans = [
            [self.loss.least((*bottom[:column], level, *bottom[column + 1 :]), None) for level in range(levels)]
            for column, levels in enumerate(problem.shape)
        ]
        self._heap: list[tuple[float, int, _Box]] = []
        self._pushed = 0
        self._push(_Box(bottom, top, None, checked=False))
        self._descent = self._descend(top)
        self._descending = True

    @property
    def bound(self) -> float:
        """No node loses less."""
        return min(self.least, self._heap[0][0] if self._heap else np.inf)

    @property
    def open(self) -> bool:
        """Whether some node may still be better than the best."""
        return self.bound < self.least

    def settle(self) -> None:
        """One step: first down from the top to a good solution, then box by box."""
        if self._descending:
            self._descending = next(self._descent, False)
            return
        _, _, box = heapq.heappop(self._heap)
        if not box.checked:
            outcome = self._check(box.coarsest)
            if outcome is None or outcome.gone is None:
                return
            box = _Box(box.finest, box.coarsest, outcome.gone, checked=True)
        self._halve(box)

    def _halve(self, box: _Box) -> None:
        """A box of one node is settled by its check; else along the column whose levels differ most in loss."""
        wide = [column for column, (low, high) in enumerate(zip(box.finest, box.coarsest, strict=True)) if low < high]
        if not wide:
            return
        column = max(wide, key=lambda c: self._spans[c][box.coarsest[c]] - self._spans[c][box.finest[c]])
        middle = (box.finest[column] + box.coarsest[column]) // 2
        self._push(_Box(box.finest, _with(box.coarsest, column, middle), box.gone, checked=False))
        self._push(_Box(_with(box.finest, column, middle + 1), box.coarsest, box.gone, box.checked))

    def _push(self, box: _Box) -> None:
        bound = self.loss.least(box.finest, box.gone)
        if bound < self.least and not (np.array(box.coarsest) <= self._ruled_out).all(1).any():
            self._pushed += 1
            heapq.heappush(self._heap, (bound, self._pushed, box))

    def _descend(self, top: Node) -> Iterator[bool]:
        """From the top to the neighbour that saves most, as long as one is a better solution; one check a step."""
        self._check(top)
        yield True
        while self.best is not None:
            node, value = self.best[0], self.least
            for neighbour in self._neighbours(node):
                if neighbour not in self._tried and self.loss.least(neighbour, None) < self.least:
                    self._check(neighbour)
                    yield True
                    if self.least < value:
                        break
            else:
                return

    def _neighbours(self, node: Node) -> list[Node]:
        """Nodes one level finer in a column, and perhaps one coarser in another; the least lossy first."""
        finer = [_with(node, c, level - 1) for c, level in enumerate(node) if level]
        sideways = [
            _with(one, c, level + 1)
            for one in finer
            for c, level in enumerate(node)
            if one[c] == level and level + 1 < len(self._spans[c])
        ]
        return [*sorted(finer, key=self._floor), *sorted(sideways, key=self._floor)]

    def _floor(self, node: Node) -> float:
        return self.loss.least(node, None)

    def _check(self, node: Node) -> Outcome | None:
        """What is found at a node; None where a coarser one has ruled it out."""
        if (np.array(node) <= self._ruled_out).all(1).any():
            return None
        classes = self.table.classes(node)
        outcome = self.court.judge(classes)
        self.checks += 1
        self._tried.add(node)
        if outcome.gone is None:
            kept = self._ruled_out[~(self._ruled_out <= np.array(node)).all(1)]
            self._ruled_out = np.vstack([kept, np.array(node, dtype=np.int16)])
        if outcome.lost is not None:
            value = self.loss.value(node, classes, outcome.lost)
            if value < self.least:
                self.best, self.least = (node, classes, outcome.lost), value
        return outcome


def _with(node: Node, column: int, level: int) -> Node:
    return (*node[:column], level, *node[column + 1 :])
