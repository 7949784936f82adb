"""An officer's questions, each a page; and all of them as one report, once the whole log was recomputed."""

from datetime import UTC, date, datetime, time, timedelta

from gateway import history, report
from gateway.console.visit import Drawn, Visit
from gateway.errors import BadInput
from gateway.questions import QUESTIONS, Span, volume

_MOST = 500  # rows on a page


def listed(visit: Visit) -> Drawn:
    """What can be asked."""
    return visit.draw("questions.html", questions=QUESTIONS)


def show(visit: Visit) -> Drawn:
    """One question with its answer. Raises BadInput for one that there is not."""
    question = next((one for one in QUESTIONS if one.name == visit.path["name"]), None)
    if question is None:
        raise BadInput("no such question", hint="choose one from the list of questions")
    span = span_of(visit)
    rows = question.ask(visit.site, span)
    plotted = volume.measured(visit.site, span) if question is volume.QUESTION else []
    shown = rows[-_MOST:] if rows and "at" in rows[0] else rows[:_MOST]  # in order of time the newest, else the first
    return visit.draw("question.html", question=question, rows=shown, all=len(rows),
                      plot=report.plot_of(question.name, rows, plotted),
                      since=visit.query.get("since", ""), until=visit.query.get("until", ""))  # fmt: skip


def report_(visit: Visit) -> Drawn:
    """The audit report. Raises IntegrityError where the log does not hold."""
    return Drawn(history.report_page(visit.site, span_of(visit)), report.style(*report.AUDIT_SHEETS).digest)


def span_of(visit: Visit) -> Span:
    """From `since` to `until`, both days included, in UTC. Raises BadInput."""
    since, until = (_day(visit.query.get(name, ""), name) for name in ("since", "until"))
    first = datetime.combine(since, time.min, UTC) if since else None
    return Span(first, datetime.combine(until + timedelta(days=1), time.min, UTC) if until else None)


def _day(text: str, name: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"{name} is not a day", hint="write it as YYYY-MM-DD") from None
