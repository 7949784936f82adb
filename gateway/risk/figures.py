"""Class sizes in, what three kinds of attackers achieve out (El Emam and Dankar, JAMIA 2008;15:627)."""

import numpy as np

from gateway.model import Attack, RiskFigures
from gateway.risk.arrays import Floats, Ints

THRESHOLD = 1 / 11
"""A subject is at risk above it: 0.09 in EMA policy 0070 and Health Canada's guidance."""


def figures(sizes: Ints, population: Ints | None = None) -> RiskFigures:
    """Measures over class sizes; empty classes are left out.

    population: people of each class in the population, where one is known. The prosecutor knows that the person is
    in the release, the journalist only that the person is in the population; the marketer tries everybody, and the
    average is what counts. Without a population the release stands for it, which errs on the safe side.
    """
    found = sizes > 0
    rows = sizes[found]
    if not len(rows):
        nobody = Attack(0.0, 0.0, 0.0)
        return RiskFigures(0, 0, 0, 0.0, {}, dict.fromkeys(("prosecutor", "journalist", "marketer"), nobody))
    outside = rows if population is None else np.maximum(population[found], rows)
    prosecutor, journalist = _attack(rows, 1 / rows), _attack(rows, 1 / outside)
    subjects = int(rows.sum())
    histogram = {int(size): int(count) for size, count in zip(*np.unique(rows, return_counts=True), strict=True)}
    # The marketer matches each record to one of the people who look like it (Dankar and El Emam, PAIS 2010).
    marketer = Attack(journalist.highest, float((rows / outside).sum()) / subjects, journalist.at_risk)
    attacks = {"prosecutor": prosecutor, "journalist": journalist, "marketer": marketer}
    return RiskFigures(subjects, len(rows), int(rows.min()), len(rows) / subjects, histogram, attacks)


def _attack(rows: Ints, risk: Floats) -> Attack:
    subjects = int(rows.sum())
    return Attack(
        float(risk.max()), float((risk * rows).sum()) / subjects, int(rows[risk > THRESHOLD + 1e-12].sum()) / subjects
    )
