"""Rows that cannot be released are left out and counted, and the rest is released; too many of them refuse the job."""

import json
import shutil

import pytest

from .hospital import at, edit, write_csv

ENCOUNTERS, NOTES = "encounters.csv", "notes.jsonl"


def left_out(desk, **asked):
    """Publish the changed records; what each table read, released and left out, and the released rows."""
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    made = desk.export("changed", **asked)
    for table in made["tables"].values():
        assert table["read"] == table["released"] + sum(table["left_out"].values())
    return made["tables"], desk.rows(made["release"])


def test_null_subject_is_quarantined(desk):
    edit(desk.records / ENCOUNTERS, at(9, "patient_id", ""))
    tables, rows = left_out(desk)
    assert tables["encounters"] == {
        "read": 80,
        "released": 67,
        "left_out": {"no-consent": 12, "quarantined: null subject": 1},
    }
    assert len(rows["encounters"]) == 67
    assert all(row["patient_id"] for row in rows["encounters"])


def test_notes_of_nobody_are_left_out(desk):
    path = desk.records / NOTES
    stranger = {"note_id": "NOTE-x", "patient_id": "SUBJ-9999", "written": "2023-05-01", "text": "Zephyrine was seen."}
    path.write_text(path.read_text() + json.dumps(stranger))
    tables, rows = left_out(desk, tables="patients,notes")
    assert tables["notes"] == {"read": 26, "released": 25, "left_out": {"unknown-subject": 1}}
    assert "Zephyrine" not in str(rows)


@pytest.mark.parametrize(
    ("column", "value", "reason"),
    [("admitted", "31 Brumaire", "admitted"), ("cost", "twelve", "cost: not of type number")],
)
def test_unreadable_value_is_quarantined(desk, column, value, reason):
    edit(desk.records / ENCOUNTERS, at(9, column, value))
    tables, rows = left_out(desk)
    (told,) = (key for key in tables["encounters"]["left_out"] if key.startswith(f"quarantined: {reason}"))
    assert tables["encounters"]["left_out"][told] == 1
    assert len(rows["encounters"]) == 67
    assert value not in str(rows)


def test_many_unreadable_values_refuse(desk, refused):
    edit(desk.records / ENCOUNTERS, lambda rows: [rows[0], *([*row[:5], "free of charge"] for row in rows[1:])])
    desk.describe()
    refused(
        desk.first_refusal(),
        5,
        "table encounters: 80 of 80 rows quarantined",
        "allows 5.0%",
        "cost: not of type number",
    )
    (event,) = desk.events("export.refused")
    assert event["stage"] == "seal"


def test_a_million_characters_in_a_note(desk):
    """Scanned whole or quarantined; either way the name and the number in its middle are not released."""
    path = desk.records / NOTES
    filler = "The wound was clean and dry; dressing changed by the team, no fever, appetite fair. " * 6_000
    long = {
        "note_id": "NOTE-x",
        "patient_id": "SUBJ-0001",
        "written": "2023-05-01",
        "text": f"{filler} Barnaby Marchbanks, MRN 4400001. {filler}",
    }
    assert len(long["text"]) > 1_000_000
    path.write_text(path.read_text() + json.dumps(long))
    tables, rows = left_out(desk, tables="patients,notes")
    released = [row["text"] for row in rows["notes"] if len(row["text"]) > 1_000]
    assert len(released) + sum(tables["notes"]["left_out"].values()) == 1
    assert not any("Marchbanks" in text or "4400001" in text for text in released)


def test_a_table_that_holds_only_strangers_has_no_rows(desk):
    write_csv(
        desk.records / ENCOUNTERS,
        ["encounter_id", "patient_id", "admitted", "unit", "attending", "cost"],
        [["ENC-1", "SUBJ-9999", "2023-01-01", "cardiology", "Dr. Oyelaran", "1.5"]],
    )
    tables, rows = left_out(desk)
    assert tables["encounters"] == {"read": 1, "released": 0, "left_out": {"unknown-subject": 1}}
    assert rows["encounters"] == []


def test_source_that_changed_since_registration_is_read_as_it_is_now(desk):
    """The registry pins the descriptor, not the data: an export takes what the hospital's folder holds that day."""
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    shutil.copy(desk.records / ENCOUNTERS, desk.records / "old.csv")
    edit(desk.records / ENCOUNTERS, lambda rows: rows[:11])
    assert desk.export("changed")["tables"]["encounters"]["read"] == 10
