"""The consent rules as their prose says them, for one patient at a time; nothing of the program is used but the tree of
purposes. A document is a FHIR resource or a row of a CSV, as it is written; the answer is the reason that the README
names, and the sensitive categories that may be used.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

ANY = "PurposeOfUse"
LABELS = {"ETH": {"substance-use"}, "HIV": {"hiv"}, "PSY": {"mental-health"}, "GDIS": {"genetics"},
          "BH": {"substance-use", "mental-health"}}  # fmt: skip
FOREVER = (date.min, date.max)


class Tree:
    """Purposes, by each one's broader one."""

    def __init__(self, broader):
        self.broader = broader
        self.all = {*broader, ANY}
        self._below = {code: {one for one in self.all if code in self.above(one)} for code in self.all}

    def below(self, code):
        """A purpose and all that is narrower."""
        return self._below[code]

    def above(self, code):
        return [code, *self.above(self.broader[code])] if code in self.broader else [code]

    def leaves(self, code):
        """The narrowest purposes at or below one."""
        return {one for one in self.below(code) if one not in self.broader.values()}


@dataclass
class Said:
    """What one document comes to: what it grants and what it bars, for whom and when, and of which data."""

    granted: set = field(default_factory=set)
    barred: set = field(default_factory=set)
    windows: list = field(default_factory=list)
    audiences: list = field(default_factory=list)
    named: list = field(default_factory=list)
    withheld: set = field(default_factory=set)


@dataclass
class Consent:
    """One consent as it stands: a grant, a denial or an end."""

    status: str
    granted: set = field(default_factory=set)
    barred: set = field(default_factory=set)
    window: tuple = FOREVER
    audience: set | None = None
    named: set = field(default_factory=set)
    withheld: set = field(default_factory=set)
    only: set = field(default_factory=set)


def days(text, *, first, shorter):
    """A day is a day; a moment with an offset may be two days, of which a grant takes the one that shortens it."""
    if len(text) == 10:
        return date.fromisoformat(text)
    moment = datetime.fromisoformat(text)
    both = [moment.date(), moment.astimezone(UTC).date()]
    return max(both) if first == shorter else min(both)


def window(node, *, shorter):
    period = node.get("period") or {}
    start = days(period["start"], first=True, shorter=shorter) if "start" in period else date.min
    end = days(period["end"], first=False, shorter=shorter) if "end" in period else date.max
    return start, end


def audience(node):
    """Organisations that are actors; without actors anybody."""
    references = [actor["reference"]["reference"] for actor in node.get("actor", [])]
    return {reference.removeprefix("Organization/") for reference in references} or None


def purposes(node, within, tree):
    """Those named with all that is narrower, as far as the provision around allows; all of these if none is named."""
    if "purpose" not in node:
        return set(within)
    named = set()
    for coding in node["purpose"]:
        if coding["code"] in tree.all:
            named |= tree.below(coding["code"])
    return named & within


def strange(node, tree):
    return any(coding["code"] not in tree.all for coding in node.get("purpose", []))


def labels(node):
    return [coding["code"] for coding in node.get("securityLabel", [])]


def categories(codes):
    return set().union(*(LABELS.get(code, set()) for code in codes))


def provision(node, kind, within, tree, release):
    """A provision with its exceptions. An exception beats what it is in; at one level denials beat permits."""
    said = Said()
    mine = purposes(node, within, tree)
    if kind == "deny":
        if labels(node) and all(code in LABELS for code in labels(node)):
            said.withheld = categories(labels(node))  # of this data only; it grows to all purposes around it
            return said
        if strange(node, tree):
            mine = set(within)
    else:
        honoured = all(code in LABELS or code in ("N", "R", "V") for code in labels(node))
        if not mine or not honoured:
            said.barred = mine or set(within)  # a permit that cannot be honoured denies
            return said
    return with_exceptions(said, node, kind, mine, tree, release)


def with_exceptions(said, node, kind, mine, tree, release):
    inner = []
    for child in node.get("provision", []):
        sort = child["type"] if release != "R5" else ("deny" if kind == "permit" else "permit")
        inner.append((sort, provision(child, sort, mine, tree, release)))
    mixed = kind == "permit" and any(sort == "permit" for sort, _ in inner)
    base = mine if kind == "permit" and not mixed else set()
    said.windows, said.audiences = [window(node, shorter=True)], [audience(node)]
    for _, one in inner:
        said.named += one.named
    if kind == "permit" and categories(labels(node)):
        said.named.append((categories(labels(node)), mine, window(node, shorter=True), audience(node)))
        if not set(labels(node)) & {"N", "R", "V"}:
            return said  # it permits labelled data, and says nothing of the rest
    for _, one in inner:
        said.granted |= one.granted
        said.barred |= one.barred
        said.withheld |= one.withheld
        if one.granted:
            said.windows += one.windows
            said.audiences += one.audiences
    said.granted |= base
    for _, one in inner:
        said.granted -= one.barred - one.granted
    said.barred |= mine - base
    return said


