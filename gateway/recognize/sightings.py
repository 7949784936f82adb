"""The own-record recogniser's results and the spans found without it in; which of the record's values were missed out.

Only values that stand there for certain count: a word that is one letter off may be another word. Where forms of
one value overlap (a street with and without its number) they are one place.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from presidio_analyzer import RecognizerResult

from gateway.model import Sighting, Span
from gateway.recognize.own_record import KIND, SCORE


def sightings(text: str, own: Iterable[RecognizerResult], blind: Sequence[Span]) -> tuple[Sighting, ...]:
    """One for each place of a value; `blind` is sorted and disjoint. Linear but for the sorting."""
    starts = [span.start for span in blind]
    return tuple(
        Sighting(kind, entity, _is_covered(text, start, end, blind, starts))
        for kind, entity, start, end in _places(own)
    )


def _places(own: Iterable[RecognizerResult]) -> Iterator[tuple[str, str, int, int]]:
    """Kind, entity, start and end, with overlapping results of one kind united."""
    certain = [
        (str(result.recognition_metadata[KIND]), result.start, result.end, result.entity_type)
        for result in own
        if result.score >= SCORE
    ]
    place: tuple[str, str, int, int] | None = None
    for kind, start, end, entity in sorted(certain):
        if place and place[0] == kind and start < place[3]:
            place = (*place[:3], max(end, place[3]))
            continue
        if place:
            yield place
        place = (kind, entity, start, end)
    if place:
        yield place


def _is_covered(text: str, start: int, end: int, spans: Sequence[Span], starts: Sequence[int]) -> bool:
    """Whether every letter and digit from `start` to `end` lies in a span."""
    number = max(0, bisect_right(starts, start) - 1)
    at = start
    while at < end:
        if number < len(spans) and spans[number].end <= at:
            number += 1
        elif number < len(spans) and spans[number].start <= at:
            at = spans[number].end
        elif text[at].isalnum():
            return False
        else:
            at += 1
    return True
