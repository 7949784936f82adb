"""A release's classes and those of earlier ones in; whom all of them put together would single out, out.

Who knows a person's traits knows the person's class in each release. What the releases have in common is told by
their records alike, by codes of a project or by values, so the safe assumption is that records can be joined:
subjects who share every class stay hidden among each other, and nobody else hides them. A difference tells, too:
who is in one release and missing from the other. Whom an earlier release singles out by itself, as one without k
may, is not the new release's doing; that counts only where a project's codes join the records for certain.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from gateway.errors import RiskRefused
from gateway.risk.arrays import Bools, Ints, count, group, pack


@dataclass(frozen=True, eq=False)
class Earlier:
    """An earlier release. here: the class of each of the n consented subjects, -1 who was not in it.

    gone: the classes of its other subjects. joined: its codes are those of the new release.
    """

    release: str
    here: Ints
    gone: Ints
    joined: bool = False

    @cached_property
    def sizes(self) -> Ints:
        """Its subjects in each class."""
        size = int(max(self.here.max(initial=-1), self.gone.max(initial=-1))) + 1
        return count(self.here[self.here >= 0], size) + count(self.gone, size)

    def alone(self, at_least: int) -> Bools:
        """Which of the n subjects it singles out by itself, where that is not the new release's doing."""
        alone = np.zeros(len(self.here), dtype=bool)
        if not self.joined:
            alone[self.here >= 0] = self.sizes[self.here[self.here >= 0]] < at_least
        return alone


def exposed(classes: Ints, earlier: Sequence[Earlier], at_least: int) -> Bools:
    """Which of n subjects, whose class is -1 where they are suppressed, stand in a combination of fewer subjects."""
    found = np.zeros(len(classes), dtype=bool)
    relevant = [one for one in earlier if ((one.here >= 0) & (classes >= 0)).any()]
    already = [one.alone(at_least) for one in relevant]
    for one, alone in zip(relevant, already, strict=True):
        found |= _few([classes, one.here], at_least) & ~alone
    if len(relevant) > 1:
        found |= _few([classes, *(one.here for one in relevant)], at_least) & ~np.any(already, axis=0)
    return found & (classes >= 0)


def missing(classes: Ints, one: Earlier, at_least: int) -> list[tuple[int, int]]:
    """Classes of the earlier release of which some are in the new one, and fewer than `at_least` no longer are.

    Each with how many more would have to be left out to hide those.
    """
    there = count(one.here[(one.here >= 0) & (classes >= 0)], len(one.sizes))
    left = one.sizes - there
    hidden = one.joined | (one.sizes >= at_least)
    lone = np.flatnonzero(hidden & (there > 0) & (left > 0) & (left < at_least))
    return [(int(number), at_least - int(left[number])) for number in lone]


def refusal(classes: Ints, earlier: Sequence[Earlier], at_least: int, hint: str) -> RiskRefused | None:
    """What the releases together would tell of somebody, as a refusal with the counts; None where that is nothing."""
    together = int(exposed(classes, earlier, at_least).sum())
    by_absence = sum(len(missing(classes, one, at_least)) for one in earlier)
    if not together and not by_absence:
        return None
    numbers = {"exposed": together, "absences": by_absence, "releases": len(earlier), "at_least": at_least}
    what = (f"with {len(earlier)} earlier releases that the recipient may hold, {together} subjects stand in a "
            f"combination of fewer than {at_least}, and {by_absence} classes of an earlier release are all here "
            f"but for fewer than {at_least}")  # fmt: skip
    return RiskRefused(what, hint=hint, reason="differencing", numbers=numbers)


def hide(classes: Ints, earlier: Sequence[Earlier], at_least: int) -> Ints:
    """The classes with one more step of suppression (-1) towards a release that singles out nobody."""
    hidden = np.where(exposed(classes, earlier, at_least), -1, classes)
    for one in earlier:
        order = np.argsort(one.here, kind="stable")
        starts = np.searchsorted(one.here[order], np.arange(len(one.sizes) + 1))
        for number, more in missing(hidden, one, at_least):
            inside = order[starts[number] : starts[number + 1]]
            inside = inside[hidden[inside] >= 0]
            _, cell, sizes = np.unique(hidden[inside], return_inverse=True, return_counts=True)
            hidden[inside[np.argsort(sizes[cell], kind="stable")][:more]] = -1
    return hidden


def _few(columns: Sequence[Ints], at_least: int) -> Bools:
    shifted = [column + 1 for column in columns]
    sizes = [int(column.max(initial=0)) + 1 for column in shifted]
    packed = [(column, np.arange(size), size) for column, size in zip(shifted, sizes, strict=True)]
    numbers, cells = group(*pack(packed, len(columns[0])))
    few: Bools = count(numbers, cells)[numbers] < at_least
    return few
