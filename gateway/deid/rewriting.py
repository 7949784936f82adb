"""A text and its spans in, the text with each span replaced out: Presidio's anonymizer with an operator of ours."""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from presidio_anonymizer import AnonymizerEngine, OperatorConfig
from presidio_anonymizer.entities import RecognizerResult
from presidio_anonymizer.operators import Operator, OperatorType

from gateway.model import Span

SPANS_AT_ONCE = 64  # the anonymizer copies the whole text for each span, so long notes go through it in pieces

Replace = Callable[[str, str], str]


class Substitute(Operator):
    """A Presidio operator that asks `replace(entity, text)` for what to write instead."""

    def operate(self, text: str, params: dict[str, Any] | None = None) -> str:
        return str((params or {})["replace"](params["entity_type"], text))  # type: ignore[index]  # see validate

    def validate(self, params: dict[str, Any] | None = None) -> None:
        if not params or "replace" not in params:
            raise ValueError("substitute needs `replace`")

    def operator_name(self) -> str:
        return "substitute"

    def operator_type(self) -> OperatorType:
        return OperatorType.Anonymize


def rewrite(text: str, spans: Sequence[Span], operator: Replace) -> str:
    """`text` with every span replaced; sorted, disjoint spans in."""
    operators = {"DEFAULT": OperatorConfig("substitute", {"replace": operator})}
    done: list[str] = []
    at = 0
    for first in range(0, len(spans), SPANS_AT_ONCE):
        run = spans[first : first + SPANS_AT_ONCE]
        piece = text[at : run[-1].end]
        results = list(_results(run, at))
        done.append(_engine().anonymize(piece, results, operators, merge_entities_with_spaces=False).text)
        at = run[-1].end
    return "".join([*done, text[at:]])


@cache
def _engine() -> AnonymizerEngine:
    engine = AnonymizerEngine()  # type: ignore[no-untyped-call]  # Presidio is partly typed
    engine.add_anonymizer(Substitute)
    return engine


def _results(spans: Iterable[Span], offset: int) -> Iterable[RecognizerResult]:
    for span in spans:
        yield RecognizerResult(span.entity, span.start - offset, span.end - offset, span.score)
