"""Texts cut to ever fewer characters: phone prefixes, postcodes, and codes that are read by prefix (ATC, LOINC …)."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, model_validator

from gateway.hierarchies.base import TOP, Rule


class Mask(Rule):
    """Keep so many characters at each level, and write one `*` for the rest, however long.

    keep: characters kept, from the finest level to the coarsest. side: which end is masked.
    """

    expects: ClassVar[str] = "a text"
    keep: list[Annotated[int, Field(ge=1)]] = Field(min_length=1)
    side: Literal["right", "left"] = "right"

    @model_validator(mode="after")
    def _falling(self) -> Self:
        if any(fine <= coarse for fine, coarse in pairwise(self.keep)):
            raise ValueError("each level keeps fewer characters than the one before")
        return self

    def depth(self) -> int:
        return len(self.keep)

    def climb(self, value: str) -> Sequence[str]:
        return [self._cut(value, kept) for kept in self.keep]

    def _cut(self, value: str, kept: int) -> str:
        if len(value) <= kept:
            return value
        return value[:kept] + TOP if self.side == "right" else TOP + value[-kept:]
