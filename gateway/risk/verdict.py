"""The classes at one node in; what must be suppressed there, and what that proves for finer nodes, out."""

from dataclasses import dataclass

import numpy as np

from gateway.risk.arrays import Bools, Floats, weigh
from gateway.risk.losses.base import Lost
from gateway.risk.models.base import BySize, ByTable, ByValues, Verdict
from gateway.risk.problem import Groups, Problem
from gateway.risk.table import Classes, Table


@dataclass(frozen=True, eq=False)
class Outcome:
    """`lost` holds the suppressed tuples, or None where the models can't be satisfied within the limits.

    `gone` holds the tuples that every finer node suppresses too; None where no finer node can be a solution.
    """

    lost: Lost | None
    gone: Lost | None


class Court:
    """The models of one problem, made ready, with its limits.

    reference: the table that models compare with, where that is not the problem's own.
    """

    def __init__(self, problem: Problem, reference: Table | None = None) -> None:
        self.problem = problem
        judges = [model.judge(reference or problem.table) for model in problem.models]
        # Cheap ones first: classes that are lost anyway need no histogram.
        self.by_size = [judge for judge in judges if isinstance(judge, BySize)]
        self.by_values = [judge for judge in judges if isinstance(judge, ByValues)]
        self.by_table = [judge for judge in judges if isinstance(judge, ByTable)]

    def judge(self, classes: Classes) -> Outcome:
        """Judge one node."""
        table, rows = self.problem.table, classes.rows
        size = self._sized(classes)
        if self._exceeds(classes, size.doomed):
            return Outcome(None, None)
        verdict = self._valued(classes, size)
        doomed_by_table = max((judge.doomed(rows[rows > 0]) for judge in self.by_table), default=0.0)
        if doomed_by_table > self.problem.allowed or self._exceeds(classes, verdict.doomed):
            return Outcome(None, None)
        gone = Lost(table, np.flatnonzero((verdict.doomed >= rows)[classes.of_tuple]))
        fails = self._suppress_smallest(classes, verdict.fails)
        if fails is None or self._exceeds(classes, np.where(fails, rows, 0.0)):
            return Outcome(None, gone)
        lost = gone if np.array_equal(fails, verdict.doomed >= rows) else None
        return Outcome(lost or Lost(table, np.flatnonzero(fails[classes.of_tuple])), gone)

    def _sized(self, classes: Classes) -> Verdict:
        people = classes.rows if classes.population is None else classes.population
        verdict = Verdict(np.zeros(len(classes.rows), dtype=bool), np.zeros(len(classes.rows)))
        for judge in self.by_size:
            one = judge.verdict(classes.rows, people)
            verdict = Verdict(verdict.fails | one.fails, np.maximum(verdict.doomed, one.doomed))
        return verdict

    def _valued(self, classes: Classes, size: Verdict) -> Verdict:
        fails, doomed = size.fails.copy(), size.doomed.copy()
        for judge in self.by_values:
            for numbers, histogram in classes.histograms(judge.column, doomed < classes.rows):
                one = judge.verdict(histogram)
                fails[numbers] |= one.fails
                doomed[numbers] = np.maximum(doomed[numbers], one.doomed)
        return Verdict(fails, doomed)

    def _exceeds(self, classes: Classes, doomed: Floats) -> bool:
        if doomed.sum() > self.problem.allowed:
            return True
        return any((self._lost(classes, groups, doomed) > groups.allowed).any() for groups in self.problem.groups)

    def _lost(self, classes: Classes, groups: Groups, doomed: Floats) -> Floats:
        """Rows lost in each group, at least."""
        if self.problem.group_cap and self.problem.group_cap.pinned:
            # Group columns are pinned, so a class lies in one group, that of any of its tuples.
            of_class = np.empty(len(doomed), dtype=np.int64)
            of_class[classes.of_tuple] = groups.of_tuple
            return weigh(of_class, len(groups.rows), doomed)
        whole = (doomed >= classes.rows)[classes.of_tuple]  # else nobody knows whose rows are lost
        weights = self.problem.table.rows[whole]
        return weigh(groups.of_tuple[whole], len(groups.rows), weights)

    def _suppress_smallest(self, classes: Classes, fails: Bools) -> Bools | None:
        """Add the fewest smallest classes, first come first, that satisfy the models of the table."""
        if not self.by_table:
            return fails
        rows = classes.rows
        kept = np.flatnonzero(~fails & (rows > 0))
        kept = kept[np.lexsort((classes.first_row[kept], rows[kept]))]
        sizes = rows[kept]
        room = self.problem.allowed - int(rows[fails].sum())
        gone, most = -1, int(np.searchsorted(np.cumsum(sizes), room, side="right"))
        more: int | None = 0
        while more is not None and more > gone:
            gone = more
            for judge in self.by_table:
                more = None if more is None else judge.suppress(sizes, more, most)
        if more is None:
            return None
        fails = fails.copy()
        fails[kept[:gone]] = True
        return fails
