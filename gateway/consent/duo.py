"""A dataset's data-use terms and a request in; permit, deny, or abstain to a person out, term by term.

One permission is enough, every modifier must hold (Dyke et al. 2016, doi:10.1371/journal.pgen.1005772; the Broad
Institute's DUOS decides in the same way). What the request does not tell, or a program can't judge, is a question for
a person, never a yes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from gateway.consent.purposes import covers
from gateway.errors import BadInput
from gateway.model import DataUse, Request
from gateway.records.data_use import PERMISSIONS, TERMS

Decision = Literal["permit", "deny", "abstain"]

# What a request tells of the research, and the values that are understood; none means any.
RESEARCH: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "topic": ("health", "disease", "ancestry", "methods"),
    "disease": (),  # an ICD-10-CM code
    "organisation": ("nonprofit", "forprofit"),
    "commercial": ("no", "yes"),
    "ethics": (),  # the number of the ethics approval
    "country": (),  # ISO 3166, two letters
    "institution": (),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """What one term says to the request; `because` is for people."""

    term: str
    decision: Decision
    because: str

    @property
    def id(self) -> str:
        return TERMS[self.term][0]


@dataclass(frozen=True, slots=True)
class Match:
    """The decision, and the findings that it rests on: of permissions the best, of modifiers every one."""

    decision: Decision
    findings: tuple[Finding, ...]

    def of(self, decision: Decision) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.decision == decision)


def match(use: DataUse, request: Request) -> Match:
    """Decide by the dataset's terms."""
    found = [Finding(term, *_judge(term, values, request)) for term, values in use.terms.items()]
    permissions = [finding for finding in found if finding.term in PERMISSIONS]
    order: tuple[Decision, ...] = ("permit", "abstain", "deny")
    best = min(permissions, key=lambda finding: order.index(finding.decision))
    modifiers = [finding for finding in found if finding.term not in PERMISSIONS]
    findings = (best, *modifiers)
    return Match(max((f.decision for f in findings), key=order.index), findings)


def check_research(research: Mapping[str, str]) -> None:
    """Raise BadInput for a key or a value that no term asks for."""
    for key, value in research.items():
        if key not in RESEARCH:
            raise BadInput(f"--research: no key {key!r}", hint=f"there are {', '.join(RESEARCH)}")
        if not value or (RESEARCH[key] and value not in RESEARCH[key]):
            hint = f"write {' or '.join(RESEARCH[key]) or 'a value'}"
            raise BadInput(f"--research: {key}: not understood", hint=hint)
    if "disease" in research and research.get("topic", "disease") != "disease":
        raise BadInput("--research: a disease, and another topic", hint="leave out `topic`, or write topic=disease")


def within(disease: str, wider: str) -> bool | None:
    """Whether an ICD-10-CM code is `wider`, under it, or in its range; None where that can't be told.

    The hierarchy of ICD-10-CM is in its codes: a category has three characters, what is under it begins with them.
    """
    if ":" in disease or ":" in wider:  # another code system, whose hierarchy is not known here
        return True if disease == wider else None
    first, _, last = wider.partition("-")
    if last:
        return first <= disease[:3] <= last
    return disease.replace(".", "").startswith(wider.replace(".", ""))


Judged = tuple[Decision, str]


def _judge(term: str, values: tuple[str, ...], request: Request) -> Judged:
    judge = _JUDGES.get(term)
    return judge(values, request) if judge else ("abstain", f"{TERMS[term][1]}: only a person can tell")


def _general(_: tuple[str, ...], request: Request) -> Judged:
    if covers("HRESCH", request.purpose):
        return "permit", "the purpose is research"
    return "abstain", f"whether {request.purpose} is research"


def _health(values: tuple[str, ...], request: Request) -> Judged:
    match request.research.get("topic", "disease" if "disease" in request.research else ""):
        case "health" | "disease":
            return _general(values, request)
        case "ancestry":
            return "deny", "the topic is ancestry, not health"
        case "methods":
            return "abstain", "whether these methods are for health"
    return "abstain", "what the research is about"


