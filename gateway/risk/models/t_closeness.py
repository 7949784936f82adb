"""t-closeness: a class's sensitive values are distributed like the table's (Li, Li, Venkatasubramanian, ICDE 2007)."""

from collections.abc import Callable, Collection, Sequence
from typing import Annotated, Any, Literal, Self

import numpy as np
from pydantic import BeforeValidator, Field, SerializeAsAny, model_validator

from gateway.hierarchies import parse
from gateway.hierarchies.base import Kind
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Floats
from gateway.risk.models.base import ByValues, Model, Verdict, convex
from gateway.risk.table import Sensitive, Table

Distance = Callable[[Floats], Floats]
"""Distributions (c × values) to their earth mover's distance (c, in 0…1) from a reference."""


def _kind(entry: Any) -> Kind | None:
    return None if entry is None else parse(entry)


class TCloseness(Model):
    """Earth mover's distance of at most `t` between a class and the whole input table.

    `equal`: all values are equally far apart; `hierarchical`: as far as their lowest common ancestor in
    `hierarchy` is high; `ordered`: as far as their ranks (numbers by size where all values are numbers, else texts).
    """

    column: str
    t: float = Field(gt=0, le=1)
    distance: Literal["equal", "hierarchical", "ordered"] = "equal"
    hierarchy: Annotated[SerializeAsAny[Kind] | None, BeforeValidator(_kind)] = None

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if (self.distance == "hierarchical") != (self.hierarchy is not None):
            raise ValueError("hierarchy belongs to distance: hierarchical, which needs it")
        return self

    def sensitive(self) -> Collection[str]:
        return (self.column,)

    def judge(self, table: Table, /) -> ByValues:
        distance = self.measure(table.sensitive[self.column])
        highest = float(distance(np.eye(len(table.sensitive[self.column].values))).max()) - self.t

        def verdict(histogram: Floats) -> Verdict:
            return convex(histogram, distance(histogram / histogram.sum(1, keepdims=True)) - self.t, highest)

        return ByValues(self.column, verdict)

    def measure(self, sensitive: Sensitive) -> Distance:
        """The distance from the column's distribution in the whole input table."""
        reference = sensitive.totals / sensitive.totals.sum()
        if self.distance == "ordered":
            return ordered(reference, ranks(sensitive.values))
        if self.distance == "equal" or sensitive.hierarchy is None:
            return equal(reference)
        return hierarchical(reference, sensitive.hierarchy, sensitive.values)


def equal(reference: Floats) -> Distance:
    """Half the sum of absolute differences: all values lie 1 apart."""
    return lambda shares: np.abs(shares - reference).sum(1) / 2


def ordered(reference: Floats, order: Sequence[int]) -> Distance:
    """Values, taken in `order`, lie as many steps of 1/(m−1) apart as their ranks."""
    steps = max(1, len(reference) - 1)
    return lambda shares: np.abs(np.cumsum((shares - reference)[:, order], axis=1)).sum(1) / steps


def hierarchical(reference: Floats, hierarchy: Hierarchy, values: Sequence[str]) -> Distance:
    """Values lie h/H apart, h the height of their lowest common ancestor, H the root's (section 4.2 of the paper)."""
    place = {text: code for code, text in enumerate(hierarchy.leaves)}
    leaves = [place[value] for value in values]
    levels = [(codes, card) for codes, card in zip(hierarchy.maps, hierarchy.cards, strict=True) if card > 1]
    members = [np.eye(card)[codes[leaves]] for codes, card in levels]

    def distance(shares: Floats) -> Floats:
        # On a tree the distance is what each edge carries: the imbalance of the subtree below it, over 2H.
        carried = [np.abs((shares - reference) @ member).sum(1) for member in members]
        return np.asarray(np.sum(carried, axis=0) / (2 * max(1, len(members))))

    return distance


def ranks(values: Sequence[str]) -> list[int]:
    """The order of values: by number where each is one, else by text."""
    try:
        keys: Sequence[float] | Sequence[str] = [float(value) for value in values]
    except ValueError:
        keys = values
    return sorted(range(len(values)), key=keys.__getitem__)
