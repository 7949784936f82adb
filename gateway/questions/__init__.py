"""A site and a span of time in, an officer's questions answered from the log out. One file a question; `QUESTIONS`."""

from gateway.questions import (
    approvals,
    denied,
    disclosed,
    expiring,
    exports,
    intents,
    policies,
    volume,
)
from gateway.questions.base import Question, Row, Span

__all__ = ["QUESTIONS", "Question", "Row", "Span"]

QUESTIONS: tuple[Question, ...] = (
    exports.QUESTION,
    denied.QUESTION,
    approvals.QUESTION,
    disclosed.QUESTION,
    policies.QUESTION,
    volume.QUESTION,
    expiring.QUESTION,
    intents.QUESTION,
)
