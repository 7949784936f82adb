"""What every question has: a name, the words that an officer would use, the columns of its answer, and how to ask."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gateway.site import Site

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Aware UTC times: from `since` on, before `until`; None is open."""

    since: datetime | None = None
    until: datetime | None = None

    def holds(self, at: str) -> bool:
        """Whether an RFC 3339 time lies in it."""
        moment = datetime.fromisoformat(at)
        return (self.since is None or self.since <= moment) and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Question:
    """`ask` gives rows, oldest first unless it says otherwise; `columns` are those that people are shown."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    ask: Callable[[Site, Span], list[Row]]
