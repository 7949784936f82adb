"""What pruning rests on: doomed rows and bounds never claim more than holds at every node they speak of."""

import itertools

import numpy as np
import pytest

from gateway.risk.losses.base import Lost
from gateway.risk.models.base import BySize, ByTable
from gateway.risk.problem import Problem
from gateway.risk.table import Classes, Node
from gateway.risk.verdict import Court

from .test_optimum import LOSS_NAMES, a_case, a_model, problem, tabulated


@pytest.mark.parametrize("seed", range(400))
def test_doomed_rows_of_a_class_are_lost_however_it_is_split(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = tabulated(a_case(seed))
    judges = (a_model(rng).judge(table) for _ in itertools.count())
    judge = next(judge for judge in judges if not isinstance(judge, ByTable))
    parts = int(rng.integers(1, 7))
    if isinstance(judge, BySize):
        rows = rng.integers(0, 5, parts)
        population = rows + rng.integers(1, 5, parts)
        whole = judge.verdict(rows.sum(keepdims=True), population.sum(keepdims=True))
        split = judge.verdict(rows, population)
    else:
        width = len(table.sensitive["s"].values)
        histogram = rng.integers(0, 12, (parts, width)).astype(float) * (rng.random((parts, width)) < 0.6)
        histogram[histogram.sum(1) == 0, 0] = 1
        rows = histogram.sum(1)
        whole, split = judge.verdict(histogram.sum(0, keepdims=True)), judge.verdict(histogram)
    lost = np.inf if (split.fails & (rows == 0)).any() else rows[split.fails].sum()
    assert whole.doomed[0] <= lost + 1e-9
    assert ((whole.doomed > 0) <= whole.fails).all()


def _below(node: Node) -> itertools.product:
    return itertools.product(*(range(level + 1) for level in node))


@pytest.mark.parametrize("seed", range(120))
def test_bounds_hold_at_every_finer_and_coarser_node(seed: int) -> None:
    case = a_case(seed)
    case.loss, case.weights, case.balance = LOSS_NAMES[seed % len(LOSS_NAMES)], [], 0.5
    case.suppression, case.cap = 1.0, None
    asked: Problem = problem(case)
    court, loss = Court(asked), asked.measured_loss()
    floor = loss.floor()
    found: dict[Node, tuple[Classes, Lost | None, Lost | None]] = {}
    for node in itertools.product(*map(range, asked.shape)):
        classes = asked.table.classes(node)
        outcome = court.judge(classes)
        found[node] = (classes, outcome.lost, outcome.gone)
    for node, (classes, _, gone) in found.items():
        below = None if gone is None else np.broadcast_to(loss.below(node, gone), [level + 1 for level in node])
        for finer in _below(node):
            finer_classes, finer_lost, _ = found[finer]
            if finer_lost is None:
                continue
            assert below is not None, "a node with a solution below was said to rule out all"
            assert set(gone.tuples[asked.table.rows[gone.tuples] > 0]) <= set(finer_lost.tuples)
            value = loss.value(finer, finer_classes, finer_lost)
            assert value >= below[finer] - 1e-9 * (1 + value)
            assert value >= floor[finer] - 1e-9 * (1 + value)
            if found[node][1] is not None:
                coarser = loss.value(node, classes, found[node][1])
                assert coarser >= loss.above(finer_classes) - 1e-9 * (1 + coarser)
