"""A text with slots goes in, a note and its labelled spans come out.

`{slot}` is filled, `[[a|b]]` becomes one of its alternatives. What is filled in keeps its label and its offsets.
"""

import random
from collections.abc import Callable, Mapping
from typing import NamedTuple

import regex

from gateway.recognize.training.addresses import street, zip_code
from gateway.recognize.training.figures import NUMBERS
from gateway.recognize.training.moments import DATES
from gateway.recognize.training.others import OTHERS
from gateway.recognize.training.people import Person, person, write
from gateway.recognize.training.places import PLACES, Place, town

_CHOICE = regex.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", regex.DOTALL)
_BAR = regex.compile(r"\|(?![^{}]*\})")
_SLOT = regex.compile(r"\{([A-Za-z0-9_.]+)(\|lower)?\}")
_PERSON = regex.compile(r"(p|[dr][1-9])([fm]?)(?:\.(\w+))?")
_NUMBERED = regex.compile(r"(age90|hl7|[A-Za-z_]+?)([1-9]?)(?:\.(\w+))?")
_NAME_FORMS = frozenset(["full", "first", "last", "nick", "mid", "lf", "il", "fi", "init", "user"])
_ORDINALS = "123456789"
ROLES: Mapping[str, str] = {"p": "PATIENT", "r": "RELATIVE", "d": "STAFF"}
LABELS: Mapping[str, str] = {
    **dict.fromkeys(
        ("hosp", "clinic", "nursing", "rehab", "hospice", "pharmacy", "lab", "dialysis", "ems", "unit", "crew", "bed"),
        "FACILITY",
    ),
    **dict.fromkeys(("agency", "employer", "school", "insurer", "church", "org"), "ORGANIZATION"),
    **dict.fromkeys(("street", "streetname", "site"), "STREET"),
    **dict.fromkeys(("city", "county", "neighborhood"), "CITY"),
    "zip": "ZIP",
    "postcode": "ZIP",
    "initials": "STAFF",
    **dict.fromkeys(("phone", "phone.ext", "phone.intl", "pager", "fax"), "PHONE"),
    **dict.fromkeys(("email", "url", "ip"), "WEB"),
    **dict.fromkeys(
        (
            "mrn",
            "acct",
            "ssn",
            "ssn4",
            "policy",
            "license",
            "npi",
            "dea",
            "vin",
            "plate",
            "serial",
            "accession",
            "nhs",
            "id",
        ),
        "ID",
    ),
    **dict.fromkeys(("age90", "age90.words"), "AGE"),
    **dict.fromkeys(DATES, "DATE"),
}


class Labelled(NamedTuple):
    """Characters `start` to `end` under a label."""

    start: int
    end: int
    label: str


class Filled(NamedTuple):
    """A note with its spans, in order."""

    text: str
    spans: tuple[Labelled, ...]


class Cast:
    """Who and what one note speaks of, so that a slot means the same each time."""

    def __init__(self, draw: random.Random) -> None:
        self._draw = draw
        self._people: dict[str, Person] = {}
        self._things: dict[str, Place] = {}
        self._values: dict[str, str] = {}
        self._written: dict[tuple[str, str], str] = {}

    def person(self, slot: str, sex: str) -> Person:
        """The person behind `p`, `d1`, `r2`; a relative often bears the patient's family name."""
        if slot not in self._people:
            shared = slot[0] == "r" and "p" in self._people and self._draw.random() < 0.5
            self._people[slot] = person(self._draw, sex, self._people["p"].family if shared else "")
        return self._people[slot]

    def name(self, slot: str, who: Person, form: str) -> str:
        """The name in a form, mostly the same for the same form."""
        written = write(self._draw, who, form)
        return self._written.setdefault((slot, form), written) if self._draw.random() < 0.8 else written

    def place(self, slot: str, kind: str) -> Place:
        """The place or organisation behind a slot."""
        if slot not in self._things:
            self._things[slot] = PLACES[kind](self._draw)
        return self._things[slot]

    def value(self, slot: str, make: Callable[[random.Random], str]) -> str:
        """The one value behind a slot, such as the patient's MRN."""
        if slot not in self._values:
            self._values[slot] = make(self._draw)
        return self._values[slot]


def fill(template: str, draw: random.Random) -> Filled:
    """One note from a template."""
    text = choose(template, draw)
    cast = Cast(draw)
    parts: list[str] = []
    spans: list[Labelled] = []
    length = at = 0
    for match in _SLOT.finditer(text):
        literal = text[at : match.start()]
        value, labels = _value(match[1], cast, draw)
        if match[2]:
            value = value.lower()
        parts += [literal, value]
        length += len(literal)
        spans += [Labelled(length + start, length + end, label) for start, end, label in labels]
        length += len(value)
        at = match.end()
    parts.append(text[at:])
    return Filled("".join(parts), tuple(spans))


