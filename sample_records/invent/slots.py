"""A note text with slots and a scene come in; the filled text and the spans of what identifies go out.

A slot is a token in braces. `{pt.LF}` is a name in a style, `{a+2|md}` a date two days after admission
(`a` admission, `d` discharge, `n` the note, `dob` the birth), `{#5-10}` a number, `{?left;right}` a
choice, `{lab:HGB}` a result of the encounter; the rest are the keys of the tables below.
"""

import re
from datetime import date, timedelta
from functools import cached_property

from .care import Encounter
from .common import age_on, digits, phone, source, stream
from .names import Name
from .vocabulary import (
    COLUMNS,
    DOCTORS,
    LASTING,
    NUMBERS,
    PER_NOTE,
    PLACE_LISTS,
    SECOND_DOCTOR,
    STAFF_ROLES,
    WORDS,
)
from .wording import in_words, write_date

PEOPLE, STAFF, PLACES = source("people"), source("staff"), source("places")
TOKEN = re.compile(r"\{([^{}]+)\}")
DATE = re.compile(r"(a|d|n|dob)([+-]\d+)?\|(\w+)")
Value = tuple[str, str | None]


def fill(template: str, scene: "Scene") -> tuple[str, list[dict]]:
    """The text, and per labelled slot {"start", "end", "label"} in code points, end exclusive."""
    parts, spans, at, length = [], [], 0, 0
    for match in TOKEN.finditer(template):
        value, label = scene.value(match[1])
        before = template[at : match.start()]
        start = length + len(before)
        if label:
            marked = value.partition("-year-old")[0] if label == "AGE_OVER_89" else value
            spans.append({"start": start, "end": start + len(marked), "label": label})
        parts += [before, value]
        at, length = match.end(), start + len(value)
    return "".join([*parts, template[at:]]), spans


