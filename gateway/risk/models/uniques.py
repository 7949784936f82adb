"""Class sizes of a sample in, the estimated number of population uniques out; None where there is no estimate.

Each estimator takes the sizes that occur in ascending order (the first is 1), how many classes have each, and the
number of people in the population.
"""

import math
from collections.abc import Callable

import numpy as np

from gateway.risk.arrays import Floats, Ints

_STEPS = 100
_HALVINGS = 30
_DIRECT = 32
_ACCURACY = 1e-6

Slopes = Callable[[Floats], tuple[Floats, Floats]]
"""A point to the functions whose root is sought (2), and their derivatives (2 × 2)."""

Estimator = Callable[[Ints, Ints, int], float | None]


def zayatz(size: Ints, classes: Ints, people: int) -> float:
    """Zayatz 1991 (Bureau of the Census RR-91/08): the chance that a sample unique is a population unique.

    Population classes are taken to have sizes distributed as in the sample; drawing is hypergeometric.
    """
    sample = int(size @ classes)
    steps = np.arange(max(0, int(size[-1]) - 1))
    with np.errstate(divide="ignore"):
        left = np.maximum(0, people - sample - steps) / np.maximum(1, people - 1 - steps)
        none_else = np.concatenate([[0.0], np.cumsum(np.log(left))])
    drawn_once = size * (sample / people) * np.exp(none_else[size - 1])
    return float(classes[0] * (classes[0] * drawn_once[0] / (classes @ drawn_once)) * people / sample)


def pitman(size: Ints, classes: Ints, people: int) -> float | None:
    """Pitman's sampling formula fitted by maximum likelihood (Hoshino, J Japan Statist Soc 2001;31:71)."""
    sample, groups = float(size @ classes), float(classes.sum())
    ones, twos = float(classes[0]), float(classes[size == 2].sum()) or 1.0
    ratio = ones * (ones - 1) / twos
    below = 2 * ones * groups + ones * ratio - sample * ratio
    if below == 0:
        return None
    theta = (sample * groups * ratio - ones * (sample - 1) * (2 * groups + ratio)) / below
    alpha = (theta * (ones - sample) + (sample - 1) * ones) / (sample * groups)
    steps = np.arange(1, float(size[-1]))

    def slopes(point: Floats) -> tuple[Floats, Floats]:
        theta, alpha = map(float, point)
        first, second = _reciprocals(1 + theta / alpha, int(groups) - 1)
        first, second = first / alpha, second / alpha**2
        drawn, drawn_square = _reciprocals(1 + theta, int(sample) - 1)
        mixed = (first - theta * second) / alpha
        square = (groups - 1 - 2 * theta * first + theta**2 * second) / alpha**2
        inner = 1 / (steps - alpha)
        within = np.concatenate([[0.0], np.cumsum(inner)])[size - 1] @ classes
        bent = np.concatenate([[0.0], np.cumsum(inner**2)])[size - 1] @ classes
        slope = np.array([first - drawn, (groups - 1 - theta * first) / alpha - within])
        return slope, np.array([[drawn_square - second, -mixed], [-mixed, -square - bent]])

    def inside(point: Floats) -> bool:
        return bool(0 < point[1] < 1 and point[0] > -point[1])

    start = np.array([theta, alpha])
    found = _newton(slopes, start if inside(start) else np.array([1.0, 0.5]), inside)
    if found is None:
        return None
    log = math.lgamma(found[0] + 1) - math.lgamma(found[0] + found[1]) + found[1] * math.log(people)
    uniques = math.exp(min(log, 700.0))
    return uniques if uniques <= people else None


