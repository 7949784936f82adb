"""Quasi-identifiers of consented subjects in; levels settled, who must be suppressed, and the risk, out.

Risk is of the subject, not of the row: a subject's profile is what every released table tells about it, so
several rows in one table make one profile, and a class is the subjects who share it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from gateway.errors import RiskRefused
from gateway.model import Consented, Generalised, Group, Plan, RiskFigures, Settled
from gateway.risk.apart import apart
from gateway.risk.arrays import Ints
from gateway.risk.cohort import Cohort, Profiles, cohort
from gateway.risk.demands import models, unreachable, weights
from gateway.risk.figures import figures
from gateway.risk.groups import cap, protected
from gateway.risk.problem import Problem, Solution
from gateway.risk.releases import Earlier
from gateway.risk.search import UNFINISHED
from gateway.risk.settled import searched, settled
from gateway.risk.table import Node, Table


@dataclass(frozen=True, eq=False)
class Choice:
    """The plan with its levels settled, each subject's class (-1 where it is suppressed), and what was measured."""

    cohort: Cohort
    plan: Plan
    classes: Ints
    before: RiskFigures
    after: RiskFigures
    groups: tuple[Group, ...]
    settled: Settled | None


def generalise(
    consented: Consented, profiles: Profiles, people: Profiles = (), earlier: Sequence[Earlier] = ()
) -> Generalised:
    """What `choose` says of the consented subjects. Raises what it raises."""
    subject_table = consented.planned.dataset.subject_table
    chosen = choose(consented.plan, subject_table, consented.subjects, profiles, people, earlier)
    gone = chosen.classes < 0
    return Generalised(
        consented,
        chosen.plan,
        pa.array(chosen.cohort.subjects[gone], pa.string()),
        chosen.before,
        chosen.after,
        chosen.cohort.reference,
        chosen.groups,
        chosen.settled,
        pa.array(chosen.classes, pa.int32(), mask=gone),
        tuple(one.release for one in earlier) if consented.plan.risk.demanded else (),
    )


def choose(
    plan: Plan,
    subject_table: str,
    subjects: pa.StringArray,
    profiles: Profiles,
    people: Profiles = (),
    earlier: Sequence[Earlier] = (),
) -> Choice:
    """Settle the plan's levels and suppress whom the policy's models demand, at the least loss, and measure.

    profiles: (table, batch) pairs; a batch holds the subject first, then quasi-identifiers and sensitive columns
    as they would be released, at each level that the policy offers. people: the same of the population, where a
    model needs one. earlier: releases that this one may be put together with. Raises RiskRefused where no choice
    satisfies the models within the policy's limits, or where the releases together single somebody out; BadInput
    where levels do not nest.
    """
    found = cohort(plan, subjects.to_numpy(zero_copy_only=False), profiles, people)
    table, groups = found.table(), protected(plan, found, subject_table)
    finest = table.classes((0,) * len(table.names))
    before = figures(finest.rows, finest.population)
    if not plan.risk.demanded:
        classes = finest.of_tuple[table.tuple_of_row]
        return Choice(found, plan.settled(_finest(plan)), classes, before, before, groups, None)
    problem = _problem(plan, found, table, subject_table)
    solution = _solve(problem, plan)
    classes = apart(_classes(solution), found, problem, solution, plan, groups, earlier)
    gone = classes < 0
    sizes = np.bincount(classes[~gone], minlength=len(solution.classes.rows))
    return Choice(
        found,
        plan.settled(_levels(plan, table, solution.node)),
        classes,
        before,
        figures(sizes, solution.classes.population),
        groups,
        settled(problem, solution, plan.risk.search, np.flatnonzero(gone)),
    )


def _classes(solution: Solution) -> Ints:
    """The class of each subject, -1 where it is suppressed."""
    table, gone = solution.classes.table, np.zeros(len(solution.classes.of_tuple), dtype=bool)
    gone[solution.lost.tuples] = True
    return np.where(gone, -1, solution.classes.of_tuple)[table.tuple_of_row]


def _problem(plan: Plan, found: Cohort, table: Table, subject_table: str) -> Problem:
    return Problem(
        table,
        models(plan, found),
        plan.risk.search.loss,
        plan.risk.suppress_at_most,
        cap(plan, table.names, subject_table),
        weights(plan, table.names),
    )


def _solve(problem: Problem, plan: Plan) -> Solution:
    try:
        solution = searched(problem, plan.risk.search)
    except RiskRefused as error:
        if error.reason == UNFINISHED:
            raise
        raise unreachable(problem, plan) from None
    if solution.lost.rows == problem.table.total:
        raise unreachable(problem, plan)
    return solution


def _finest(plan: Plan) -> dict[tuple[str, str], int]:
    return {(column.table, column.column): 0 for column in plan.columns if column.levels}


def _levels(plan: Plan, table: Table, node: Node) -> dict[tuple[str, str], int]:
    """The level of each column that the policy offers several for."""
    at = dict(zip(table.names, node, strict=True))
    return {(t, c): at[f"{t}.{c}"] for t, c in _finest(plan)}
