"""Sensitive categories from consent to release: what is not named stays out, what is named carries a notice."""

import json

import pytest

from .hospital import write_csv

HEADER = ["consent_id", "subject", "status", "purposes", "recipients", "effective_from", "effective_until",
          "recorded_at", "categories"]  # fmt: skip
HOLDERS = {"SUBJ-0001": "F11.20", "SUBJ-0002": "B20", "SUBJ-0003": "F11.20", "SUBJ-0004": "I10"}
NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."


@pytest.fixture
def coded(desk):
    """A dataset with diagnoses; of two with an opioid disorder, one lets it be used for research."""
    rows = [[f"DX-{n}", subject, code, "Found."] for n, (subject, code) in enumerate(HOLDERS.items())]
    write_csv(desk.records / "diagnoses.csv", ["key", "patient_id", "icd10", "what"], rows)
    columns = {"key": "key.diagnosis", "patient_id": "subject", "icd10": {"kind": "clinical.code", "system": "icd10cm"},
               "what": "clinical.description"}  # fmt: skip

    def describe(raw):
        raw["tables"]["diagnoses"] = {"source": "diagnoses.csv", "columns": columns}

    desk.describe(describe, "coded")
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    allow(desk, "SUBJ-0003", "substance-use")
    return desk


def allow(desk, subject, categories, status="granted", number="S-1"):
    row = [number, subject, status, "HRESCH", "", "2023-01-01", "", "2023-03-01", categories]
    write_csv(desk.records / f"{number}.csv", HEADER, [row])
    desk.does("consent", "import", desk.records / f"{number}.csv", who="sam")


def manifest(desk, release):
    return json.loads((desk.site / "releases" / release / "manifest.json").read_text())


def test_rows_and_notes_stay_out_unless_consent_names_the_category(coded):
    release = coded.export("coded", tables="patients,diagnoses,notes")["release"]
    rows = coded.rows(release)
    assert sorted(row["icd10"] for row in rows["diagnoses"]) == ["F11.20", "I10"]
    told = manifest(coded, release)["tables"]
    assert told["diagnoses"]["left_out"] == {"category.substance-use": 1, "category.hiv": 1}
    assert told["diagnoses"]["sensitive"] == {"substance-use": 1}
    left = told["notes"]["left_out"]
    assert {name: n for name, n in left.items() if "category" in name} == {
        "category.substance-use.text": 1, "category.hiv.text": 1}  # fmt: skip
    assert told["notes"]["sensitive"] == {"substance-use": 1}
    assert told["patients"]["released"] == 34
    dropped = coded.events("export.published")[-1]["facts"]["rows_dropped"]
    assert (dropped["category.hiv"], dropped["category.hiv.text"]) == (1, 1)


def test_the_notice_of_part_2_goes_with_the_data(coded):
    release = coded.export("coded", tables="patients,diagnoses")["release"]
    assert manifest(coded, release)["notices"] == [NOTICE]
    assert NOTICE in (coded.site / "releases" / release / "card.html").read_text()
    grant = coded.grant(release)
    assert json.loads(grant.read_text())["notices"] == [NOTICE]
    assert NOTICE in coded("open", coded.site / "releases" / release, "--grant", grant, who="ana").err
    other = coded.export("coded", tables="patients,encounters")["release"]
    assert manifest(coded, other)["notices"] == []
    assert NOTICE not in (coded.site / "releases" / other / "card.html").read_text()


def test_without_its_table_a_note_still_inherits(coded):
    release = coded.export("coded", tables="patients,notes")["release"]
    assert "category.hiv.text" in manifest(coded, release)["tables"]["notes"]["left_out"]


def test_a_denial_of_a_category_denies_nothing_else(coded):
    allow(coded, "SUBJ-0003", "substance-use", "denied", "S-2")
    release = coded.export("coded", tables="patients,diagnoses")["release"]
    assert [row["icd10"] for row in coded.rows(release)["diagnoses"]] == ["I10"]
    assert manifest(coded, release)["subjects"]["released"] == 34


def test_status_tells_who_is_covered_in_part(coded):
    found = coded("consent", "status", "--dataset", "coded", "--json").json["coded"]
    assert found["in_part"] == 2
    assert found["categories"]["substance-use"] == {"holding": 2, "left_out": 1}
    assert found["categories"]["hiv"] == {"holding": 1, "left_out": 1}
    assert sum(group["in_part"] for group in found["groups"] if group["axis"] == "sex") == 2
    shown = coded("consent", "status", "--dataset", "coded").out
    assert "2 of the covered in part" in shown
    assert ["hiv", "1", "1"] in [line.split() for line in shown.splitlines()]
    assert "substance-use" in coded("consent", "status", "--subject", "SUBJ-0003").out


def test_a_code_in_the_subject_table_keeps_the_subject_out(desk):
    """Nobody is in a release without a row in the subject table."""

    def describe(raw):
        raw["tables"]["patients"]["columns"]["race"] = {"kind": "clinical.code", "system": "icd10cm"}

    (desk.records / "patients.csv").write_text((desk.records / "patients.csv").read_text().replace("Maori", "B20"))
    desk.describe(describe, "flat")
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    reasons = desk("consent", "status", "--dataset", "flat", "--json").json["flat"]["reasons"]
    assert reasons["category"] > 0
    release = desk.export("flat")["release"]
    told = manifest(desk, release)
    assert told["consent"]["reasons"] == reasons
    assert told["subjects"]["released"] == reasons["covered"]
