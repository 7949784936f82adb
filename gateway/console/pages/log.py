"""The log: a search, newest first, page by page."""

import re
from urllib.parse import urlencode

from gateway import history
from gateway.audit.events import EVENTS, timestamp
from gateway.console.pages.questions import span_of
from gateway.console.visit import Drawn, Visit
from gateway.desk import people
from gateway.errors import BadInput
from gateway.registry.events import Wanted

_PAGE = 50
_IDS = {"releases": re.compile(r"rel-\d{8}-[0-9a-f]{8}(-v\d+)?"), "requests": re.compile(r"req-\d{8}-[0-9a-f]{8}")}
_FIELDS = ("text", "type", "actor", "outcome", "since", "until")


def search(visit: Visit) -> Drawn:
    """The events that match, fifty at a time. Raises BadInput for what is not a day or a number."""
    asked = {name: visit.query.get(name, "").strip() for name in _FIELDS}
    before = _number(visit.query.get("before", ""))
    found = visit.site.log.search(_wanted(visit, asked), limit=_PAGE + 1, before=before)
    query = urlencode({name: value for name, value in asked.items() if value})
    return visit.draw("log.html", asked=asked, query=query, before=before, found=history.lines(found[:_PAGE]),
                      older=found[_PAGE - 1].seq if len(found) > _PAGE else None, head=history.head(visit.site),
                      types=sorted(EVENTS), outcomes=("success", "refused", "failed", "interrupted", "pending"),
                      people=["site", *(one.name for one in people.everyone(visit.site))])  # fmt: skip


def _wanted(visit: Visit, asked: dict[str, str]) -> Wanted:
    span = span_of(visit)
    since, until = (timestamp(moment) if moment else None for moment in (span.since, span.until))
    text = asked["text"]
    whole = {name: (text,) for name, form in _IDS.items() if form.fullmatch(text)}  # found by an index, a part is not
    return Wanted(actor=asked["actor"] or None, types=(asked["type"],) if asked["type"] else (),
                  outcome=asked["outcome"] or None, text="" if whole else text, since=since, until=until,
                  **whole)  # fmt: skip


def _number(text: str) -> int | None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 16):
        raise BadInput("that is no event", hint="events are numbered from 0")
    return int(text) if text else None
