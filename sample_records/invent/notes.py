"""Note texts and encounters come in; about 300 filled notes, each with its gold spans, go out."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from random import Random

from .care import CARE, Care, Encounter
from .common import SOURCE, TODAY, age_on, digits, stamp, stream
from .names import Name
from .slots import COLUMNS, TOKEN, Scene, fill

WANTED = 300
AUTHORS = {
    "rn": "rn",
    "pa": "pa",
    "sw": "sw",
    "rph": "rph",
    "radiologist": "rad",
    "resident": "res",
    "midwife": "mid",
    "tech": "tech",
    "md2": "md2",
    "attending": "att",
    "patient": "pt",
    "relative": "ec",
}
NEEDED = {"ec": "emergency_contact_name", "phone": "phone", "email2": "emergency_contact_name"}


@dataclass(frozen=True)
class Template:
    name: str
    header: dict[str, str]
    text: str

    @cached_property
    def needs(self) -> frozenset[str]:
        """Columns of the patient that must hold something."""
        tokens = TOKEN.findall(self.text)
        columns = {COLUMNS[root][0] for root in tokens if root in COLUMNS}
        columns |= {NEEDED[token.partition(".")[0]] for token in tokens if token.partition(".")[0] in NEEDED}
        if any(token.startswith("ec.phone") for token in tokens):
            columns.add("emergency_contact_phone")
        if "pt.maiden" in tokens:
            columns.add("maiden_name")
        return frozenset(columns)

    @cached_property
    def tests(self) -> frozenset[str]:
        codes = {token[4:] for token in TOKEN.findall(self.text) if token.startswith("lab:")}
        return frozenset(CARE["tests"][code][0] for code in codes)

    def day(self, stay: Encounter) -> date:
        event, offset = re.fullmatch(r"(admit|discharge)([+-]\d+)", self.header["when"]).groups()
        anchor = stay.admitted if event == "admit" else stay.discharged
        return anchor.date() + timedelta(days=int(offset))

    def fits(self, stay: Encounter, codes: set[str]) -> bool:
        header, row, day = self.header, stay.patient.row, self.day(stay)
        low, _, high = header.get("ages", "0-130").partition("-")
        dead = row["death_date"] and day >= date.fromisoformat(row["death_date"])
        return (
            stay.scenario in header["scenario"].split(", ")
            and header.get("sex", row["sex"]) == row["sex"]
            and stay.patient.birth <= day < TODAY
            and not dead
            and int(low) <= age_on(stay.patient.birth, day) <= int(high)
            and ("dx" not in header or header["dx"] in codes)
            and header.get("not_dx") not in codes
            and all(row[column] for column in self.needs)
            and self.tests <= {lab["loinc"] for lab in stay.labs}
        )


def read_templates() -> list[Template]:
    """A text's folder is its kind; the header above the dashes says which encounters it fits."""
    templates = []
    for path in sorted((SOURCE / "notes").glob("*/*.txt")):
        head, _, text = path.read_text(encoding="utf-8").partition("\n---\n")
        header = dict(line.split(": ", 1) for line in head.splitlines())
        templates.append(Template(f"{path.parent.name}/{path.stem}", header, text.rstrip("\n")))
    return templates


def invent_notes(care: Care) -> tuple[list[dict], list[dict]]:
    """Notes and their gold, in the order of writing."""
    rng, codes = stream("notes"), _codes(care)
    chosen = _choose(rng, care, codes)
    written = [_write(template, stay) for template, stay in chosen]
    written.sort(key=lambda note: (note["written_at"], note["encounter_id"], note["kind"]))
    ids = rng.sample(range(10**6, 10**7), len(written))
    notes, gold = [], []
    for number, note in zip(ids, written, strict=True):
        spans = note.pop("spans")
        notes.append({"note_id": f"N{number}", **note})
        gold.append({"id": f"N{number}", "text": note["text"], "spans": spans})
    return notes, gold


def _codes(care: Care) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for row in care.diagnoses:
        codes.setdefault(row["encounter_id"], set()).add(row["icd10"])
    return codes


def _choose(rng: Random, care: Care, codes: dict[str, set[str]]) -> list[tuple[Template, Encounter]]:
    """Round after round one encounter per text, patients with the fewest notes (and the oldest) first."""
    templates = read_templates()
    fitting = {
        template.name: [
            stay for stay in care.encounters if template.fits(stay, codes[stay.row["encounter_id"]])
        ]
        for template in templates
    }
    held = Counter(
        {stay.patient.id: -3 for stay in care.encounters if age_on(stay.patient.birth, TODAY) > 89}
    )
    chosen: list[tuple[Template, Encounter]] = []
    while len(chosen) < WANTED and any(fitting.values()):
        for template in templates:
            stays = fitting[template.name]
            if not stays or len(chosen) == WANTED:
                continue
            stay = min(stays, key=lambda s: (held[s.patient.id], rng.random()))
            fitting[template.name] = [s for s in stays if s.patient.id != stay.patient.id]
            held[stay.patient.id] += 1
            chosen.append((template, stay))
    return chosen


def _write(template: Template, stay: Encounter) -> dict:
    day = template.day(stay)
    scene = Scene(stay, template.name, day, template.header["author"])
    scene.cast["au"] = _author(scene, template.header["author"])
    text, spans = fill(template.text, scene)
    return {
        "patient_id": stay.patient.id,
        "encounter_id": stay.row["encounter_id"],
        "kind": template.name.split("/")[0],
        "written_at": stamp(_moment(template, stay, day)),
        "author": scene.cast["au"].write(""),
        "text": text,
        "spans": spans,
    }


def _author(scene: Scene, role: str) -> Name:
    if role != "psy":
        return scene.person(AUTHORS[role])
    own = CARE["scenarios"][scene.stay.scenario]["specialty"] == "psychiatry"
    return scene.person("att" if own else "psy")


def _moment(template: Template, stay: Encounter, day: date) -> datetime:
    rng = stream("moment", template.name, stay.row["encounter_id"])
    close = {"admit+0": stay.admitted, "discharge+0": stay.discharged}.get(template.header["when"])
    if close is None:
        return datetime(day.year, day.month, day.day, rng.randint(7, 21), int(digits(rng, 2)) % 60)
    return min(
        close + timedelta(minutes=rng.randint(15, 110)), datetime(day.year, day.month, day.day, 23, 58)
    )
