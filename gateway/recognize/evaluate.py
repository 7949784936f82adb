"""Gold spans and predicted spans of a corpus go in, recall, leaks and precision come out.

A token is `\\w+`. Whatever entity type covers a token counts: what leaks is measured, not what it is called.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

_TOKEN = re.compile(r"\w+")


class GoldSpan(Protocol):
    """Characters `start` to `end` (code points, end exclusive) under a corpus's own `label`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def label(self) -> str: ...


class Offsets(Protocol):
    """Characters `start` to `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(slots=True)
class _Tally:
    spans: int = 0
    covered_spans: int = 0
    tokens: int = 0
    covered_tokens: int = 0
    characters: int = 0
    leaked: int = 0

    def add(self, tokens: list[tuple[int, int]], covered: bytearray) -> None:
        """Counts one gold span by the parts of tokens that lie in it."""
        hits = [any(covered[start:end]) for start, end in tokens]
        self.spans += 1
        self.covered_spans += all(hits)
        self.tokens += len(hits)
        self.covered_tokens += sum(hits)
        self.characters += sum(end - start for start, end in tokens)
        self.leaked += sum(end - start - sum(covered[start:end]) for start, end in tokens)

    def figures(self) -> dict[str, float | int]:
        """The figures of the `evaluate` command; a share of nothing is 1, a leak of nothing 0."""
        return {
            "spans": self.spans,
            "tokens": self.tokens,
            "token_recall": _share(self.covered_tokens, self.tokens, 1.0),
            "span_recall": _share(self.covered_spans, self.spans, 1.0),
            "leaked_chars": _share(self.leaked, self.characters, 0.0),
        }


def measure(
    documents: Iterable[tuple[str, Sequence[GoldSpan], Sequence[Offsets]]],
) -> dict[str, Any]:
    """The figures for documents of (text, gold spans, predicted spans).

    `token_recall` is the share of gold tokens touched by a prediction, `span_recall` the share of gold
    spans with every token touched, `leaked_chars` the share of gold word characters that no prediction
    covers, `token_precision` the share of redacted tokens that touch gold.
    """
    labels: dict[str, _Tally] = {}
    everything = _Tally()
    count = redacted = right = 0
    for text, gold, predicted in documents:
        count += 1
        covered, wanted = _mask(text, predicted), _mask(text, gold)
        tokens = [match.span() for match in _TOKEN.finditer(text)]
        for span in gold:
            parts = [(m.start(), m.end()) for m in _TOKEN.finditer(text, span.start, span.end)]
            labels.setdefault(span.label, _Tally()).add(parts, covered)
            everything.add(parts, covered)
        hits = [(start, end) for start, end in tokens if any(covered[start:end])]
        redacted += len(hits)
        right += sum(any(wanted[start:end]) for start, end in hits)
    return {
        "documents": count,
        "labels": {label: labels[label].figures() for label in sorted(labels)},
        "all": everything.figures(),
        "token_precision": _share(right, redacted, 1.0),
        "redacted_tokens": redacted,
    }


def _mask(text: str, spans: Sequence[Offsets]) -> bytearray:
    mask = bytearray(len(text))
    for span in spans:
        mask[span.start : span.end] = b"\x01" * (min(span.end, len(text)) - span.start)
    return mask


def _share(part: int, whole: int, of_nothing: float) -> float:
    return round(part / whole, 4) if whole else of_nothing
