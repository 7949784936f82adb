"""Exports of unusual volume: beside all exports before, by rows, patients, and how many one recipient got in a week."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import log10
from statistics import median
from typing import Any

from gateway.questions import exports
from gateway.questions.base import Question, Row, Span
from gateway.site import Site

ENOUGH = 5  # exports before, to say what is usual
FARTHEST = 3.5  # modified z-score (Iglewicz and Hoaglin 1993, How to Detect and Handle Outliers)
LEAST = 0.05  # of a decade (12 %): exports of all but one size make no outlier of a small difference
WEEK = timedelta(days=7)


def measured(site: Site, span: Span) -> list[Row]:
    """One row an export of the span, unusual or not."""
    before: list[dict[str, Any]] = []
    found: list[Row] = []
    for row in exports.ask(site, Span(until=span.until)):
        at = datetime.fromisoformat(row["at"])
        same = [b for b in before if b["recipient"] == row["recipient"] and at - b["moment"] < WEEK]
        now = {"rows": row["rows"], "patients": row["patients"], "in a week": 1 + len(same)}
        usual = {name: median(b[name] for b in before) for name in now} if len(before) >= ENOUGH else {}
        odd = [name for name in usual if unusual(now[name], [b[name] for b in before])]
        if span.holds(row["at"]):
            found.append({
                **{name: row[name] for name in ("at", "release", "exporter", "recipient", "dataset")}, **now,
                "unusual": odd, "usual": {name: round(usual[name]) for name in odd}, "event": row["event"],
            })  # fmt: skip
        before.append({"recipient": row["recipient"], "moment": at, **now})
    return found


def unusual(value: float, before: Sequence[float]) -> bool:
    """Whether `value` is above what `before` would let one expect, on a scale of decades."""
    logs = [log10(max(1, b)) for b in before]
    middle = median(logs)
    spread = max(median(abs(x - middle) for x in logs), LEAST)
    return 0.6745 * (log10(max(1, value)) - middle) / spread > FARTHEST


def ask(site: Site, span: Span) -> list[Row]:
    """The unusual ones, with the measures that are unusual and what was usual (the median) by then."""
    return [row for row in measured(site, span) if row["unusual"]]


QUESTION = Question(
    "volume",
    "Exports of unusual volume",
    "Far more rows or patients than the exports before, or more exports to one recipient within a week than usual.",
    ("at", "release", "exporter", "recipient", "rows", "patients", "in a week", "unusual", "usual"),
    ask,
)