def common(audiences):
    named = [one for one in audiences if one is not None]
    return set.intersection(*named) if named else None


def resource(body, tree):
    """A FHIR Consent. What is not in force ends; what is refused denies."""
    release = "R5" if "decision" in body else "R4"
    if body["status"] in ("draft", "inactive", "entered-in-error"):
        return Consent("withdrawn")
    root = body["provision"] if release == "R4" else {k: body[k] for k in ("period", "provision") if k in body}
    kind = body["decision"] if release == "R5" else root["type"]
    about = [body.get("scope", {}), *body.get("category", [])]
    codes = {coding["code"] for concept in about for coding in concept.get("coding", [])}
    research = tree.below("HRESCH") if "research" in codes else set(tree.all)
    said = provision(root, kind, set(tree.all) if kind == "deny" and "purpose" in root else research, tree, release)
    granted = said.granted & research
    when = (max(w[0] for w in said.windows), min(w[1] for w in said.windows)) if said.windows else FOREVER
    whom = common(said.audiences)
    if whom == set() or when[0] > when[1] or not any(tree.below(code) <= granted for code in granted):
        granted = set()
    if granted and body["status"] == "active":
        named = set()
        for found, of, window_, audience_ in said.named:
            inside = window_[0] <= when[0] and when[1] <= window_[1]
            if granted <= of and inside and (audience_ is None or (whom is not None and whom <= audience_)):
                named |= found
        return Consent("granted", granted, said.barred, when, whom, named - said.withheld, said.withheld)
    start, end = window(root, shorter=False)
    barred = said.granted | said.barred or research
    denied = Consent("denied", barred=barred, window=(start, end) if start <= end else FOREVER)
    denied.audience = audience(root) if kind == "deny" else None
    if kind == "deny" and body["status"] == "active" and not said.granted and not said.barred:
        denied.only = said.withheld
        denied.barred = purposes(root, tree.all, tree) if "purpose" in root and not strange(root, tree) else research
    return denied


def row(cells, tree):
    """A line of a CSV."""
    if cells["status"] == "withdrawn":
        return Consent("withdrawn")
    grants = cells["status"] == "granted"
    named = set().union(*map(tree.below, cells["purposes"].split()))
    end = days(cells["effective_until"], first=False, shorter=grants) if cells["effective_until"] else date.max
    when = (days(cells["effective_from"], first=True, shorter=grants), end)
    told, whom = set(cells["categories"].split()), set(cells["recipients"].split()) or None
    if grants:
        return Consent("granted", granted=named, window=when, audience=whom, named=told)
    return Consent("denied", barred=named, window=when, audience=whom, only=told)


def decide(consents, purpose, recipient, on, tree, opted_out):
    """One patient's consents as they stand: (reason, categories)."""
    found, named, denied = set(), set(), set()
    for one in consents:
        meant = one.audience is None or recipient in one.audience
        now = one.window[0] <= on <= one.window[1]
        covers = tree.below(purpose) <= one.granted
        bars = bool(tree.leaves(purpose) & one.barred)
        if one.status == "withdrawn":
            found.add("withdrawn")
        elif one.status == "denied":
            if bars and meant and now:
                found |= set() if one.only else {"denied"}
                denied |= one.only
        else:
            if meant and now and tree.leaves(purpose) & one.granted:
                denied |= one.withheld
            if covers and meant and now:
                found.add("covered")
                named |= one.named
            elif bars:
                found.add("denied")
            elif not covers:
                found.add("purpose")
            elif not meant:
                found.add("recipient")
            else:
                found.add("expired" if on > one.window[1] else "not-yet-effective")
    if "denied" in found:
        return "denied", set()
    if "covered" in found:
        return "covered", named - denied
    if opted_out and "withdrawn" not in found:
        return "covered", set()
    nearest = ("withdrawn", "expired", "not-yet-effective", "recipient", "purpose")
    return next((reason for reason in nearest if reason in found), "no-record"), set()
