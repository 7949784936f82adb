"""A value as it is, or nothing of it: for codes that have no order and no groups, such as sex."""

from collections.abc import Sequence
from typing import ClassVar

from gateway.hierarchies.base import Rule


class Flat(Rule):
    """Two levels: the value, and `*`."""

    expects: ClassVar[str] = "a text"

    def climb(self, _value: str) -> Sequence[str]:
        return ()
