"""A solved problem in; its loss by column, and what the cap on groups cost beside the optimum without it, out."""

from dataclasses import replace
from functools import cached_property

import numpy as np

from gateway.errors import RiskRefused
from gateway.model import SearchTerms, Settled
from gateway.risk.arrays import Floats, Ints, weigh
from gateway.risk.losses.base import Lost
from gateway.risk.losses.loss import DomainShare
from gateway.risk.problem import Problem, Solution
from gateway.risk.search import solve
from gateway.risk.table import Node


class Gone(Lost):
    """Subjects, rather than whole tuples, that are suppressed: their tuples, one for each subject."""

    @cached_property
    def rows(self) -> int:
        return len(self.tuples)

    @cached_property
    def leaves(self) -> tuple[Floats, ...]:
        ones = np.ones(len(self.tuples))
        columns = zip(self.table.codes, self.table.hierarchies, strict=True)
        return tuple(weigh(codes[self.tuples], len(hierarchy.leaves), ones) for codes, hierarchy in columns)


def settled(problem: Problem, solution: Solution, terms: SearchTerms, suppressed: Ints) -> Settled:
    """What the search settled, with the subjects (by number) that are suppressed in the end.

    The optimum without the cap is sought again, with the same budget; None where it did not suffice. Losses are
    ARX's, whatever was minimised, so that releases can be compared.
    """
    gone = Gone(problem.table, problem.table.tuple_of_row[suppressed])
    found = Settled(
        _loss(problem, solution, gone),
        terms.loss,
        0.0 if solution.optimal else (solution.loss - solution.bound) / solution.loss,
        loss_by_column(problem, solution.node, gone),
    )
    if problem.group_cap is None:
        return found
    try:
        free = searched(replace(problem, group_cap=None), terms)
    except RiskRefused:
        return found
    return replace(found, free_loss=_loss(problem, free, free.lost), free_worst=worst(problem, free.lost))


def searched(problem: Problem, terms: SearchTerms) -> Solution:
    """The solution within the policy's budget. Raises RiskRefused."""
    return solve(problem, terms.seconds_at_most, checks_at_most=terms.checks_at_most)


def _loss(problem: Problem, solution: Solution, lost: Lost) -> float:
    return replace(problem, loss="loss", weights={}).measured_loss().value(solution.node, solution.classes, lost)


def loss_by_column(problem: Problem, node: Node, lost: Lost) -> dict[str, float]:
    """The share of its column's domain that a value stands for on average, 0 … 1; a suppressed one counts 1."""
    table = problem.table
    loss = DomainShare(table, tuple(len(h.maps) for h in table.hierarchies), np.ones(len(table.names)))
    return {name: max(0.0, float(np.expm1(len(node) * loss.column(place, slice(level, level + 1), lost).item())))
            for place, (name, level) in enumerate(zip(table.names, node, strict=True))}  # fmt: skip


def worst(problem: Problem, lost: Lost) -> float:
    """The share of its subjects that the worst-hit group loses."""
    rows = problem.table.rows
    shares = [np.bincount(g.of_tuple[lost.tuples], weights=rows[lost.tuples], minlength=len(g.rows)) / g.rows
              for g in problem.groups]  # fmt: skip
    return max((float(share.max()) for share in shares), default=0.0)
