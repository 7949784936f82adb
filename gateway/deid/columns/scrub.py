"""Free text: every span that a recogniser finds is replaced; a note that cannot be scanned is quarantined."""

from typing import ClassVar, Literal

from pydantic import Field, field_validator

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.recognize.entities import ENTITIES


class Scrub(Transform):
    """Replace identifying spans by `[ENTITY]` (placeholder) or by invented values of the same form (surrogate).

    keep: entities that stay, where the policy's basis lets them: a limited data set keeps dates, towns and
    ZIP codes (45 CFR 164.514(e)(2)).
    """

    name: ClassVar[str] = "scrub"
    primary: ClassVar[str | None] = "mode"

    mode: Literal["placeholder", "surrogate"]
    keep: tuple[str, ...] = Field(default=(), strict=False)

    @field_validator("keep")
    @classmethod
    def _known(cls, keep: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := set(keep) - ENTITIES.keys():
            raise ValueError(f"no entity is called {sorted(unknown)[0]}")
        return keep

    def apply(self, values: Column, rows: Rows) -> Column:
        """Text in, text out. Raises Unreadable for notes that were not scanned whole."""
        return rows.scrub(values, rows.subject, self.mode, self.keep)
