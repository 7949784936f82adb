"""A patient's own record goes in, the forms in which its values can be written in a note come out."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from gateway.model import Identifier, PatientRecord
from gateway.recognize.address_forms import addresses
from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.given import GIVEN, NICKNAMES

# The longest prefix of a kind decides; a kind that stands under none of these is not looked for.
ENTITY_OF_KIND: Mapping[str, str] = {
    "contact.email": "EMAIL",
    "contact.fax": "FAX",
    "contact.pager": "PAGER",
    "contact.phone": "PHONE",
    "contact.url": "URL",
    "date": "DATE",
    "geo.address": "STREET",
    "geo.city": "CITY",
    "geo.county": "COUNTY",
    "geo.street": "STREET",
    "geo.zip": "ZIP",
    "id": "ID",
    "id.accession": "ACCESSION",
    "id.account": "ACCOUNT",
    "id.device": "DEVICE",
    "id.health_plan": "HEALTH_PLAN",
    "id.license": "LICENSE",
    "id.mrn": "MRN",
    "id.ssn": "SSN",
    "id.vehicle": "VEHICLE",
    "name": "PATIENT",
    "name.provider": "STAFF",
    "name.relative": "RELATIVE",
    "name.staff": "STAFF",
    "org": "ORGANIZATION",
}

_TITLES = listed("mr mrs ms miss dr prof jr sr ii iii iv md rn np pa phd")
_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['\-][^\W\d_][^\W_]*)*")  # a name of test data may end in digits


class Form(NamedTuple):
    """One way to write a value: its folded text, the value's kind, and how it differs from the value."""

    text: str
    kind: str
    entity: str
    how: str = ""


class Forms(NamedTuple):
    """What to look for: `names` word by word, `phrases` as they stand, `numbers` without punctuation."""

    names: tuple[Form, ...]
    phrases: tuple[Form, ...]
    numbers: tuple[Form, ...]
    initials: frozenset[str]


class _Folding(dict[int, int]):
    """Code point to code point, so that offsets stay: lower case, no accent, plain quotes and spaces."""

    def __missing__(self, point: int) -> int:
        character = chr(point)
        base = unicodedata.normalize("NFD", character)[0].lower()
        if character in "’‘`´":
            base = "'"
        elif character in "‐‑‒–—":
            base = "-"
        elif character.isspace():
            base = " "
        self[point] = ord(base[0])
        return self[point]


_FOLDING = _Folding()


def fold(text: str) -> str:
    """`text` in lower case without accents, of the same length."""
    return text.translate(_FOLDING)


def forms_of(record: PatientRecord) -> Forms:
    """All forms of all values of `record`; what is too short to mean anything is left out."""
    names: dict[str, Form] = {}
    phrases: dict[str, Form] = {}
    numbers: dict[str, Form] = {}
    letters: dict[str, str] = {}
    for identifier in record.identifiers:
        entity = _entity(identifier.kind)
        value = fold(identifier.value).strip()
        if not entity or not value:
            continue
        if identifier.kind.startswith("name"):
            for form in _names(identifier, entity, value):
                names.setdefault(form.text, form)
            if entity == "PATIENT":
                letters.setdefault(identifier.kind.split(".")[-1], value[0])
        elif entity in ("PHONE", "FAX", "PAGER") or identifier.kind.startswith("id"):
            for form in _numbers(identifier.kind, entity, value):
                numbers.setdefault(form.text, form)
        else:
            for form in _phrases(identifier.kind, entity, value):
                phrases.setdefault(form.text, form)
    initials = {letters["given"] + letters["family"]} if {"given", "family"} <= letters.keys() else set()
    return Forms(tuple(names.values()), tuple(phrases.values()), tuple(numbers.values()), frozenset(initials))


def _entity(kind: str) -> str:
    parts = kind.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((ENTITY_OF_KIND[prefix] for prefix in prefixes if prefix in ENTITY_OF_KIND), "")


