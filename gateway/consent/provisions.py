"""The provisions of one FHIR Consent in, the purposes that they grant and bar out.

R4: a provision names its type, nested ones are exceptions to it. R5: `decision` is the base, and each level
of provisions negates the level above (FHIR R5, Consent.decision). Denials beat permits at the same level; an
exception beats what it is nested in. Where a permit cannot be honoured exactly it turns into a denial of the
same purposes, and where a denial cannot, it grows; each such narrowing is named in `Outcome.narrowed`.

Of the data a provision can single out sensitive categories only (see `labels`): a denial of such data withholds the
categories, and a permit whose labels name them includes them. Anything else restricts, and is treated as above.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gateway.consent import labels
from gateway.consent.dates import first_day, last_day
from gateway.consent.purposes import CODES, SYSTEMS, expand

Release = Literal["R4", "R4B", "R5"]
Kind = Literal["permit", "deny"]
Node = Mapping[str, Any]
Window = tuple[date, date | None]

ALWAYS: Window = (date.min, None)
_RECIPIENT_ROLES = frozenset({"IRCP", "PRCP", "GRANTEE", "DELEGATEE"})
_GROUPS = frozenset({"Organization", "Group", "CareTeam"})
_REFERENCE = re.compile(r"([A-Z][A-Za-z]+)/([A-Za-z0-9.-]{1,64})")


@dataclass(frozen=True, slots=True)
class Named:
    """Sensitive categories that a permit names: for these purposes, days and recipients (None is any)."""

    categories: frozenset[str]
    purposes: frozenset[str]
    window: Window
    recipients: frozenset[str] | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a provision and all it holds come to.

    granted: purposes that are permitted, in `window`, for `recipients` (None is any).
    barred: purposes that are denied wherever they are not granted.
    named, withheld: sensitive categories that are included, and those that are denied.
    """

    granted: frozenset[str]
    barred: frozenset[str]
    window: Window
    recipients: frozenset[str] | None
    narrowed: frozenset[str]
    named: tuple[Named, ...] = ()
    withheld: frozenset[str] = frozenset()


def judge(release: Release, kind: Kind, node: Node, within: frozenset[str], problem: str = "") -> Outcome:
    """Judge one provision for the purposes `within` which its parent leaves to it.

    A `problem` that the caller found makes a permit a denial. Raises ValueError for an unreadable date.
    """
    codes, strange = _purposes(node, within)
    narrowed = {problem, "a purpose that is not an ActReason code" if strange else ""}
    if kind == "deny" and (categories := labels.denied_categories(node)):
        if set(node) & {"provision", "purpose", "period", "actor", "action"}:
            narrowed.add("a restricted denial of a category")
        return Outcome(frozenset(), frozenset(), ALWAYS, None, frozenset(narrowed - {""}), withheld=categories)
    if kind == "deny":
        codes = within if strange else codes
        narrowed.add(_coarse(node))
    else:
        flaws = _unhonoured(node) | ({problem} if problem else set())
        if not codes:
            flaws.add("a permit without a usable purpose")
        narrowed |= flaws
        if flaws:
            return Outcome(frozenset(), codes or within, ALWAYS, None, frozenset(narrowed - {""}))
    return _combine(release, kind, node, codes, frozenset(narrowed - {""}))


def _combine(
    release: Release, kind: Kind, node: Node, codes: frozenset[str], narrowed: frozenset[str]
) -> Outcome:
    inner = _exceptions(release, kind, node, codes)
    denied = frozenset[str]().union(*(outcome.barred - outcome.granted for _, outcome in inner))
    base = codes if kind == "permit" else frozenset[str]()
    if kind == "permit" and any(sort == "permit" for sort, _ in inner):
        base, narrowed = frozenset(), narrowed | {"a permit inside a permit"}
    granted = base.union(*(outcome.granted for _, outcome in inner)) - denied
    barred = (codes - base).union(*(outcome.barred for _, outcome in inner))
    if kind == "deny" and granted and (node.get("period") or node.get("actor")):
        narrowed |= {"a restricted denial"}
    window, recipients = period(node, shorten=True), _recipients(node)
    named = [one for _, outcome in inner for one in outcome.named]
    if kind == "permit" and (categories := labels.permitted_categories(node)):
        named.append(Named(categories, codes, window, recipients))
        if labels.is_of_labelled_data_only(node):
            return Outcome(frozenset(), frozenset(), window, recipients, narrowed, tuple(named))
    for _, outcome in inner:
        if outcome.granted:
            window = overlap(window, outcome.window)
            recipients = common(recipients, outcome.recipients)
    withheld = frozenset[str]().union(*(outcome.withheld for _, outcome in inner))
    narrowed = narrowed.union(*(outcome.narrowed for _, outcome in inner))
    return Outcome(granted, barred, window, recipients, narrowed, tuple(named), withheld)


