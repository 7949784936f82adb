"""Notes in, one HTML page for a person's eyes out, as a stream: it loads nothing and runs nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from gateway.model import Detection, Vote
from gateway.recognize.entities import ENTITIES
from gateway.report.page import ENVIRONMENT
from gateway.report.sheets import style


class Numbered(Protocol):
    """A de-identified note with its number in a sample; `place` is table.column."""

    @property
    def number(self) -> int: ...
    @property
    def place(self) -> str: ...
    @property
    def text(self) -> str: ...


def review_page(release: str, notes: Sequence[Numbered], population: int) -> Iterator[str]:
    """The sampled notes of a release, to be read one by one."""
    return _stream("review.html", release=release, notes=notes, population=population)


@dataclass(frozen=True, slots=True)
class ViewedNote:
    """A note as it was detected; `votes` has one tuple a span."""

    id: str
    text: str
    detection: Detection
    votes: tuple[tuple[Vote, ...], ...]

    @property
    def pieces(self) -> Iterator[tuple[str, int]]:
        """The text in pieces with the number of the span that each one is, from 1 on; 0 for what is no span."""
        at = 0
        for number, span in enumerate(self.detection.spans, 1):
            yield self.text[at : span.start], 0
            yield self.text[span.start : span.end], number
            at = span.end
        yield self.text[at:], 0


def detection_page(notes: Iterable[ViewedNote]) -> Iterator[str]:
    """Notes with their spans marked, and for each span who voted for it; the page holds PHI."""
    return _stream("detection.html", notes=notes, colour=_colour, letter=lambda entity: ENTITIES[entity].letter)


def _colour(entity: str) -> str:
    """Of four colours, by the letter of 45 CFR 164.514(b)(2)(i): names, places, dates, numbers."""
    if entity == "ORGANIZATION":
        return "place"
    return {"A": "name", "B": "place", "C": "date"}.get(ENTITIES[entity].letter, "number")


def _stream(template: str, **values: Any) -> Iterator[str]:
    sheet = style("notes.css")
    yield from ENVIRONMENT.get_template(template).generate(
        style=sheet.text,
        style_hash=sheet.digest,
        **values,
    )
