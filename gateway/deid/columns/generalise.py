"""Put values into the groups of a rule: intervals, dates, US geography, ICD-10-CM chapters, prefixes."""

from typing import ClassVar, Self

import numpy as np
import pyarrow as pa
from pydantic import SerializeAsAny

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, trimmed
from gateway.hierarchies import HIERARCHIES
from gateway.hierarchies.base import Rule

RULES: dict[str, type[Rule]] = {
    name: kind for name, kind in HIERARCHIES.items() if issubclass(kind, Rule) and name != "flat"
}
"""By the name that a policy gives the transform; without a level between a value and nothing there is nothing to do."""


class Generalise(Transform):
    """A value becomes the group that `rule`, of the kind `kind`, puts it into.

    A policy names the kind, as a hierarchy of `gateway risk` does: `{icd10cm: chapter}`, or several levels at once
    among the levels of a column, `{icd10cm: [category, chapter]}`. to: the levels, for people.
    """

    name: ClassVar[str] = "generalise"
    derived: ClassVar[frozenset[str]] = frozenset({"kind", "to", "rule"})
    kind: str
    to: str
    rule: SerializeAsAny[Rule]

    @classmethod
    def by(cls, kind: str, params: object) -> Self:
        """The rule of that kind; a single level stands for a list of one. Raises pydantic.ValidationError."""
        one = isinstance(params, str | int | float)
        return cls._of(kind, RULES[kind].parse([params] if one else params))

    @classmethod
    def _of(cls, kind: str, rule: Rule) -> Self:
        levels = next(value for _, value in rule if isinstance(value, list) and value)
        return cls(kind=kind, to=", ".join(map(str, levels)), rule=rule)

    def steps(self) -> list[Transform]:
        return [self._of(self.kind, rule) for rule in self.rule.steps()]

    def apply(self, values: Column, rows: Rows) -> Column:
        """Any column in, string array out. Raises Unreadable ("value not covered by the rule")."""
        words = Distinct.of(trimmed(values))
        climbed = [self.rule.climb(word) for word in words.words()]
        words.refuse(np.array([ways is None for ways in climbed], dtype=bool), "value not covered by the rule")
        return words.spread(pa.array([ways[0] for ways in climbed if ways is not None], pa.string()))
