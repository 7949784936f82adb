"""Numbers in intervals: of equal width, or between cuts."""

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from gateway.hierarchies.base import Rule

Number = int | float
_LARGEST = Decimal(10) ** 15  # so that every bound is exact


class Intervals(Rule):
    """Levels of intervals that start at their lower bound, each level made of whole intervals of the one before.

    widths: of the intervals of each level; they start at multiples of it, counted from `start`. Values from `top` on
    share one interval, and so do values below `bottom`.
    cuts: instead, for each level where intervals begin: [[18, 40, 65], [65]].
    """

    expects: ClassVar[str] = "a number"
    widths: list[Annotated[Number, Field(gt=0)]] = Field(default_factory=list)
    start: Number = 0
    top: Number | None = None
    bottom: Number | None = None
    cuts: list[Annotated[list[Number], Field(min_length=1)]] = Field(default_factory=list)

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if bool(self.widths) == bool(self.cuts):
            raise ValueError("give either widths or cuts")
        widths = [_exact(width) for width in self.widths]
        if any(fine >= coarse or coarse % fine for fine, coarse in pairwise(widths)):
            raise ValueError("each width must be a multiple of the one before")
        if self.cuts and not (self.start == 0 and self.top is None and self.bottom is None):
            raise ValueError("start, top and bottom go with widths")
        if any(sorted(set(cuts)) != cuts for cuts in self.cuts):
            raise ValueError("cuts ascend")
        if any(not set(coarse) < set(fine) for fine, coarse in pairwise(self.cuts)):
            raise ValueError("each level has some of the cuts of the one before, and no others")
        if self.top is not None and self.bottom is not None and self.bottom >= self.top:
            raise ValueError("bottom lies below top")
        return self

    def depth(self) -> int:
        return len(self.widths) or len(self.cuts)

    def climb(self, value: str) -> Sequence[str] | None:
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return None
        if not number.is_finite() or abs(number) >= _LARGEST:
            return None
        if self.cuts:
            return [_between(number, [_exact(cut) for cut in cuts]) for cuts in self.cuts]
        return [self._of_width(number, _exact(width)) for width in self.widths]

    def _of_width(self, number: Decimal, width: Decimal) -> str:
        if self.top is not None and number >= _exact(self.top):
            return f"{_exact(self.top):f}+"
        if self.bottom is not None and number < _exact(self.bottom):
            return f"under {_exact(self.bottom):f}"
        start = _exact(self.start)
        low = start + (number - start) // width * width
        if low > number:  # Decimal's // rounds towards zero
            low -= width
        high = low + width
        if self.bottom is not None:
            low = max(low, _exact(self.bottom))
        if self.top is not None:
            high = min(high, _exact(self.top))
        return _label(low, high)


def _exact(number: Number) -> Decimal:
    return Decimal(str(number))


def _between(number: Decimal, cuts: Sequence[Decimal]) -> str:
    place = bisect_right(cuts, number)
    if place == 0:
        return f"under {cuts[0]:f}"
    return f"{cuts[-1]:f}+" if place == len(cuts) else _label(cuts[place - 1], cuts[place])


def _label(low: Decimal, high: Decimal) -> str:
    """As people write it where bounds are whole: 30-34 holds 34.5 too."""
    if low % 1 or high % 1:
        return f"[{low.normalize():f}, {high.normalize():f})"
    last = high - 1
    if low == last:
        return f"{low:.0f}"
    return f"{low:.0f}-{last:.0f}" if low >= 0 else f"{low:.0f} to {last:.0f}"
