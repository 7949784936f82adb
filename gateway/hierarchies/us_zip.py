"""US postal geography: ZIP code, three digits, state, Census region."""

import re
from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from gateway.hierarchies import us_states
from gateway.hierarchies.base import Rule

Area = Literal["zip5", "zip3", "state", "division", "region"]
AREAS: tuple[Area, ...] = ("zip5", "zip3", "state", "division", "region")
_ZIP = re.compile(r"(\d{3,5})(?:-?(\d{4}))?")


class UsZip(Rule):
    """Areas from fine to coarse; `zip5` serves where values are ZIP+4.

    A prefix that crosses a border counts for the state where most of its addresses lie, so that levels nest.
    This is geography, not Safe Harbor: sparse prefixes are not cut to 000 as the transform `zip3` does.
    """

    expects: ClassVar[str] = "a US ZIP code"
    areas: list[Area] = Field(default=["zip3", "state", "region"], min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        places = [AREAS.index(area) for area in self.areas]
        if sorted(set(places)) != places:
            raise ValueError(f"list areas once each, from fine to coarse: {', '.join(AREAS)}")
        return self

    def depth(self) -> int:
        return len(self.areas)

    def climb(self, value: str) -> Sequence[str] | None:
        found = _ZIP.fullmatch(value.strip())
        if found is None:
            return None
        code = found[1].zfill(5)  # spreadsheets take leading zeros away
        state = us_states.of_prefix().get(code[:3])
        if state is None:
            return None
        names: dict[Area, str] = {
            "zip5": code,
            "zip3": code[:3],
            "state": state,
            "division": us_states.divisions()[state],
            "region": us_states.regions()[state],
        }
        return [names[area] for area in self.areas]
