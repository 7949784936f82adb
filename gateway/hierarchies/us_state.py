"""US states: state, Census division, Census region."""

from collections.abc import Sequence
from typing import ClassVar, Literal

from pydantic import Field

from gateway.hierarchies import us_states
from gateway.hierarchies.base import Rule


class UsState(Rule):
    """Postal codes (NH) or names (New Hampshire), in any case."""

    expects: ClassVar[str] = "a US state or territory"
    areas: list[Literal["division", "region"]] = Field(default=["division", "region"], min_length=1, max_length=2)

    def depth(self) -> int:
        return len(self.areas)

    def climb(self, value: str) -> Sequence[str] | None:
        text = value.strip().upper()
        codes = {name.upper(): code for code, name in us_states.names().items()}
        code = text if text in us_states.names() else codes.get(text)
        if code is None:
            return None
        names = {"division": us_states.divisions()[code], "region": us_states.regions()[code]}
        return [names[area] for area in self.areas]
