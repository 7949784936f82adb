"""Spans and all that the recognisers found in; for each span who voted for it out, without any text."""

from collections.abc import Iterable, Iterator, Sequence

from gateway.model import Span, Vote
from gateway.recognize.spread import SCORE
from gateway.recognize.watch import Found


def votes(spans: Sequence[Span], found: Iterable[Found], threshold: float) -> tuple[tuple[Vote, ...], ...]:
    """One tuple a span (sorted, disjoint), the surest vote first; what scored below `threshold` is no vote.

    A recogniser votes once for each of its rules; a name that was spread over the note has the vote of `spread`.
    """
    ordered = sorted(one for one in found if one.score >= threshold)
    polls: list[dict[tuple[str, str], float]] = [dict(_spread(span)) for span in spans]
    at = 0
    for one in ordered:
        while at < len(spans) and spans[at].end <= one.start:
            at += 1
        if at < len(spans) and one.end > spans[at].start:
            key = (one.recognizer, one.rule)
            polls[at][key] = max(one.score, polls[at].get(key, 0))
    return tuple(
        tuple(Vote(name, rule, score) for (name, rule), score in sorted(poll.items(), key=lambda p: (-p[1], p[0])))
        for poll in polls
    )


def _spread(span: Span) -> Iterator[tuple[tuple[str, str], float]]:
    for evidence in span.evidence:
        name, _, rule = evidence.partition(": ")
        if name == "spread":
            yield (name, rule), SCORE