class Scene:
    """One note's patient, encounter, day and people; gives the value and label of a slot."""

    def __init__(self, stay: Encounter, template: str, day: date, author: str) -> None:
        self.stay, self.row, self.day, self.author = stay, stay.patient.row, day, author
        self.rng = stream("note", template, stay.row["encounter_id"])
        self.cast: dict[str, Name] = {}
        self.notes: dict[str, str] = {}

    def value(self, token: str) -> Value:
        if token[0] in "#?":
            return (
                self._number(token[1:]) if token[0] == "#" else self.rng.choice(token[1:].split(";"))
            ), None
        if token.startswith("lab:"):
            return self._lab(token[4:]), None
        if match := DATE.fullmatch(token):
            day = self._anchor(match[1]) + timedelta(days=int(match[2] or 0))
            return write_date(day, match[3]), "DATE"
        root, _, style = token.partition(".")
        for look in (self._word, self._age, self._phone, self._column, self._place, self._code):
            if found := look(root, style):
                return found
        return self._person(root, style)

    def _anchor(self, name: str) -> date:
        days = {"a": self.stay.admitted.date(), "d": self.stay.discharged.date(), "n": self.day}
        return days.get(name) or self.stay.patient.birth

    def _number(self, span: str) -> str:
        low, high = span.split("-")
        places = len(low.partition(".")[2])
        if not places:
            return str(self.rng.randint(int(low), int(high)))
        return f"{self.rng.uniform(float(low), float(high)):.{places}f}"

    def _lab(self, code: str) -> str:
        loinc = source("care")["tests"][code][0]
        return next(row["value"] for row in self.stay.labs if row["loinc"] == loinc)

    def _word(self, root: str, style: str) -> Value | None:
        male = self.row["sex"] == "M"
        if root in WORDS:
            return WORDS[root][0 if male else 1], None
        relation = self.row["emergency_contact_relation"]
        plain = {
            "ec.rel": relation,
            "ec.REL": relation.upper(),
            "sex.": self.row["sex"],
            "payer.": self.stay.row["payer"],
        }
        value = plain.get(f"{root}.{style}")
        return None if value is None else (value, None)

    def _age(self, root: str, style: str) -> Value | None:
        if root != "age":
            return None
        years, days = age_on(self.stay.patient.birth, self.day), (self.day - self.stay.patient.birth).days
        young = f"{days}-day-old" if days < 31 else f"{days * 12 // 365}-month-old" if years < 2 else None
        written = {
            "": str(years),
            "words": in_words(years),
            "Words": in_words(years).capitalize(),
            "old": young or f"{years}-year-old",
        }
        return written[style], "AGE_OVER_89" if years > 89 else None

    def _phone(self, root: str, style: str) -> Value | None:
        if root == "ec" and style.startswith("phone"):
            number, style = self.row["emergency_contact_phone"], style.removeprefix("phone").strip(".")
        elif root == "phone":
            number = self.row["phone"]
        elif root in {"phone2", "ophone", "fax"}:
            number = self.notes.setdefault(root, phone(self.rng, "603"))
        else:
            return None
        area, middle, last = number.split("-")
        return {
            "": number,
            "p": f"({area}) {middle}-{last}",
            "d": f"{area}.{middle}.{last}",
            "n": area + middle + last,
            "s": f"{middle}-{last}",
        }[style], "PHONE"

    def _column(self, root: str, _style: str) -> Value | None:
        if root in COLUMNS:
            column, label = COLUMNS[root]
            return self.row[column], label
        if root == "ssn4":
            return self.row["ssn"][-4:], "SSN"
        if root == "ssnn":
            return self.row["ssn"].replace("-", ""), "SSN"
        return (self.stay.row["attending_npi"], "ID") if root == "npi" else None

    def _place(self, root: str, style: str) -> Value | None:
        if root in {"hosp", "fac"}:
            main = PLACES["hospital"]
            if root == "fac" and self.stay.row["facility"] != main["full"]:
                return self.stay.row["facility"], "FACILITY"
            return {"FULL": main["full"].upper()}.get(style) or main[style or "full"], "FACILITY"
        if root in PLACE_LISTS:
            if root == "school":
                return self._school(), "ORGANIZATION"
            name, label = PLACE_LISTS[root]
            rng = self.rng if root in PER_NOTE else stream(root, self.stay.patient.id)
            return self.notes.setdefault(root, rng.choice(PLACES[name])), label
        if root == "ostreet":
            street = f"{self.rng.randint(3, 990)} {self.rng.choice(PLACES['streets'])}"
            return self.notes.setdefault(root, street), "STREET"
        return None

    def _school(self) -> str:
        """The list runs from the oldest pupils to the youngest; adults name the high school."""
        age = age_on(self.stay.patient.birth, self.day)
        return PLACES["schools"][0 if age > 13 else 1 if age > 10 else 2 if age > 4 else 3]

    def _code(self, root: str, style: str) -> Value | None:
        if root in NUMBERS:
            shape, label = NUMBERS[root]
            rng = stream(root, self.stay.patient.id) if root in LASTING else self.rng
            made = TOKEN.sub(lambda count: digits(rng, int(count[1])), shape)
            return ("x" if style == "x" else "") + self.notes.setdefault(root, made), label
        if root == "acc":
            return self.stay.labs[0]["accession"], "ID"
        if root == "unit":
            return self.stay.row["unit"], "UNIT"
        if root == "room":
            bed = f"{self.rng.randint(1, 6)}{self.rng.randint(10, 38)}-{self.rng.choice('AB')}"
            return self.notes.setdefault(root, bed), "UNIT"
        if root in {"email2", "semail"}:
            name = self.cast["au"].write("") if root == "semail" else self.row["emergency_contact_name"]
            local = ".".join(re.sub(r"[^a-z ]", "", name.lower()).split())
            return local + ("@harrowlake.example" if root == "semail" else "@example.net"), "EMAIL"
        return None

    def _person(self, root: str, style: str) -> Value:
        if root == "pt" and style == "maiden":
            return self.row["maiden_name"], "PATIENT"
        label = "PATIENT" if root in {"pt", "alias"} else "RELATIVE"
        if root not in {"pt", "alias", "ec", "teacher"} and not root.startswith("kin"):
            label = "STAFF"
        if root.startswith("kin") and not style:
            style = "first"
        if root.startswith("kin") and style == "full":
            style = ""
        return self.person(root).write(style), label

    def person(self, root: str) -> Name:
        """The person in a role; the same one all through the note."""
        if root not in self.cast:
            self.cast[root] = self._choose(root)
        return self.cast[root]

    @cached_property
    def _patient(self) -> Name:
        given = self.row["given_name"]
        return Name(given, self.row["family_name"], PEOPLE["nicknames"].get(given, ""))

    def _choose(self, root: str) -> Name:
        if root == "pt":
            return self._patient
        if root == "alias":
            return Name(self._patient.first, self.rng.choice(["Smith", "Jones", "Green"]))
        if root == "ec":
            return Name.of(self.row["emergency_contact_name"])
        if root == "att":
            return Name.of_staff(self.stay.row["attending_name"])
        if root.startswith("kin"):
            return self._kin(root)
        if root == "teacher":
            return Name("", self.rng.choice(STAFF["teacher"]))
        if root in DOCTORS:
            return self._doctor(root)
        taken = set(self.cast.values())
        return self.rng.choice([n for n in map(Name.of_staff, STAFF[STAFF_ROLES[root]]) if n not in taken])

    def _kin(self, root: str) -> Name:
        taken = {name.given for name in self.cast.values()} | {
            self.row["emergency_contact_name"].split(" ")[0]
        }
        given = [name for name in PEOPLE["relatives"][root[3]] if name not in taken]
        family = (
            self._patient.last if self.rng.random() < 0.5 else self.rng.choice(PEOPLE["relatives"]["family"])
        )
        return Name(self.rng.choice(given), family)

    def _doctor(self, root: str) -> Name:
        specialty = DOCTORS[root] or SECOND_DOCTOR.get(self.stay.scenario, "medicine")
        own = self.stay.row["attending_name"]
        names = [name for name in STAFF["doctors"][specialty] if name != own]
        return Name.of_staff(stream(root, self.stay.patient.id).choice(names))
