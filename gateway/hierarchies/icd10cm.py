"""ICD-10-CM diagnosis codes by prefix: code, subcategory (E11.9), category (E11), chapter (E00-E89)."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from gateway.hierarchies.base import Rule

Level = Literal["subcategory", "category", "chapter"]
LEVELS: tuple[Level, ...] = ("subcategory", "category", "chapter")

# The tabular list's 22 chapters, in the order of their codes.
_CHAPTERS = (
    "A00-B99", "C00-D49", "D50-D89", "E00-E89", "F01-F99", "G00-G99", "H00-H59", "H60-H95", "I00-I99", "J00-J99",
    "K00-K95", "L00-L99", "M00-M99", "N00-N99", "O00-O9A", "P00-P96", "Q00-Q99", "R00-R99", "S00-T88", "U00-U85",
    "V00-Y99", "Z00-Z99",
)  # fmt: skip
_FIRST = [chapter[:3] for chapter in _CHAPTERS]
_CODE = re.compile(r"([A-Z]\d[0-9A-Z])(?:\.?([0-9A-Z]{1,4}))?")


class Icd10Cm(Rule):
    """Codes with or without the dot, in any case."""

    expects: ClassVar[str] = "an ICD-10-CM code"
    levels: list[Level] = Field(default=["subcategory", "category", "chapter"], min_length=1)

    @model_validator(mode="after")
    def _rising(self) -> Self:
        places = [LEVELS.index(level) for level in self.levels]
        if sorted(set(places)) != places:
            raise ValueError(f"list levels once each, from fine to coarse: {', '.join(LEVELS)}")
        return self

    def depth(self) -> int:
        return len(self.levels)

    def climb(self, value: str) -> Sequence[str] | None:
        found = _CODE.fullmatch(value.strip().upper())
        if found is None:
            return None
        category, rest = found[1], found[2] or ""
        chapter = _CHAPTERS[max(0, bisect_right(_FIRST, category) - 1)]
        if not chapter[:3] <= category <= chapter[4:]:
            return None
        names: dict[Level, str] = {
            "subcategory": f"{category}.{rest[0]}" if rest else category,
            "category": category,
            "chapter": chapter,
        }
        return [names[level] for level in self.levels]