def choose(template: str, draw: random.Random) -> str:
    """The template with each choice made, the innermost first."""
    while "[[" in template:
        template, count = _CHOICE.subn(lambda match: draw.choice(_BAR.split(match[1])), template)
        if not count:
            raise ValueError("a choice in a training text is not closed")
    return template


def _value(slot: str, cast: Cast, draw: random.Random) -> tuple[str, list[Labelled]]:
    if match := _PERSON.fullmatch(slot):
        return _person(match, cast)
    upper = slot.split(".")[0].isupper() and slot not in ("ST",)
    low = slot.lower() if slot != "ST" else slot
    if low.rstrip("123456789") == "address":
        return _address(draw, upper=upper)
    value = _thing(low, cast, draw)
    match = _NUMBERED.fullmatch(low)
    label = LABELS.get(low) or (LABELS.get(_base(match)) or LABELS.get(match[1]) if match else None)
    value = value.upper() if upper else value
    return value, [Labelled(0, len(value), label)] if label else []


def _person(match: "regex.Match[str]", cast: Cast) -> tuple[str, list[Labelled]]:
    who = cast.person(match[1], match[2])
    form = match[3] or "full"
    if form.lower() not in _NAME_FORMS:
        return _agreeing(form, who), []
    value = cast.name(match[1], who, form.lower())
    value = value.upper() if form.isupper() else value
    return value, [Labelled(0, len(value), ROLES[match[1][0]])]


def _agreeing(form: str, who: Person) -> str:
    woman = who.sex == "f"
    pair = {
        "he": ("she", "he"),
        "him": ("her", "him"),
        "his": ("her", "his"),
        "himself": ("herself", "himself"),
        "man": ("woman", "man"),
        "boy": ("girl", "boy"),
        "male": ("female", "male"),
        "m": ("F", "M"),
        "mr": ("Ms." if len(who.given) % 2 else "Mrs.", "Mr."),
        "gentleman": ("lady", "gentleman"),
        "gender": ("female", "male"),
    }[form.lower()]
    word = pair[0] if woman else pair[1]
    if len(form) > 1 and form.isupper():
        return word.upper()
    return word[0].upper() + word[1:] if form[0].isupper() else word


def _thing(slot: str, cast: Cast, draw: random.Random) -> str:
    match = _NUMBERED.fullmatch(slot)
    if slot in DATES:
        return cast.value(slot, DATES[slot]) if slot == "dob" else DATES[slot](draw)
    if slot in NUMBERS:
        once = slot in ("mrn", "acct", "ssn", "policy", "accession", "phone", "age", "age90")
        return cast.value(slot, NUMBERS[slot]) if once and draw.random() < 0.9 else NUMBERS[slot](draw)
    if slot in OTHERS:
        return cast.value(slot, OTHERS[slot]) if slot in ("city", "zip", "street", "county") else OTHERS[slot](draw)
    if match and match[1] in PLACES:
        place = cast.place(match[1] + match[2], match[1])
        return place.short if match[3] == "short" else place.name
    if match:
        base = _base(match)
        for makers in (DATES, NUMBERS, OTHERS):
            if base in makers:
                return cast.value(slot, makers[base])
    raise ValueError(f"a training text has an unknown slot: {slot}")


def _base(match: "regex.Match[str]") -> str:
    """A slot without its number, which stands behind its name or behind its form: `date2.md`, `date.md2`."""
    base: str = match[1] + (f".{match[3]}" if match[3] else "")
    return base if base in DATES or base in NUMBERS else base.rstrip(_ORDINALS)


def _address(draw: random.Random, *, upper: bool) -> tuple[str, list[Labelled]]:
    """A whole address on a line or two; the state stays out of the spans."""
    state = OTHERS["ST" if draw.random() < 0.85 else "state"](draw)
    pieces = [
        (street(draw), "STREET"),
        (draw.choice((", ", ", ", " ", "\n")), ""),
        (town(draw), "CITY"),
        (draw.choice((", ", ", ", " ")), ""),
        (state, ""),
        (draw.choice((" ", "  ")), ""),
        (zip_code(draw), "ZIP"),
    ]
    value, spans = "", list[Labelled]()
    for piece, label in pieces[: draw.choice((5, 7, 7, 7))]:
        if label:
            spans.append(Labelled(len(value), len(value) + len(piece), label))
        value += piece
    return value.upper() if upper else value, spans
