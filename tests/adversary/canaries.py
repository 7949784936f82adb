"""Canaries: values that stand nowhere else, one or more in every column that a policy drops, scrubs or changes."""

import base64
import csv
import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import ahocorasick

COLUMNS = {
    "patient_id": "subject",
    "mrn": "id.mrn",
    "ssn": "id.ssn",
    "given": "name.given",
    "family": "name.family",
    "maiden": "name.maiden",
    "born": "date.birth",
    "died": "date.death",
    "street": "geo.street",
    "city": "geo.city",
    "county": "geo.county",
    "zip": "geo.zip",
    "phone": "contact.phone",
    "fax": "contact.fax",
    "email": "contact.email",
    "plan": "id.health_plan",
    "licence": "id.license",
    "car": "id.vehicle",
    "kin": "name.relative",
    "works_at": "org.employer",
    "web": "contact.url",
    "ip": "contact.ip",
}
VISITS = {
    "visit": "key.encounter",
    "patient_id": "subject",
    "day": "date.service",
    "doctor": "name.staff",
    "account": "id.account",
    "device": "id.device",
    "ward": "clinical.ward",
}
LETTERS = [
    "bra",
    "cro",
    "dwi",
    "fla",
    "gru",
    "jho",
    "kli",
    "mro",
    "pno",
    "qua",
    "sku",
    "tze",
    "vro",
    "wha",
    "xyl",
    "zbi",
]
WORD = "erythematous"  # of no person: it may stand in a released note, and nowhere else


