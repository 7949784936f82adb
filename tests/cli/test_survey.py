"""Risk before effort: hierarchies drafted, risk forecast and a policy's loss told, without a source value."""

import csv
import json
import re

from .hospital import cells, edit


def told(text: str, records) -> set[str]:
    """The cells of the source that stand in the text; a plain number may be a figure as well."""
    words = {cell for cell in cells(records) if not re.fullmatch(r"[\d.]{1,4}", cell)}
    return {cell for cell in words if re.search(rf"(?<![\w-]){re.escape(cell)}(?![\w-])", text)}


def test_hierarchies_are_drafted_with_a_preview(desk):
    done = desk("dataset", "hierarchy", "harrow-lake", "--json")
    drafts = json.loads(done.out)
    assert drafts["zip"]["hierarchy"] == {"us_zip": ["zip3", "state", "region"]}
    assert drafts["birth_date"]["hierarchy"] == {"dates": ["month", "quarter", "year", "decade"]}
    assert drafts["zip"]["levels"][1] == {"values": 1, "fewest": 40, "examples": ["031"]}
    assert not told(desk("dataset", "hierarchy", "harrow-lake").out, desk.records)


def test_a_draft_is_a_file_to_edit(desk, tmp_path):
    file = tmp_path / "race.csv"
    done = desk("dataset", "hierarchy", "harrow-lake", "--column", "race", "--output", file)
    assert done.code == 0
    assert sorted(csv.reader(file.open(), delimiter=";")) == [["Maori", "*"], ["Samoan", "*"]]
    assert "keep it where the data is" in done.err
    assert not told(done.err + done.out, desk.records)


def test_what_cannot_be_drafted_is_refused(desk, refused):
    refused(desk("dataset", "hierarchy", "harrow-lake", "--column", "height"), 3, "harrow-lake", "height")
    refused(desk("dataset", "hierarchy", "harrow-lake", "--table", "nowhere"), 3, "nowhere")
    refused(desk("dataset", "hierarchy", "harrow-lake", "--table", "notes"), 3, "--column")
    assert desk("dataset", "hierarchy", "harrow-lake", "--output", "x.csv").code == 2


def test_risk_is_told_before_effort(desk, tmp_path):
    done = desk("dataset", "risk", "harrow-lake", "--output", tmp_path / "risk.html")
    assert done.code == 0, done.err
    assert "unique only because of it" in done.out
    assert re.search(r"^11 +0\.\d{3} ", done.out, re.MULTILINE)
    assert "worst-hit group of race" in done.out
    shown = (tmp_path / "risk.html").read_text()
    assert "Choices of k" in shown
    assert not told(done.out + shown, desk.records)
    found = desk("dataset", "risk", "harrow-lake", "--column", "zip", "--column", "sex", "--json").json
    assert [column["column"] for column in found["columns"]] == ["zip", "sex"]
    assert found["subjects"] == 40
    assert found["advice"]


def test_the_charts_alone_are_a_picture(desk, tmp_path):
    assert desk("dataset", "risk", "harrow-lake", "--output", tmp_path / "risk.svg").code == 0
    assert (tmp_path / "risk.svg").read_text().startswith("<svg")
    assert desk("dataset", "risk", "harrow-lake", "--output", tmp_path / "risk.pdf").code == 2


def test_a_policy_is_explained_with_its_loss(desk):
    file = desk.site / "policies" / "expert-determination.yaml"
    done = desk("policy", "explain", file, "--dataset", "harrow-lake")
    assert re.search(r"^birth_date +[01]\.\d{3} ", done.out, re.MULTILINE)
    assert "of subjects suppressed" in done.err
    cost = desk("policy", "explain", file, "--dataset", "harrow-lake", "--json").json["cost"]
    assert set(cost["by_column"]) == {"birth_date", "sex", "race"}
    assert 0 < cost["loss"] <= 1
    assert cost["refused"] == ""
    assert not told(done.out + done.err, desk.records)


