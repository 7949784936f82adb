"""A column's values in, a proposed hierarchy with a preview of its levels out; the preview shows no source value."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from gateway.hierarchies.base import Rule
from gateway.hierarchies.dates import Dates
from gateway.hierarchies.flat import Flat
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.hierarchies.icd10cm import Icd10Cm
from gateway.hierarchies.intervals import Intervals
from gateway.hierarchies.mask import Mask
from gateway.hierarchies.us_state import UsState
from gateway.hierarchies.us_zip import UsZip
from gateway.risk.arrays import Ints, first_places, group

SHOWN_FROM = 11
"""Subjects who have to share a label before a preview shows it."""
_EXAMPLES = 3
_FEW = 12  # so few numbers are codes, not amounts
_WIDTHS = (1, 2, 5)


@dataclass(frozen=True)
class Level:
    """One level: its values, the subjects of the rarest one, and labels that many subjects share (no source values)."""

    values: int
    fewest: int
    examples: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Draft:
    """A proposal: `options` is how a risk.yaml writes it."""

    options: Mapping[str, Any]
    hierarchy: Hierarchy
    levels: tuple[Level, ...]


def draft(values: Sequence[str], leaf_of: Ints, subject_of: Ints, where: str) -> Draft:
    """Propose the kind of hierarchy that covers every value of a column with the most meaning.

    values: distinct texts. leaf_of, subject_of: for each row its value's and its subject's number.
    """
    options, hierarchy = propose(values, where)
    place = {text: code for code, text in enumerate(hierarchy.leaves)}
    leaves = np.array([place[value] for value in values], dtype=np.int64)[leaf_of]
    levels = (_level(hierarchy, number, leaves, subject_of) for number in range(len(hierarchy.maps)))
    return Draft(options, hierarchy, tuple(levels))


def propose(values: Sequence[str], where: str) -> tuple[Mapping[str, Any], Hierarchy]:
    """The same without a preview: the options and the hierarchy."""
    options, rule = next(_proposals(values))
    return options, rule.over(values, where)


def _proposals(values: Sequence[str]) -> Iterator[tuple[dict[str, Any], Rule]]:
    """Kinds that cover all values, the most telling first; the last one covers anything."""
    filled = [value for value in values if value]

    def covers(rule: Rule) -> bool:
        return bool(filled) and all(rule.climb(value) is not None for value in filled)

    if covers(Dates()):
        yield {"dates": Dates().units}, Dates()
    if covers(UsZip()) and min(map(len, filled)) >= 5:
        yield {"us_zip": UsZip().areas}, UsZip()
    for name, rule in (("icd10cm", Icd10Cm()), ("us_state", UsState())):
        if covers(rule):
            yield {name: next(iter(rule.model_dump().values()))}, rule
    if len(filled) > _FEW and (widths := _widths(filled)):
        numbers = Intervals(widths=widths)
        if covers(numbers):
            yield {"intervals": widths}, numbers
    if len(filled) > _FEW and len(set(map(len, filled))) == 1 and len(filled[0]) > 2:
        keep = list(range(len(filled[0]) - 1, 0, -2))
        yield {"mask": keep}, Mask(keep=keep)
    yield {"flat": {}}, Flat()


def _widths(filled: Sequence[str]) -> list[int | float]:
    """Four widths of 1, 2 or 5 times a power of ten, each twice or so the one before, for about 20 intervals first."""
    try:
        numbers = [float(value) for value in filled]
    except ValueError:
        return []
    span = max(numbers) - min(numbers)
    if not 1 <= span < 1e12:
        return []
    first = next(w * 10**power for power in range(13) for w in _WIDTHS if w * 10**power * 20 >= span)
    return [first * factor for factor in (1, 2, 4, 8)]


def _level(hierarchy: Hierarchy, number: int, leaves: Ints, subject_of: Ints) -> Level:
    codes, width = hierarchy.maps[number][leaves], int(subject_of.max()) + 1
    pair, pairs = group(codes * width + subject_of, hierarchy.cards[number] * width)
    subjects = np.bincount(codes[first_places(pair, pairs)], minlength=hierarchy.cards[number])
    source = set(hierarchy.leaves)
    common = [
        hierarchy.labels[number][code]
        for code in np.argsort(-subjects, kind="stable")
        if subjects[code] >= SHOWN_FROM and hierarchy.labels[number][code] not in source
    ]
    return Level(hierarchy.cards[number], int(subjects.min()), tuple(common[:_EXAMPLES]))