def word(n: int, salt: str) -> str:
    """A name that no lexicon, message or document holds."""
    return (LETTERS[n % 16] + salt + LETTERS[(n * 7 + 3) % 16] + LETTERS[(n * 3 + 5 + n // 16) % 16]).capitalize()


@dataclass(frozen=True)
class Canaries:
    """The values by where they may be: `never` outside of the sources; `subjects` in the consent ledger too."""

    never: frozenset[str]
    subjects: frozenset[str]


def row(n: int) -> dict[str, str]:
    """A patient, of whom every cell is a canary."""
    return {
        "patient_id": f"SBJ{n:02}x{n * 7919 % 100000:05}q",
        "mrn": f"73{n:02}{n * 104729 % 10000:04}",
        "ssn": f"8{n:02}-4{n % 10}-7{n:03}",
        "given": word(n, "o"),
        "family": word(n + 5, "u"),
        "maiden": word(n + 9, "ae"),
        "born": f"19{30 + n}-0{1 + n % 9}-1{n % 10}",
        "died": f"2021-0{1 + n % 9}-2{n % 9}",
        "street": f"{7100 + n} {word(n + 2, 'ee')} Causeway",
        "city": f"{word(n + 3, 'oo')}ville",
        "county": f"{word(n + 11, 'i')}shire",
        "zip": f"{94001 + 7 * n}",
        "phone": f"415-867-{5300 + n}",
        "fax": f"415-867-{6300 + n}",
        "email": f"{word(n, 'o').lower()}{n}@{word(n + 1, 'y').lower()}.example",
        "plan": f"HPX{n:02}{n * 31337 % 1000000:06}",
        "licence": f"DL{n:02}Q{n * 65537 % 100000:05}",
        "car": f"7{'ABCDEFGH'[n % 8]}ZQ{100 + n}",
        "kin": f"{word(n + 7, 'ou')} {word(n + 5, 'u')}",
        "works_at": f"{word(n + 13, 'a')} Foundry",
        "web": f"https://{word(n + 4, 'ie').lower()}.example/home",
        "ip": f"203.0.113.{10 + n}",
    }


def visit(n: int, patients: list[dict[str, str]]) -> dict[str, str]:
    return {
        "visit": f"VST{n:03}k{n * 15485863 % 100000:05}",
        "patient_id": patients[n % len(patients)]["patient_id"],
        "day": f"2019-1{n % 3}-{10 + n % 19}",
        "doctor": f"Dr. {word(n % 13, 'ei')}",
        "account": f"ACCT{n:03}{n * 2741 % 10000:04}",
        "device": f"DEV-{n:03}-{n * 3571 % 10000:04}",
        "ward": "east",
    }


def note(n: int, p: dict[str, str]) -> dict[str, str]:
    """A note that names its patient in several ways, a relative and a number of each kind."""
    text = (
        f"{p['given']} {p['family']} (MRN {p['mrn']}, SSN {p['ssn']}), born {p['born']}, of {p['street']}, {p['city']}."
        " "
        f"The rash is {WORD}. Called {p['phone']}; wrote to {p['email']}. {p['family'].upper()}'s relative "
        f"{p['kin']} was told. Plan number {p['plan']}."
    )
    return {
        "note": f"NTE{n:03}v{n * 6113 % 10000:04}",
        "patient_id": p["patient_id"],
        "day": f"2019-1{n % 3}-{10 + n % 19}",
        "text": text,
    }


def plant(folder: Path, patients: int = 60) -> Canaries:
    """Write the tables, the consents and the descriptor `canaries`."""
    folder.mkdir(parents=True)
    people = [row(n) for n in range(patients)]
    visits = [visit(n, people) for n in range(2 * patients)]
    notes = [note(n, person) for n, person in enumerate(people)]
    write(folder / "patients.csv", people)
    write(folder / "visits.csv", visits)
    (folder / "notes.jsonl").write_text("".join(json.dumps(item) + "\n" for item in notes))
    write(
        folder / "consents.csv",
        [
            {
                "consent_id": f"C{n:04}",
                "subject": p["patient_id"],
                "status": "granted",
                "purposes": "HRESCH",
                "recipients": "",
                "effective_from": "2023-01-01",
                "effective_until": "",
                "recorded_at": "2023-01-01T09:00:00Z",
            }
            for n, p in enumerate(people)
        ],
    )
    describe(folder)
    cells = {value for item in [*people, *visits, *notes] for key, value in item.items() if key not in ("text", "ward")}
    subjects = frozenset(p["patient_id"] for p in people)
    words = {
        part
        for p in people
        for key in ("kin", "city", "county", "works_at", "street")
        for part in p[key].split()
        if part.isalpha()
    }
    return Canaries(frozenset(cells | words - {"Foundry", "Causeway"}) - subjects, subjects)


def describe(folder: Path, name: str = "canaries", **kinds: str) -> Path:
    """Write dataset.yaml; `kinds` changes those of the visits."""
    tables = {
        "patients": ("patients.csv", COLUMNS),
        "visits": ("visits.csv", VISITS | kinds),
        "notes": (
            "notes.jsonl",
            {"note": "id.note", "patient_id": "subject", "day": "date.service", "text": "text.note"},
        ),
    }
    path = folder / "dataset.yaml"
    path.write_text(
        json.dumps(
            {
                "version": 1,
                "name": name,
                "subject": "patient_id",
                "tables": {
                    table: {"source": source, "columns": columns} for table, (source, columns) in tables.items()
                },
            }
        )
    )
    return path


def write(path: Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="") as handle:
        writer = csv.DictWriter(handle, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def found(canaries: frozenset[str], body: bytes) -> set[str]:
    """The canaries that stand in `body`: plainly, in any case, in UTF-16, in hexadecimal or in base64."""
    in_any_case, as_it_is = search_trees(canaries)
    text = body.decode("latin-1")
    lower = text.lower()
    hits = {(canary, end) for end, names in in_any_case.iter(lower) for canary in names}
    # five digits stand in any digest by chance, so they must stand alone
    plain = {c for c, end in hits if len(c) > 5 or not re.search(r"[0-9a-z]", around(lower, end - len(c), end + 1))}
    return plain | {canary for _, names in as_it_is.iter(text) for canary in names}


def around(text: str, before: int, after: int) -> str:
    """The characters at two places, as far as they are there."""
    return (text[before] if before >= 0 else "") + text[after : after + 1]


@cache
def search_trees(canaries: frozenset[str]) -> tuple[ahocorasick.Automaton, ahocorasick.Automaton]:
    """What to look for in lower-case text, and in the text as it is; a pattern may stand for several canaries."""
    in_any_case, as_it_is = ahocorasick.Automaton(), ahocorasick.Automaton()
    for canary in canaries:
        add(in_any_case, canary.lower(), canary)
        if len(canary) > 5:
            add(in_any_case, canary.encode().hex(), canary)
            add(as_it_is, canary.encode("utf-16-le").decode("latin-1"), canary)
        for code in encoded(canary):
            add(as_it_is, code, canary)
    in_any_case.make_automaton()
    as_it_is.make_automaton()
    return in_any_case, as_it_is


def add(tree: ahocorasick.Automaton, pattern: str, canary: str) -> None:
    tree.add_word(pattern, (*tree.get(pattern, ()), canary))


def encoded(canary: str) -> list[str]:
    """The canary in base64 at each of its three alignments, without the characters that hold its neighbours' bits."""
    texts = [base64.b64encode(b"\0" * shift + canary.encode()).decode() for shift in range(3)]
    ends = [(shift + len(canary.encode())) * 8 // 6 for shift in range(3)]
    return [text[(0, 2, 3)[shift] : ends[shift]] for shift, text in enumerate(texts)] if len(canary) >= 8 else []
