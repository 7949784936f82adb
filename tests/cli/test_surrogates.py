"""Surrogates on a real export: gender, case, initials, shifts and shapes kept; nobody's name, nobody's number."""

import csv
import json
import re
from datetime import date

import pytest

from gateway.deid import names
from gateway.deid.checksums import passes

from .hospital import write_lines


@pytest.fixture(scope="module")
def patients(built):
    with (built / "records/patients.csv").open(newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture
def surrogates(desk):
    """A policy that puts surrogates into notes and shifts dates in tables; nothing is suppressed."""
    desk.policy("surrogates", "gdpr-pseudonymised", quasi_identifiers=[], risk=None)
    desk.policy("again", "gdpr-pseudonymised", quasi_identifiers=[], risk=None)
    return desk


def texts(desk, release):
    return [row["text"] for row in desk.rows(release)["notes"]]


def test_hidden_in_plain_sight(surrogates, patients):
    """Notes of the form `GIVEN FAMILY was seen on MM/DD/2023, MRN 44…. Phone 603-555-….`"""
    release = surrogates.export("harrow-lake", "surrogates", "patients,encounters,notes")["release"]
    originals = {word.casefold() for p in patients for word in (p["given"], p["family"])}
    numbers = {p["mrn"] for p in patients} | {p["phone"] for p in patients}
    form = re.compile(
        r"(\w+) ([\w'’]+) was seen on (\d\d/\d\d/\d{4}), MRN (\d{7})\. Phone (\d{3}-555-01\d\d)\. Stable\."
    )
    with (surrogates.records / "notes.jsonl").open() as handle:
        notes = [json.loads(line) for line in handle]
    for note, person, text in zip(notes, patients[: len(notes)], texts(surrogates, release), strict=True):
        given, family, seen, mrn, phone = form.fullmatch(text).groups()
        assert note["patient_id"] == person["patient_id"]
        assert given in names.everywhere({"F": "female", "M": "male"}[person["sex"]])
        assert not {given.casefold(), family.casefold()} & originals
        assert given[0] != person["given"][0]
        assert family[0] != person["family"][0]
        assert not {mrn, phone} & numbers
        assert not passes(mrn)
        assert seen not in note["text"]


def test_dates_in_notes_move_with_the_tables(surrogates):
    release = surrogates.export("harrow-lake", "surrogates", "patients,encounters,notes")["release"]
    rows = surrogates.rows(release)["notes"]
    with (surrogates.records / "notes.jsonl").open() as handle:
        notes = [json.loads(line) for line in handle]
    for note, row in zip(notes, rows, strict=True):
        shift = date.fromisoformat(str(row["written"])) - date.fromisoformat(note["written"])
        month, day, year = map(int, re.search(r"(\d\d)/(\d\d)/(\d{4})", note["text"]).groups())
        assert f"{date(year, month, day) + shift:%m/%d/%Y}" in row["text"]


def test_one_subject_is_one_person_in_all_notes_and_another_elsewhere(surrogates):
    given, family = "Ottoline", "Quillfeather"  # SUBJ-0000
    forms = [f"Pt {given} {family} here.", f"pt {family.upper()}, {given.upper()}", f"{given[0]}. {family} slept",
             f"initials {given[0]}.{family[0]}."]  # fmt: skip
    write_lines(
        surrogates.records / "notes.jsonl",
        [{"note_id": f"N{n}", "patient_id": f"SUBJ-000{s}", "written": "2023-05-10", "text": text}
         for s in (0, 1) for n, text in enumerate(forms, 4 * s)],
    )  # fmt: skip
    surrogates.describe()
    surrogates.does("dataset", "add", surrogates.records / "dataset.yaml", who="sam")
    one = texts(surrogates, surrogates.export("changed", "surrogates", "patients,notes", "alpha")["release"])
    same = texts(surrogates, surrogates.export("changed", "again", "patients,notes", "alpha")["release"])
    other = texts(surrogates, surrogates.export("changed", "surrogates", "patients,notes", "beta")["release"])
    new, last = re.fullmatch(r"Pt (\w+) ([\w']+) here\.", one[0]).groups()
    assert one[1] == f"pt {last.upper()}, {new.upper()}"
    assert one[2] == f"{new[0]}. {last} slept"
    assert one[3] == f"initials {new[0]}.{last[0]}."
    assert same == one
    assert other[0] != one[0]
    assert one[4] != one[0]  # the same name in another subject's note is another person