def snb(size: Ints, classes: Ints, people: int) -> float | None:
    """Slide negative binomial (Chen and Keller-McNulty, J Off Stat 1998;14:79).

    A population class has 1 + NB(α, β) people; α and β solve the expected numbers of sample classes of size 1 and
    2, given Shlosser's estimate of the number of population classes (Haas and Stokes, JASA 1998;93:1475).
    """
    fraction = float(size @ classes) / people
    if fraction >= 1:
        return float(classes[0])
    groups = _shlosser(size, classes, fraction)
    ones, twos = float(classes[0]), float(classes[size == 2].sum())
    if not twos:
        return None

    def misfit(point: Floats) -> Floats:
        alpha, beta = np.exp(point[0]), 1 / (1 + np.exp(-point[1]))
        hidden = (1 - fraction) * (1 - beta)
        seen = (beta / (1 - hidden)) ** alpha
        one = groups * fraction * seen * (alpha * hidden / (1 - hidden) + 1) / ones - 1
        pair = groups * alpha * seen * fraction**2 * (1 - beta) / (2 * (1 - hidden) ** 2)
        return np.array([one, pair * (2 - (1 - alpha) * hidden) / twos - 1])

    def slopes(point: Floats) -> tuple[Floats, Floats]:
        columns = [(misfit(point + step) - misfit(point - step)) / 2e-6 for step in np.eye(2) * 1e-6]
        return misfit(point), np.array(columns).T

    for start in ((a, b) for a in (-2.0, 0.0, 2.0) for b in (-8.0, -4.0, 0.0, 4.0)):
        found = _newton(slopes, np.array(start), lambda point: bool(np.abs(point).max() < 50))
        if found is not None:
            return float(groups * (1 + np.exp(-found[1])) ** -np.exp(found[0]))
    return None


def dankar(size: Ints, classes: Ints, people: int) -> float | None:
    """Dankar et al. 2012: Pitman up to a sampling fraction of 0.1, above it the lower of Zayatz and SNB."""
    if size @ classes <= 0.1 * people:
        return pitman(size, classes, people)
    other, first = snb(size, classes, people), zayatz(size, classes, people)
    return first if other is None else min(first, other)


def _shlosser(size: Ints, classes: Ints, fraction: float) -> float:
    kept = (1 - fraction) ** size * classes
    square = fraction * fraction
    seen = (size * square * (1 - square) ** (size - 1) * classes).sum()
    total = (kept * ((1 + fraction) ** np.minimum(size, 1e6) - 1)).sum()
    once = (size * fraction * (1 - fraction) ** (size - 1) * classes).sum()
    return float(classes.sum() + classes[0] * (seen / total) * (kept.sum() / once) ** 2)


def _reciprocals(start: float, terms: int) -> tuple[float, float]:
    """The sums of 1/x and 1/x² over x = start, start + 1, …: Euler and Maclaurin's formula after a direct head."""
    head = start + np.arange(min(terms, _DIRECT))
    a, b = start + len(head), start + terms
    one = np.log(b / a) - (1 / b - 1 / a) / 2 - (b**-2 - a**-2) / 12 + (b**-4 - a**-4) / 120
    two = 1 / a - 1 / b - (b**-2 - a**-2) / 2 - (b**-3 - a**-3) / 6 + (b**-5 - a**-5) / 30
    return float((1 / head).sum() + one), float((1 / head**2).sum() + two)


def _newton(slopes: Slopes, point: Floats, inside: Callable[[Floats], bool]) -> Floats | None:
    """A root near `point`, each step halved until it stays inside and comes closer."""
    with np.errstate(all="ignore"):
        value, jacobian = slopes(point)
        for _ in range(_STEPS):
            if np.abs(value).max() <= _ACCURACY:
                return point
            if not np.isfinite(jacobian).all() or np.linalg.det(jacobian) == 0:
                return None
            step = np.linalg.solve(jacobian, value)
            for _ in range(_HALVINGS):
                if inside(point - step):
                    ahead, slope = slopes(point - step)
                    if np.linalg.norm(ahead) < np.linalg.norm(value):
                        break
                step = step / 2
            else:
                return None
            point, value, jacobian = point - step, ahead, slope
    return None


ESTIMATORS: dict[str, Estimator] = {"dankar": dankar, "pitman": pitman, "zayatz": zayatz, "snb": snb}
