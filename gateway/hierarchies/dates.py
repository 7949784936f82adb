"""Dates: day, month, quarter, year, decade."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from gateway.hierarchies.base import Rule

Unit = Literal["day", "month", "quarter", "year", "decade"]

UNITS: dict[Unit, Callable[[date], str]] = {  # from fine to coarse; each unit is made of whole ones before it
    "day": lambda day: day.isoformat(),
    "month": lambda day: f"{day.year:04}-{day.month:02}",
    "quarter": lambda day: f"{day.year:04}-Q{(day.month + 2) // 3}",
    "year": lambda day: f"{day.year:04}",
    "decade": lambda day: f"{day.year // 10:03}0s",
}


class Dates(Rule):
    """Units from fine to coarse; `day` serves where values have times too.

    format: how values are written, in the codes of Python's strptime; ISO 8601 where it is not given.
    """

    expects: ClassVar[str] = "a date as `format` says (ISO 8601 by default)"
    units: list[Unit] = Field(default=["month", "quarter", "year", "decade"], min_length=1)
    format: str | None = None

    @model_validator(mode="after")
    def _rising(self) -> Self:
        order = list(UNITS)
        places = [order.index(unit) for unit in self.units]
        if sorted(set(places)) != places:
            raise ValueError(f"list units once each, from fine to coarse: {', '.join(order)}")
        return self

    def depth(self) -> int:
        return len(self.units)

    def climb(self, value: str) -> Sequence[str] | None:
        try:
            moment = datetime.strptime(value, self.format) if self.format else datetime.fromisoformat(value)
        except ValueError:
            return None
        return [UNITS[unit](moment.date()) for unit in self.units]
