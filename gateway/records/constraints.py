"""A table's `constraints:` in, checked `Constraint`s out: what synthetic rows must hold to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from gateway.errors import BadInput
from gateway.model import Bounded, Column, Constraint, Listed, Ordered, Together

_EXAMPLES = (
    "one of {range: {column: age, low: 0, high: 120}}, {values: {column: sex, of: [F, M]}}, "
    "{together: [icd10, description]}, {ordered: [from, to]}"
)


def parse(where: str, raw: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> tuple[Constraint, ...]:
    """Raises BadInput for an unknown rule or column, and for two rules that would decide one column."""
    known = {column.name for column in columns}
    found = tuple(_rule(f"{where}.constraints", rule) for rule in raw)
    decided: set[str] = set()
    for rule in found:
        for name in _names(rule):
            if name not in known:
                raise BadInput(f"{where}.constraints: no column {name!r}", hint="name a column of the table")
        for name in _decides(rule):
            if name in decided:
                raise BadInput(f"{where}.constraints: two rules decide {name!r}", hint="leave one of them out")
            decided.add(name)
    return found


def _rule(where: str, raw: Mapping[str, Any]) -> Constraint:
    match dict(raw):
        case {"range": {"column": str(column), "low": int() | float() as low, "high": int() | float() as high, **rest}}:
            if not rest and low <= high:
                return Bounded(column, float(low), float(high))
        case {"values": {"column": str(column), "of": [str(), *_] as values, **rest}}:
            if not rest and all(isinstance(value, str) for value in values) and len(set(values)) == len(values):
                return Listed(column, tuple(values))
        case {"together": [str(), str(), *_] as names} if all(isinstance(name, str) for name in names):
            return Together(tuple(names))
        case {"ordered": [str(before), str(after)]} if before != after:
            return Ordered(before, after)
    raise BadInput(f"{where}: not a rule", hint=_EXAMPLES)


def _names(rule: Constraint) -> Iterable[str]:
    match rule:
        case Bounded(column=column) | Listed(column=column):
            return (column,)
        case Together(columns=names):
            return names
        case Ordered(before=before, after=after):
            return (before, after)


def _decides(rule: Constraint) -> Iterable[str]:
    """The columns that a rule's other columns leave no choice; ranges and lists only cut."""
    match rule:
        case Together(columns=names):
            return names
        case Ordered(after=after):
            return (after,)
        case Bounded() | Listed():
            return ()
