"""A problem in, a local recoding out: each class gets ranges of its own, so less is lost, and levels mix in a column.

Mondrian (LeFevre, DeWitt, Ramakrishnan, ICDE 2006), strict: all rows are one class at first; a class is cut at the
median of the column over whose leaves it spreads widest, as long as both halves satisfy every model. Leaves stand in
an order in which siblings lie together, numbers by size. It is a heuristic: nothing is proven about its loss.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from gateway.errors import BadInput, RiskRefused
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Bools, Floats, Ints, count, weigh
from gateway.risk.losses.base import Lost
from gateway.risk.losses.loss import DomainShare
from gateway.risk.models.t_closeness import ranks
from gateway.risk.problem import Problem
from gateway.risk.table import Classes, Table
from gateway.risk.verdict import Court

WARNING = (
    "local recoding: levels mix within a column (30-34 beside 31-52), so values cannot be compared or counted as they "
    "stand; the optimum over whole columns (recoding: full_domain) loses more and keeps each column at one level"
)

_FEW = 12  # so few values that are no numbers are listed one by one


@dataclass(frozen=True, eq=False)
class LocalSolution:
    """C classes, each with one label for each column. `lost` is empty: Mondrian suppresses nothing."""

    classes: Classes
    labels: Mapping[str, tuple[tuple[str, ...], Ints]]
    """For each quasi-identifier the labels that occur, and the label of each class (C)."""
    lost: Lost
    loss: float
    seconds: float

    def json(self) -> dict[str, object]:
        """As `gateway risk --json` prints it, without the measures."""
        return {
            "recoding": "mondrian",
            "loss": self.loss,
            "suppressed": 0,
            "optimal": False,
            "seconds": self.seconds,
            "warning": WARNING,
        }

    def cells(self) -> Mapping[str, Callable[[slice], pa.Array]]:
        """For each quasi-identifier, rows of the input to their generalised texts."""
        of_row = self.classes.of_tuple[self.classes.table.tuple_of_row]

        def column(labels: tuple[str, ...], of_class: Ints) -> Callable[[slice], pa.Array]:
            return lambda rows: pa.array(labels).take(pa.array(of_class[of_row[rows]]))

        return {name: column(*labels) for name, labels in self.labels.items()}


def recode(problem: Problem, clock: Callable[[], float] = time.perf_counter) -> LocalSolution:
    """Recode `problem.table` locally. Raises BadInput where the problem asks for what Mondrian can't, and
    RiskRefused where not even the whole table as one class satisfies the models.
    """
    started = clock()
    loss, court = problem.measured_loss(), Court(problem)
    if not isinstance(loss, DomainShare) or problem.balance != 0.5:
        raise BadInput("recoding: mondrian is measured by `loss: loss`", hint="remove `loss` and `balance`")
    if problem.group_cap is not None:
        raise BadInput("recoding: mondrian suppresses nothing, so it takes no group_cap", hint="remove group_cap")
    if court.by_table:
        hint = "use models of single classes, such as k_anonymity, or recoding: full_domain"
        raise BadInput("recoding: mondrian can't hold models of the table as a whole", hint=hint)
    table = problem.table
    orders = [_order(hierarchy) for hierarchy in table.hierarchies]
    cuts = _Cuts(table, court, np.stack([_places(o)[c] for o, c in zip(orders, table.codes, strict=True)]), loss)
    numbers = cuts.all()
    size = int(numbers.max()) + 1
    people = None if table.population is None else count(numbers, size, table.population)
    classes = Classes(table, numbers, count(numbers, size, table.rows), people)
    low, high = cuts.ranges(numbers, size)
    labels = {
        name: _labels(hierarchy, order, low[column], high[column])
        for column, (name, hierarchy, order) in enumerate(zip(table.names, table.hierarchies, orders, strict=True))
    }
    spread = [
        float(classes.rows @ (high[c] - low[c] + 1)) / len(hierarchy.leaves)
        for c, hierarchy in enumerate(table.hierarchies)
    ]
    nothing = Lost(table, np.empty(0, dtype=np.int64))
    return LocalSolution(classes, labels, nothing, loss.of_columns(spread), clock() - started)


class _Cuts:
    """The classes as they are cut. `places` (q × D) are the tuples' leaves in order."""

    def __init__(self, table: Table, court: Court, places: Ints, loss: DomainShare) -> None:
        self.table, self.court, self.places = table, court, places
        leaves = np.array([len(hierarchy.leaves) for hierarchy in table.hierarchies])
        self.scale: Floats = loss.weights / np.maximum(1, leaves - 1)
        self.by_tuple = {name: self._sorted(name) for name in table.sensitive}

    def all(self) -> Ints:
        """The class of each tuple. Raises RiskRefused."""
        whole = np.arange(self.places.shape[1])
        if self._fail(whole, np.zeros(len(whole), dtype=bool)):
            raise RiskRefused("not even the whole table as one class satisfies the models", hint="loosen the models")
        numbers, settled, stack = np.zeros(len(whole), dtype=np.int64), 0, [whole]
        while stack:
            tuples = stack.pop()
            right = self._cut(tuples)
            if right is None:
                numbers[tuples] = settled
                settled += 1
            else:
                stack += [tuples[right], tuples[~right]]
        return numbers

    def ranges(self, numbers: Ints, size: int) -> tuple[list[Ints], list[Ints]]:
        """For each column the first and the last place of each class."""
        low = [np.full(size, np.iinfo(np.int64).max) for _ in self.places]
        high = [np.full(size, -1) for _ in self.places]
        for column, places in enumerate(self.places):
            np.minimum.at(low[column], numbers, places)
            np.maximum.at(high[column], numbers, places)
        return low, high

    def _cut(self, tuples: Ints) -> Bools | None:
        """Which tuples go to the right half; None where no cut is allowed."""
        places = self.places[:, tuples]
        width = (places.max(1) - places.min(1)) * self.scale
        for column in np.argsort(-width, kind="stable"):
            if width[column] == 0:
                return None
            right = self._median(places[column], self.table.rows[tuples])
            if not self._fail(tuples, right):
                return right
        return None

    @staticmethod
    def _median(places: Ints, rows: Ints) -> Bools:
        """The cut between two places that halves the rows most evenly."""
        first = int(places.min())
        below = np.cumsum(np.bincount(places - first, rows))[:-1]
        occupied = np.bincount(places - first)[:-1] > 0
        uneven = np.where(occupied, np.abs(2 * below - rows.sum()), np.inf)
        right: Bools = places - first > int(uneven.argmin())
        return right

    def _fail(self, tuples: Ints, right: Bools) -> bool:
        """Whether a half fails a model; a half without rows, though others of the population are in it, fails too."""
        there = np.array([True, bool(right.any())])
        population = self.table.population
        rows = count(right, 2, self.table.rows[tuples])[there]
        people = rows if population is None else count(right, 2, population[tuples])[there]
        if (rows == 0).any() or any(judge.verdict(rows, people).fails.any() for judge in self.court.by_size):
            return True
        for by_values in self.court.by_values:
            histogram = self._histogram(by_values.column, tuples, right)[there]
            if by_values.verdict(histogram).fails.any():
                return True
        return False

    def _histogram(self, column: str, tuples: Ints, right: Bools) -> Floats:
        """2 × values: rows of each sensitive value in each half."""
        sensitive = self.table.sensitive[column]
        starts, order = self.by_tuple[column]
        counts = starts[tuples + 1] - starts[tuples]
        offsets = np.repeat(starts[tuples] - np.concatenate([[0], np.cumsum(counts)[:-1]]), counts)
        found = order[offsets + np.arange(counts.sum())]
        key = np.repeat(right, counts) * len(sensitive.values) + sensitive.codes[found]
        flat = weigh(key, 2 * len(sensitive.values), sensitive.rows[found])
        return flat.reshape(2, len(sensitive.values))

    def _sorted(self, column: str) -> tuple[Ints, Ints]:
        """Where each tuple's sensitive counts begin (D + 1), once they are sorted by tuple, and that order."""
        of = self.table.sensitive[column].tuples
        starts = np.concatenate([[0], np.cumsum(np.bincount(of, minlength=self.places.shape[1]))])
        return starts, np.argsort(of, kind="stable")


