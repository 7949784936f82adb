"""Exports that began and have no outcome: they run now, or a crash ended them."""

from gateway.questions.base import Question, Row, Span
from gateway.site import Site


def ask(site: Site, span: Span) -> list[Row]:
    """One row an intent; whether a process is at it now is seen from its lock."""
    found: list[Row] = []
    for seq, intent in site.log.open_intents().items():
        if span.holds(intent.at or ""):
            release = intent.facts.get("release", "")
            found.append({
                "at": intent.at, "request": intent.request, "release": release, "exporter": intent.actor,
                "state": "running" if site.busy(release) else "crashed",
                "mend": f"gateway export {intent.request}", "event": seq,
            })  # fmt: skip
    return found


QUESTION = Question(
    "intents",
    "Open intents",
    "Exports without an outcome: running now, or ended by a crash. `audit recover` closes those; `export` goes on.",
    ("at", "request", "release", "exporter", "state", "mend"),
    ask,
)
