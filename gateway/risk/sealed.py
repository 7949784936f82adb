"""What stands in a sealed release in; the risk there, and which of the policy's models it misses, out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from gateway.model import Plan, Reference, RiskFigures
from gateway.risk.cohort import Cohort, Profiles, Subjects, cohort
from gateway.risk.demands import models, named
from gateway.risk.figures import figures
from gateway.risk.models.base import Model
from gateway.risk.problem import Problem
from gateway.risk.table import Sensitive, Table
from gateway.risk.verdict import Court


@dataclass(frozen=True, slots=True)
class Measured:
    """The figures, and for each model that does not hold how many subjects would have to go."""

    risk: RiskFigures
    missed: Mapping[str, int]
    held: tuple[str, ...]


def measure(plan: Plan, subjects: Subjects, profiles: Profiles, people: Profiles, reference: Reference) -> Measured:
    """Measure again, by the settled plan, with nothing taken over from the search but what models compare with.

    subjects: as the release names them. profiles, people: as `gate.generalise` takes them. Raises RiskRefused for
    a value that no consented subject has.
    """
    found = cohort(plan, subjects, profiles, people, reference)
    if not len(subjects):
        return Measured(figures(np.zeros(0, dtype=np.int64)), {}, ())
    table = found.table()
    classes = table.classes((0,) * len(table.names))
    ready = dict(zip((name for name, _ in named(plan)), models(plan, found), strict=True))
    compared = _compared(found)
    needed = {name: _needed(table, model, compared) for name, model in ready.items()}
    missed = {name: count for name, count in needed.items() if count}
    return Measured(figures(classes.rows, classes.population), missed, tuple(needed))


def _needed(table: Table, model: Model, compared: Table) -> int:
    """Subjects in classes that fail; all where suppression does not help."""
    problem = Problem(table, [model], suppression=1.0)
    lost = Court(problem, compared).judge(table.classes((0,) * len(table.names))).lost
    return table.total if lost is None else lost.rows


def _compared(found: Cohort) -> Table:
    """The consented subjects' table as far as models look at it: how many, and the sensitive values' distribution."""
    nothing = np.zeros(1, dtype=np.int64)
    sensitive = {}
    for name, column in found.sensitive.items():
        totals = np.array([found.reference.values[name][value] for value in column.values], dtype=np.int64)
        numbers = np.arange(len(totals))
        sensitive[name] = Sensitive(tuple(column.values), column.hierarchy, np.zeros_like(numbers), numbers, totals)
    return Table((), (), (), np.array([found.reference.subjects]), None, sensitive, nothing, nothing)