def _names(identifier: Identifier, entity: str, value: str) -> Iterator[Form]:
    kind = identifier.kind
    for word in _WORD.findall(value):
        if len(word) < 2 or word in _TITLES:
            continue
        yield Form(word, kind, entity)
        parts = word.split("-")
        if len(parts) > 1:
            yield from (Form(join.join(parts), kind, entity, "joined") for join in (" ", ""))
        for part in parts:
            if part != word and len(part) > 2:
                yield Form(part, kind, entity, "one part")
            if "'" in part:
                yield from (Form(part.replace("'", join), kind, entity, "joined") for join in (" ", ""))
                yield from (Form(p, kind, entity, "one part") for p in part.split("'") if len(p) > 2)
        if not kind.endswith(("family", "maiden")):
            yield from (Form(n, kind, entity, "nickname") for n in sorted(NICKNAMES.get(word, ())))
            shorter = (word[:length] for length in range(3, len(word)))
            yield from (Form(n, kind, entity, "its beginning") for n in shorter if n in GIVEN)


def _numbers(kind: str, entity: str, value: str) -> Iterator[Form]:
    compact = "".join(filter(str.isalnum, value))
    if entity in ("PHONE", "FAX", "PAGER"):
        compact = re.sub(r"(?<=\d)(?:x|ext).*", "", compact)
        national = compact[-10:]
        if len(national) == 10:
            yield Form(national, kind, entity)
            yield Form(national[3:], kind, entity, "last seven digits")
            return
    significant = compact.lstrip("0")
    if len(significant) > 3 and any(map(str.isdigit, significant)):
        yield Form(significant, kind, entity)
        figures = significant.lstrip("abcdefghijklmnopqrstuvwxyz")
        if figures != significant and figures.isdigit() and len(figures) > 4:
            yield Form(figures.lstrip("0") or figures, kind, entity, "without its letters")


def _phrases(kind: str, entity: str, value: str) -> Iterator[Form]:
    if entity == "DATE":
        yield from (Form(text, kind, entity) for text in _dates(value))
    elif entity == "STREET":
        yield from (Form(text, kind, found, how) for text, found, how in addresses(value))
    elif entity == "ZIP":
        yield Form(value[:5], kind, entity)
    elif entity == "ORGANIZATION":
        yield Form(value, kind, entity)
        short = re.sub(r",?\s(?:inc|llc|corp|corporation|co|company|ltd)\.?$", "", value)
        if short != value:
            yield Form(short, kind, entity, "short form")
    elif len(value) > 2:
        yield Form(value, kind, entity)


def _dates(value: str) -> Iterator[str]:
    day = _day(value)
    if day is None:
        return
    months = {str(day.month), f"{day.month:02}"}
    days = {str(day.day), f"{day.day:02}"}
    years = {str(day.year), f"{day.year % 100:02}"}
    name = _MONTHS[day.month - 1]
    for d in sorted(days):
        for y in sorted(years):
            for m in sorted(months):
                yield from (f"{a}{sep}{b}{sep}{y}" for sep in "/-. " for a, b in ((m, d), (d, m)))
            yield from (f"{d}{sep}{month}{sep}{y}" for sep in (" ", "-", "") for month in (name, name[:3]))
        for month in (name, name[:3], f"{name[:3]}."):
            yield from (
                f"{month} {d}{th}{comma} {day.year}" for th in ("", "st", "nd", "rd", "th") for comma in (",", "")
            )
            yield from (f"{d}{th} of {month}" for th in ("", "st", "nd", "rd", "th"))
    yield from (f"{day.year}{sep}{day.month:02}{sep}{day.day:02}" for sep in ("-", "/", ".", ""))
    yield f"{day.month:02}{day.day:02}{day.year}"


def _day(value: str) -> date | None:
    """The day that an ISO 8601 or US-style value names; None where it names none."""
    iso = re.match(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})", value)
    us = re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", value)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3]))
        return date(int(us[3]), int(us[1]), int(us[2])) if us else None
    except ValueError:
        return None