def _disease(values: tuple[str, ...], request: Request) -> Judged:
    disease = request.research.get("disease")
    if disease is None:
        return "abstain", f"whether the research is on {' or '.join(values)}"
    found = [within(disease, value) for value in values]
    if True in found:
        return "permit", f"{disease} is under {values[found.index(True)]}"
    if None in found:
        return "abstain", f"whether {disease} is under {' or '.join(values)}"
    return "deny", f"{disease} is not under {' or '.join(values)}"


def _ancestry(_: tuple[str, ...], request: Request) -> Judged:
    topic = request.research.get("topic")
    if topic is None and "disease" not in request.research:
        return "abstain", "whether the research is on origins or ancestry"
    return ("permit", "the topic is ancestry") if topic == "ancestry" else ("deny", "the topic is not ancestry")


def _told(key: str, *, good: str, question: str) -> Callable[[tuple[str, ...], Request], Judged]:
    def judge(_: tuple[str, ...], request: Request) -> Judged:
        told = request.research.get(key)
        if told is None:
            return "abstain", question
        return ("permit" if told == good else "deny"), f"{key} is {told}"

    return judge


def _listed(key: str, question: str) -> Callable[[tuple[str, ...], Request], Judged]:
    def judge(values: tuple[str, ...], request: Request) -> Judged:
        told = request.research.get(key)
        if told is None:
            return "abstain", question
        return ("permit" if told in values else "deny"), f"{key} is {told}, allowed is {' or '.join(values)}"

    return judge


_organisation = _told("organisation", good="nonprofit", question="whether the organisation is for profit")
_commercial = _told("commercial", good="no", question="whether the use is commercial")


def _both(values: tuple[str, ...], request: Request) -> Judged:
    found = [_organisation(values, request), _commercial(values, request)]
    return next((one for wanted in ("deny", "abstain") for one in found if one[0] == wanted), found[0])


def _not_topic(topic: str) -> Callable[[tuple[str, ...], Request], Judged]:
    def judge(_: tuple[str, ...], request: Request) -> Judged:
        told = request.research.get("topic", "disease" if "disease" in request.research else None)
        if told is None:
            return "abstain", f"whether the topic is {topic}"
        return ("deny" if told == topic else "permit"), f"the topic is {told}"

    return judge


def _ethics(_: tuple[str, ...], request: Request) -> Judged:
    number = request.research.get("ethics")
    if number is None:
        return "deny", "no ethics approval is named"
    return "abstain", f"whether ethics approval {number} is valid for this research"


def _moratorium(values: tuple[str, ...], _: Request) -> Judged:
    return "permit", f"nothing is published before {max(values)}"


def _time(values: tuple[str, ...], request: Request) -> Judged:
    last = max(map(date.fromisoformat, values))
    return ("permit" if request.until <= last else "deny"), f"use ends on {last}"


def _users(values: tuple[str, ...], request: Request) -> Judged:
    return ("permit" if request.requester in values else "deny"), f"the requester is {request.requester}"


def _projects(values: tuple[str, ...], request: Request) -> Judged:
    return ("permit" if request.project in values else "deny"), f"the project is {request.project}"


_JUDGES: Mapping[str, Callable[[tuple[str, ...], Request], Judged]] = MappingProxyType({
    "NRES": lambda _values, _request: ("permit", "no restriction"),
    "GRU": _general,
    "HMB": _health,
    "DS": _disease,
    "POA": _ancestry,
    "NPU": _organisation,
    "NCU": _commercial,
    "NPUNCU": _both,
    "NPOA": _not_topic("ancestry"),
    "NMDS": _not_topic("methods"),
    "IRB": _ethics,
    "GS": _listed("country", "in which country the data is used"),
    "IS": _listed("institution", "at which institution the data is used"),
    "MOR": _moratorium,
    "TS": _time,
    "US": _users,
    "PS": _projects,
})  # fmt: skip
