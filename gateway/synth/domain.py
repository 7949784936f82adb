"""Rules and cohort in; what may be known of each column without its data, out.

A differentially private synthesiser counts over a domain. One that is read off the data tells of it outside of its
epsilon, so the domain is the descriptor's `range` and `values`, and the request's own cohort.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from gateway.model import Bounded, Constraint, Listed, Ordered, Together
from gateway.synth.base import Columns, NotMade


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, in whole numbers or not."""

    low: float
    high: float
    whole: bool


T = TypeVar("T")
Domain = Mapping[str, Range | tuple[str, ...]]


def known(columns: Columns, rules: Sequence[Constraint], cohort: Mapping[str, tuple[object, ...]]) -> Domain:
    """The domain of every column that is not of one value by the request. Raises NotMade naming what is missing."""
    if together := [rule for rule in rules if isinstance(rule, Together)]:
        names = " and ".join(together[0].columns)
        raise NotMade(f"dp cannot tell which of {names} occur together; ask for one of them")
    same = {name for name, values in cohort.items() if len(values) == 1}
    ranges = {rule.column: (rule.low, rule.high) for rule in rules if isinstance(rule, Bounded)}
    lists = {rule.column: rule.values for rule in rules if isinstance(rule, Listed)}
    lists |= {name: tuple(map(str, values)) for name, values in cohort.items() if name in columns.categorical}
    later = {rule.after: rule.before for rule in rules if isinstance(rule, Ordered)}
    found: dict[str, Range | tuple[str, ...]] = {}
    for name in (one for one in columns.numeric if one not in same):
        low, high = _needed(ranges, name, "range")
        if name in later:  # it is learnt as the distance from the earlier one
            low, high = 0.0, max(0.0, high - _needed(ranges, later[name], "range")[0])
        found[name] = Range(low, high, name in columns.whole)
    for name in (one for one in columns.categorical if one not in same):
        found[name] = _needed(lists, name, "values")
    return found


def _needed(known_: Mapping[str, T], name: str, rule: str) -> T:
    if name not in known_:
        raise NotMade(f"dp needs the `{rule}` of {name} in dataset.yaml; a column without is left out with --columns")
    return known_[name]