def included(outcome: Outcome) -> tuple[frozenset[str], frozenset[str]]:
    """The categories that the whole of what is granted includes; and what was narrowed, to leave others out."""
    found: set[str] = set()
    left: set[str] = set()
    for one in outcome.named:
        wide = outcome.granted <= one.purposes and overlap(one.window, outcome.window) == outcome.window
        anybody = one.recipients is None or (outcome.recipients is not None and outcome.recipients <= one.recipients)
        (found if wide and anybody else left).update(one.categories)
    narrowed = {"a category for less than the rest"} if left - found else set()
    return frozenset(found) - outcome.withheld, frozenset(narrowed)


def _exceptions(
    release: Release, kind: Kind, node: Node, codes: frozenset[str]
) -> list[tuple[Kind, Outcome]]:
    found: list[tuple[Kind, Outcome]] = []
    for child in node.get("provision") or []:
        sort: Kind = "deny"
        problem = ""
        if (release != "R5" and child.get("type") == "permit") or (release == "R5" and kind == "deny"):
            sort = "permit"
        elif release != "R5" and child.get("type") != "deny":
            problem = "a provision without a type"
        elif (child.get("period") or child.get("actor")) and not labels.denied_categories(child):
            problem = "a restricted denial"
        found.append((sort, judge(release, sort, child, codes, problem)))
    return found


def _purposes(node: Node, within: frozenset[str]) -> tuple[frozenset[str], bool]:
    """Give the purposes of `within` that are named (all, where none is), and say if others are named."""
    codings = node.get("purpose") or []
    if not codings:
        return within, False
    known = [c["code"] for c in codings if c.get("system") in SYSTEMS and c.get("code") in CODES]
    return frozenset[str]().union(*map(expand, known)) & within, len(known) < len(codings)


def _unhonoured(node: Node) -> set[str]:
    """Name what in a permit this program cannot honour."""
    found = set()
    if labels.permitted_categories(node) is None:
        found.add("a restriction to some of the data")
    if node.get("modifierExtension"):
        found.add("an unknown modifier")
    actions = {c.get("code") for action in node.get("action") or [] for c in action.get("coding") or []}
    if node.get("action") and "disclose" not in actions:
        found.add("actions without disclosure")
    if any(name.startswith("_") for name in node.get("period") or {}):
        found.add("a period that is not known")
    if _recipients(node) == frozenset():
        found.add("no recipient that can be read")
    return found


def _coarse(node: Node) -> str:
    """Name what would restrict a denial and is left out of account."""
    restricted = labels.restricts(node) or any(node.get(name) for name in ("modifierExtension", "action"))
    return "a restricted denial" if restricted else ""


def _recipients(node: Node) -> frozenset[str] | None:
    """Give the actors that receive data: None without actors, empty where none of them can be read."""
    actors = node.get("actor") or []
    if not actors:
        return None
    return frozenset(name for actor in actors if (name := _recipient(actor)))


def _recipient(actor: Node) -> str:
    roles = {coding.get("code") for coding in (actor.get("role") or {}).get("coding") or []}
    return recipient_name(actor.get("reference") or {}) if roles & _RECIPIENT_ROLES else ""


def recipient_name(reference: Node) -> str:
    """Give the project's name: the id of an organisation, group or team, or an identifier's value.

    Persons and devices keep their type before the id, so that no project can be taken for one; "" is
    unreadable.
    """
    if "reference" in reference:
        match = _REFERENCE.fullmatch(reference["reference"])
        kind, name = (match[1], match[2]) if match else ("", "")
    else:
        kind, name = reference.get("type") or "Group", (reference.get("identifier") or {}).get("value") or ""
    if len(name.split()) != 1:
        return ""
    return name if kind in _GROUPS else f"{kind}/{name}"


def denied_recipients(node: Node) -> tuple[str, ...]:
    """Give whom a denial concerns: its recipients where every actor is readable, else () for anybody."""
    names = [_recipient(actor) for actor in node.get("actor") or []]
    return tuple(sorted(set(names))) if all(names) else ()


def period(node: Node, *, shorten: bool) -> Window:
    """Read `node.period`; a missing end is open. Raises ValueError."""
    found: Node = node.get("period") or {}
    start = first_day(found["start"], shorten=shorten) if "start" in found else date.min
    return start, last_day(found["end"], shorten=shorten) if "end" in found else None


def overlap(one: Window, other: Window) -> Window:
    """Give the days that both windows hold; its end lies before its start where there are none."""
    ends = [end for end in (one[1], other[1]) if end is not None]
    return max(one[0], other[0]), min(ends, default=None)


def common(one: frozenset[str] | None, other: frozenset[str] | None) -> frozenset[str] | None:
    """Give the recipients that both name; None names anybody."""
    if one is None or other is None:
        return other if one is None else one
    return one & other


def subject_id(reference: Node) -> str:
    """Give the id of `Patient/ID` (of any version of it); "" for every other reference."""
    text = reference.get("reference") or ""
    match = _REFERENCE.fullmatch(text.partition("/_history/")[0])
    return match[2] if match and match[1] == "Patient" else ""
