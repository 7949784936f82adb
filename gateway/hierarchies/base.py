"""What every kind of hierarchy is: parameters that were checked, and the way up from a value."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict

from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy

TOP = "*"
"""The last level of every hierarchy that a rule makes: all values are one."""


class Kind(BaseModel):
    """The parameters of one column's hierarchy."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    @classmethod
    def parse(cls, value: Any) -> Self:
        """From a mapping of parameters; anything else stands for the first parameter, nothing for the defaults."""
        fields = {} if value is None else value
        return cls.model_validate(fields if isinstance(fields, dict) else {next(iter(cls.model_fields)): fields})


class Rule(Kind, ABC):
    """A kind that follows from the values: level 0 is the value as it is, the last level is `*`.

    expects: what a value has to be.
    """

    expects: ClassVar[str]

    @abstractmethod
    def climb(self, value: str) -> Sequence[str] | None:
        """The levels between `value` and `*`, the finest first; None for a value that the kind doesn't cover."""

    def depth(self) -> int:
        """How many levels `climb` gives."""
        return 0

    def steps(self) -> "list[Rule]":
        """Each level as a rule of its own, the finest first."""
        lists = [(name, value) for name, value in self if isinstance(value, list) and value]
        return [self.model_copy(update={name: [level]}) for name, value in lists for level in value]

    def over(self, values: Collection[str], where: str) -> Hierarchy:
        """The hierarchy over these values, without those that the kind doesn't cover.

        An empty text is a missing value: it stays one up to `*`. Raises BadInput where no value is covered.
        """
        if not values:
            raise BadInput(f"{where}: has no rows", hint="give a table with rows")
        rows = []
        for value in sorted(values):
            above = [""] * self.depth() if value == "" else self.climb(value)
            if above is not None:
                rows.append((value, *above, TOP))
        if not rows:
            raise BadInput(f"{where}: not one value is {self.expects}", hint="choose another kind of hierarchy")
        return Hierarchy.build(rows, where, f"each value has to be {self.expects}, or empty")