def _order(hierarchy: Hierarchy) -> Ints:
    """Leaves in the order in which they are cut: numbers by size, others along the hierarchy."""
    if _numeric(hierarchy):
        return np.array(ranks(hierarchy.leaves), dtype=np.int64)
    return np.lexsort(hierarchy.maps)


def _numeric(hierarchy: Hierarchy) -> bool:
    try:
        return bool(np.isfinite([float(leaf) for leaf in hierarchy.leaves]).all())
    except ValueError:
        return False


def _places(order: Ints) -> Ints:
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.arange(len(order))
    return places


def _labels(hierarchy: Hierarchy, order: Ints, low: Ints, high: Ints) -> tuple[tuple[str, ...], Ints]:
    """Texts for ranges of leaves: a label of the hierarchy where it says just that, else the ends or all leaves."""
    known: dict[tuple[int, int], str] = {}
    places = _places(order)
    for codes, labels in zip(reversed(hierarchy.maps), reversed(hierarchy.labels), strict=True):
        for code, label in enumerate(labels):
            found = places[codes == code]
            if found.max() - found.min() + 1 == len(found):
                known[int(found.min()), int(found.max())] = label
    texts = [hierarchy.leaves[leaf] for leaf in order]
    in_order = _numeric(hierarchy) or (texts == sorted(texts) and len(texts) > _FEW)
    pairs, of_class = np.unique(np.stack([low, high]), axis=1, return_inverse=True)
    made = [
        known.get((first, last))
        or (f"{texts[first]} to {texts[last]}" if in_order else "{" + ", ".join(texts[first : last + 1]) + "}")
        for first, last in pairs.T.tolist()
    ]
    return tuple(made), of_class.ravel()
