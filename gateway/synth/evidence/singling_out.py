"""Synthetic rows in; guesses that exactly one real person has certain traits, and how many are right, out.

Giomi et al., PoPETs 2023(2):312, § 4.1: a guess is a condition that exactly one synthetic row satisfies; it is right
where exactly one real row does. Guesses over one column look for values that stand alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from gateway.synth.evidence.base import Attack
from gateway.synth.evidence.cells import Bools, Floats
from gateway.synth.evidence.gower import Coded
from gateway.synth.evidence.rates import attack

ATTACKS = 500
COLUMNS = (3, 5)
_TRIES = 20  # for each guess wanted
EQUAL, AT_LEAST, AT_MOST, OTHER = "=", ">=", "<=", "!="


@dataclass(frozen=True, slots=True)
class Condition:
    """All of (column, comparison, value) hold."""

    parts: tuple[tuple[int, str, float], ...]

    def of(self, rows: Coded) -> Bools:
        """Which rows satisfy it."""
        found = np.ones(len(rows.cells), dtype=bool)
        for column, comparison, value in self.parts:
            cells, value32 = rows.cells[:, column], np.float32(value)
            known = cells <= 1 if column < rows.numeric else np.ones(len(cells), dtype=bool)
            if comparison == EQUAL:
                found &= cells == value32
            elif comparison == OTHER:
                found &= cells != value32
            else:
                found &= known & (cells >= value32 if comparison == AT_LEAST else cells <= value32)
        return found

    def singles_out(self, rows: Coded) -> bool:
        """Exactly one row satisfies it."""
        return int(self.of(rows).sum()) == 1


def singling_out(training: Coded, control: Coded, synthetic: Coded, rng: np.random.Generator,
                 attacks: int = ATTACKS) -> tuple[Attack, ...]:  # fmt: skip
    """By one column, and by combinations of `COLUMNS` of them; an attack that finds no guess is left out.

    Their intervals hold together: each has the confidence that leaves 95 % for all.
    """
    width = synthetic.cells.shape[1]
    sizes = [size for size in COLUMNS if size <= width]
    kinds = [("one column", list(_alone(synthetic, rng, attacks)))]
    kinds += [(f"{size} columns", list(_combined(synthetic, size, rng, attacks))) for size in sizes]
    made = []
    for (name, guesses), size in zip(kinds, [1, *sizes], strict=True):
        if guesses:
            random = [_random(synthetic, size, rng) for _ in guesses]
            counts = [(sum(one.singles_out(rows) for one in some), len(some))
                      for some, rows in ((guesses, training), (guesses, control), (random, training))]  # fmt: skip
            made.append(attack(name, counts[0], counts[1], counts[2], confidence=1 - 0.05 / len(kinds)))
    return tuple(made)


def _alone(rows: Coded, rng: np.random.Generator, attacks: int) -> Iterator[Condition]:
    """The lowest and highest numbers and the values that occur once."""
    found: list[Condition] = []
    for column in range(rows.cells.shape[1]):
        values, counts = np.unique(rows.cells[:, column], return_counts=True)
        found += [Condition(((column, EQUAL, float(value)),)) for value in values[counts == 1]]
        known = values[values <= 1]
        if column < rows.numeric and len(known):
            ends = ((AT_MOST, float(known[0])), (AT_LEAST, float(known[-1])))
            found += [Condition(((column, comparison, value),)) for comparison, value in ends]
    for place in rng.permutation(len(found)):
        if attacks and found[place].singles_out(rows):
            attacks -= 1
            yield found[place]


def _combined(rows: Coded, size: int, rng: np.random.Generator, attacks: int) -> Iterator[Condition]:
    """A row's own values in a few columns, or more extreme ones, where no other row has them."""
    middle = np.array([np.median(cells[cells <= 1]) if (cells <= 1).any() else 0.0 for cells in rows.cells.T])
    seen: set[Condition] = set()
    for _ in range(attacks * _TRIES):
        row = rows.cells[rng.integers(len(rows.cells))]
        columns = np.sort(rng.choice(len(row), size, replace=False))
        one = Condition(tuple(_part(int(c), float(row[c]), rows.numeric, middle) for c in columns))
        if one not in seen and one.singles_out(rows):
            seen.add(one)
            yield one
            if len(seen) == attacks:
                return


def _part(column: int, value: float, numeric: int, middle: Floats) -> tuple[int, str, float]:
    if column >= numeric or value > 1:
        return column, EQUAL, value
    return column, AT_LEAST if value > middle[column] else AT_MOST, value


def _random(rows: Coded, size: int, rng: np.random.Generator) -> Condition:
    """Columns, comparisons and values at random: what somebody without the synthetic rows could try."""
    parts = []
    for column in np.sort(rng.choice(rows.cells.shape[1], size, replace=False)):
        value = float(rng.choice(np.unique(rows.cells[:, column])))
        choices = (EQUAL, OTHER) if column >= rows.numeric else (EQUAL, OTHER, AT_LEAST, AT_MOST)
        parts.append((int(column), str(rng.choice(choices)), value))
    return Condition(tuple(parts))
