"""What a page of the console tells in, the page out: in the house's style, for a screen, and without any script."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from gateway.report import plots, words
from gateway.report.page import ENVIRONMENT
from gateway.report.sheets import style

_SHEETS = ("card.css", "audit.css", "console.css")
_TIMELINE = ("exports", "denied", "intents", "policies")
# The way in to each subject: its path, its name, and the right without which it is not shown.
_PLACES = (
    ("/", "Overview", None),
    ("/requests", "Requests", "readRequests"),
    ("/releases", "Releases", "readRequests"),
    ("/log", "Log", "readLog"),
    ("/questions", "Questions", "readLog"),
    ("/consents", "Consent", "readRequests"),
    ("/disclosures", "Disclosures", "accountDisclosures"),
)


@dataclass(frozen=True, slots=True)
class Plot:
    """One of the two plots of answers, or neither."""

    timeline: plots.Timeline | None = None
    dots: tuple[plots.Dot, ...] = ()
    grid: tuple[tuple[float, str], ...] = ()


def console_page(template: str, **values: Any) -> tuple[bytes, str]:
    """The page in UTF-8, and the digest of the style sheet in it.

    values: what the template shows; `visit` is who is in and what they may see, None outside of a session.
    """
    sheet = style(*_SHEETS)
    page = ENVIRONMENT.get_template(f"console/{template}").render(
        sheet=sheet.text, places=_PLACES, height=plots.HEIGHT, **values
    )
    return page.encode(), sheet.digest


def plot_of(question: str, rows: Sequence[Mapping[str, Any]], volume: Sequence[Mapping[str, Any]]) -> Plot:
    """What is worth seeing of an answer: exports by size, or when exports, denials or open intents happened."""
    if question == "volume":
        return Plot(None, *plots.dots(volume))
    if question in ("exports", "denied", "intents"):
        return Plot(plots.timeline({name: rows if name == question else () for name in _TIMELINE}))
    return Plot()


def _kind(state: str) -> str:
    """Of which sort a state or an outcome is, for its sign: done, waiting, or ended."""
    return _SORTS.get(state, "waiting")


_SORTS: Mapping[str, str] = {
    **dict.fromkeys(("published", "success", "live", "permit"), "done"),
    **dict.fromkeys(("denied", "withdrawn", "revoked", "refused", "failed", "deny", "superseded"), "ended"),
    **dict.fromkeys(("expired", "ended", "interrupted"), "late"),
}


def _second(stamp: str) -> Markup:
    """An RFC 3339 time for a table, to the second, in UTC."""
    at = datetime.fromisoformat(stamp).astimezone(UTC)
    return Markup('<time datetime="{}">{:%Y-%m-%d %H:%M:%S}</time>').format(stamp, at)


ENVIRONMENT.filters |= {"sort_of": _kind, "second": _second, "consent": lambda code: words.CONSENT.get(code, code)}
