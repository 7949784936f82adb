"""Quasi-identifiers of consented subjects in; levels settled, who must be suppressed, and the risk, out.

Risk is of the subject, not of the row: a subject's profile is what every released table tells about it, so
several rows in one table make one profile, and a class is the subjects who share it.
"""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from gateway.errors import RiskRefused
from gateway.model import Consented, Generalised, Plan
from gateway.risk.cohort import Cohort, Profiles, cohort
from gateway.risk.demands import models, unreachable
from gateway.risk.figures import figures
from gateway.risk.groups import cap, protected
from gateway.risk.problem import Problem, Solution
from gateway.risk.search import solve
from gateway.risk.settled import settled
from gateway.risk.table import Node, Table

Marks = npt.NDArray[np.bool_]


def generalise(consented: Consented, profiles: Profiles, people: Profiles = ()) -> Generalised:
    """Settle the plan's levels and suppress whom the policy's models demand, at the least loss, and measure.

    profiles: (table, batch) pairs; a batch holds the subject first, then quasi-identifiers and sensitive columns
    as they would be released, at each level that the policy offers. people: the same of the population, where a
    model needs one. Raises RiskRefused where no choice satisfies the models within the policy's limits; BadInput
    where levels do not nest.
    """
    plan = consented.plan
    found = cohort(plan, consented.subjects.to_numpy(zero_copy_only=False), profiles, people)
    table = found.table()
    finest = table.classes((0,) * len(table.names))
    before = figures(finest.rows, finest.population)
    groups = protected(plan, found, consented.planned.dataset.subject_table)
    if not plan.risk.demanded:
        nobody = pa.array([], pa.string())
        return Generalised(consented, plan.settled(_finest(plan)), nobody, before, before, found.reference, groups)
    problem = _problem(plan, found, table, consented.planned.dataset.subject_table)
    solution = _solve(problem, plan)
    gone = np.zeros(len(table.rows), dtype=bool)
    gone[solution.lost.tuples] = True
    suppressed = gone[table.tuple_of_row]
    rows = solution.classes.rows * ~_lost_classes(solution)
    return Generalised(
        consented,
        plan.settled(_levels(plan, table, solution.node)),
        pa.array(found.subjects[suppressed], pa.string()),
        before,
        figures(rows, solution.classes.population),
        found.reference,
        groups,
        settled(problem, solution),
    )


def _problem(plan: Plan, found: Cohort, table: Table, subject_table: str) -> Problem:
    return Problem(
        table,
        models(plan, found),
        suppression=plan.risk.suppress_at_most,
        group_cap=cap(plan, table.names, subject_table),
    )


def _solve(problem: Problem, plan: Plan) -> Solution:
    try:
        solution = solve(problem)
    except RiskRefused:
        raise unreachable(problem, plan) from None
    if solution.lost.rows == problem.table.total:
        raise unreachable(problem, plan)
    return solution


def _lost_classes(solution: Solution) -> Marks:
    lost = np.zeros(len(solution.classes.rows), dtype=bool)
    lost[solution.classes.of_tuple[solution.lost.tuples]] = True
    return lost


def _finest(plan: Plan) -> dict[tuple[str, str], int]:
    return {(column.table, column.column): 0 for column in plan.columns if column.levels}


def _levels(plan: Plan, table: Table, node: Node) -> dict[tuple[str, str], int]:
    """The level of each column that the policy offers several for."""
    at = dict(zip(table.names, node, strict=True))
    return {(t, c): at[f"{t}.{c}"] for t, c in _finest(plan)}
