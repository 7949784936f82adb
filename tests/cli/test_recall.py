"""The recall meter on a real export: measured in the manifest, the card and the log; a floor refuses."""

import json
import re

import pytest

from .hospital import write_lines

GIVEN, FAMILY = "ottoline", "quillfeather"  # of the first patient; in lower case only the record tells them


@pytest.fixture
def notes(desk):
    """One note of the first patient: a name by its title and a number by its label are found without the record."""
    text = f"Mr. Marchbanks sat in. the {GIVEN} held well; MRN 4400000."
    line = {"note_id": "NOTE-1", "patient_id": "SUBJ-0000", "written": "2023-05-10", "text": text}
    write_lines(desk.records / "notes.jsonl", [line])
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    return desk


def test_manifest_card_and_log_tell_what_would_have_been_missed(notes):
    release = notes.export("changed", tables="patients,notes")["release"]
    folder = notes.site / "releases" / release
    recall = json.loads((folder / "manifest.json").read_text())["recall"]
    assert (recall["stood"], recall["missed"], recall["recall"]) == (2, 1, 0.5)
    assert {
        (g["axis"], g["group"]): (g["stood"], g["missed"]) for g in recall["by"] if g["axis"] in ("kind", "sex")
    } == {("kind", "id.mrn"): (1, 0), ("kind", "name.given"): (1, 1), ("sex", "groups under 20"): (2, 1)}
    assert all(g["subjects"] >= 20 or g["group"] == "groups under 20" for g in recall["by"])
    card = re.sub(r"\s+", " ", (folder / "card.html").read_text())
    assert "Of 2 places where a value of the patient’s record stands, <strong>50%</strong> were found" in card
    [event] = [event for event in notes.events("export.published") if event["facts"]["release"] == release]
    assert event["facts"]["identifiers_in_texts"] == {"id": 1, "name": 1}
    assert event["facts"]["identifiers_missed"] == {"id": 0, "name": 1}
    assert event["facts"]["recall_ppm"]["all"] == event["facts"]["recall_ppm"]["worst.sex"] == 500_000
    [row] = notes.rows(release)["notes"]
    assert GIVEN not in row["text"].lower()


def test_below_the_policy_s_floor_nothing_leaves(notes, refused):
    notes.policy("measured", notes={"recall_at_least": 0.6})
    request = notes.request("changed", "measured", "patients,notes")
    refused(notes("export", request, who="sam"), 5, "1 of 2 known identifiers", "50.0%", "the policy demands 60.0%")
    [event] = notes.events("export.refused")
    assert (event["stage"], event["reason"]) == ("verify", "recall")
    assert event["facts"]["numbers"] == {"floor_ppm": 600_000, "stood": 2, "missed": 1, "recall_ppm": 500_000}


def test_at_the_floor_it_leaves(notes):
    notes.policy("measured", notes={"recall_at_least": 0.5})
    assert notes.export("changed", "measured", "patients,notes")["release"]


def test_a_release_without_texts_measures_nothing(notes):
    notes.policy("measured", notes={"recall_at_least": 0.99})
    release = notes.export("changed", "measured")["release"]
    assert json.loads((notes.site / "releases" / release / "manifest.json").read_text())["recall"] is None