def test_a_policy_that_cannot_be_met_is_explained_as_refused(desk, tmp_path):
    text = (desk.site / "policies" / "expert-determination.yaml").read_text().replace("k: 11", "k: 41")
    (tmp_path / "strict.yaml").write_text(text.replace("name: expert-determination", "name: strict"))
    done = desk("policy", "explain", tmp_path / "strict.yaml", "--dataset", "harrow-lake")
    assert done.code == 0
    assert "would be refused: k = 41: no class has 41 subjects" in done.err


def test_what_is_explained_is_what_the_export_settles(desk):
    """Models, the cap, the loss and tables with several rows a patient count alike, for everybody consents."""
    consent_to_all(desk)
    risk = {
        "k": 3,
        "suppress_at_most": 0.2,
        "group_cap": {"at_most": 1.0},
        "models": [{"l_diversity": {"column": "encounters.admin.unit", "l": 2}}],
        "per_subject": {"encounters": "count"},
        "search": {"loss": "nue_nm", "weights": {"date.birth": 3.0}},
    }
    desk.policy("whole", "expert-determination", risk=risk, quasi_identifiers=["date.birth", "demographic.*"])
    done = desk("policy", "explain", desk.site / "policies/whole.yaml", "--dataset", "harrow-lake", "--json")
    assert done.code == 0, done.err
    explained = done.json
    request = desk.request("harrow-lake", "whole", "patients,encounters,notes", who="bo")
    done = desk("export", request, "--dry-run", "--json", who="sam")
    assert done.code == 0, done.err
    settled = done.json
    summaries = {c["column"]: c["what happens"] for c in settled["columns"] if c["table"] == "patients"}
    cost = explained["cost"]
    assert cost["refused"] == ""
    assert {column: summaries[column] for column in cost["summaries"]} == cost["summaries"]
    assert cost["settled"]["minimised"] == "nue_nm"
    assert f"{round(40 * cost['suppressed'])} would be suppressed" in done.err


def test_a_model_that_cannot_hold_is_explained_too(desk):
    consent_to_all(desk)
    risk = {"k": 2, "group_cap": {"at_most": 1.0}, "suppress_at_most": 1.0,
            "models": [{"l_diversity": {"column": "encounters.admin.unit", "l": 9}}]}  # fmt: skip
    desk.policy("whole", "expert-determination", risk=risk)
    done = desk("policy", "explain", desk.site / "policies/whole.yaml", "--dataset", "harrow-lake")
    assert done.code == 0
    assert "would be refused: l_diversity of encounters.unit: no generalisation satisfies it" in done.err


def test_the_policy_says_what_is_lost_least(desk):
    """Weighed by its columns, the search leaves another one as it is."""
    kept = {}
    for kind, column in (("demographic.sex", "sex"), ("demographic.race", "race")):
        risk = {"k": 8, "group_cap": {"at_most": 1.0}, "suppress_at_most": 0.0, "search": {"weights": {kind: 9.0}}}
        desk.policy("weighed", "expert-determination", risk=risk, quasi_identifiers=["date.birth", "demographic.*"])
        explained = desk("policy", "explain", desk.site / "policies/weighed.yaml", "--dataset", "harrow-lake", "--json")
        assert explained.code == 0, explained.err
        kept[column] = explained.json["cost"]["summaries"]
    assert kept["sex"]["sex"] == kept["race"]["race"] == "keep"
    assert kept["sex"] != kept["race"]


def test_a_search_that_may_not_search_is_refused(desk, refused):
    """One check of the lattice finds nothing here, which is not to say that there is nothing."""
    risk = {"k": 11, "suppress_at_most": 0.0, "group_cap": {"at_most": 1.0}, "search": {"checks_at_most": 1}}
    desk.policy("hasty", "expert-determination", risk=risk)
    refused(desk("export", desk.request("harrow-lake", "hasty"), who="sam"), 5, "no solution found in 1 checks")
    (event,) = desk.events("export.refused")
    assert event["reason"] == "search-unfinished"


def consent_to_all(desk):
    with (desk.records / "patients.csv").open() as handle:
        subjects = [row["patient_id"] for row in csv.DictReader(handle)]
    rows = [[f"D-{n}", one, "granted", "HRESCH", "", "2023-01-01", "", "2023-02-01"] for n, one in enumerate(subjects)]
    edit(desk.records / "consents.csv", lambda old: [old[0], *rows])
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
