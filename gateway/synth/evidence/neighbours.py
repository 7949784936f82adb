"""Real rows of which an attacker knows some columns in; what the nearest synthetic rows tell of the others, out.

Linkability and inference after Giomi et al., PoPETs 2023(2):312, §§ 4.2 and 4.3.
"""

from collections.abc import Sequence

import numpy as np

from gateway.synth.evidence.base import Attack, Shape
from gateway.synth.evidence.cells import Bools, Ints
from gateway.synth.evidence.gower import Coded, distances, nearest
from gateway.synth.evidence.rates import attack

TARGETS = 2000
WITHIN = 0.05  # of the true number: the guess is taken for right
_CUTS = 3


def linkability(training: Coded, control: Coded, synthetic: Coded, rng: np.random.Generator) -> Attack | None:
    """Of two sets of columns of one person, do the nearest synthetic rows coincide? None with fewer than two columns.

    The columns are cut in halves in a few ways, each tried on other persons.
    """
    width = synthetic.cells.shape[1]
    if width < 2:
        return None
    halves = [np.array_split(rng.permutation(width), 2) for _ in range(_CUTS)]
    counts = []
    for rows in (training, control):
        pieces = np.array_split(_some(rows, rng), _CUTS)
        linked = [links(rows.take(who), synthetic, *cut) for who, cut in zip(pieces, halves, strict=True)]
        counts.append((sum(linked), sum(map(len, pieces))))
    trials = counts[0][1]
    return attack("linkability", counts[0], counts[1], (round(trials / len(synthetic.cells)), trials))


def links(targets: Coded, synthetic: Coded, one: Sequence[int] | Ints, two: Sequence[int] | Ints) -> int:
    """How many targets have the same nearest synthetic row by columns `one` as by columns `two`."""
    return int((nearest(targets, synthetic, list(one))[0] == nearest(targets, synthetic, list(two))[0]).sum())


def inference(training: Coded, control: Coded, synthetic: Coded, shape: Shape,
              rng: np.random.Generator) -> tuple[Attack, ...]:  # fmt: skip
    """Each column guessed from all others, the largest risk first. Their intervals hold together."""
    width = synthetic.cells.shape[1]
    if width < 2:
        return ()
    ours, theirs = (rows.take(_some(rows, rng)) for rows in (training, control))
    right = [guessed(rows, synthetic) for rows in (ours, theirs)]
    made = []
    for column, name in enumerate(shape.columns):
        blind = rng.integers(len(synthetic.cells), size=len(ours.cells))
        luck = int(_right(ours, synthetic, blind, column).sum())
        counts = [(int(one[:, column].sum()), len(one)) for one in right]
        made.append(attack(name, counts[0], counts[1], (luck, len(blind)), confidence=1 - 0.05 / width))
    return tuple(sorted(made, key=lambda one: (-one.risk.value, one.name)))


def guessed(targets: Coded, synthetic: Coded) -> Bools:
    """Is the nearest synthetic row by all other columns right about the column? (targets × columns)"""
    width = synthetic.cells.shape[1]
    found = np.zeros((len(targets.cells), width), dtype=bool)
    for chunk, apart in distances(targets, synthetic, range(width)):
        total, some = np.sum(apart, axis=0), targets.take(np.arange(len(targets.cells))[chunk])
        for column in range(width):
            found[chunk, column] = _right(some, synthetic, (total - apart[column]).argmin(axis=1), column)
    return found


def _right(targets: Coded, synthetic: Coded, places: Ints, column: int) -> Bools:
    if column >= targets.numeric:
        return np.asarray(targets.cells[:, column] == synthetic.cells[places, column])
    truth, guess = targets.raw[:, column], synthetic.raw[places, column]
    return np.asarray((np.abs(guess - truth) <= WITHIN * np.abs(truth)) | (np.isnan(truth) & np.isnan(guess)))


def _some(rows: Coded, rng: np.random.Generator) -> Ints:
    """Persons to attack: all of them, or as many at random as give narrow intervals."""
    return rng.permutation(len(rows.cells))[:TARGETS]
