"""Risk before effort: hierarchies drafted, risk forecast and a policy's loss told, without a source value."""

import csv
import json
import re

from .hospital import cells


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
    assert "would be refused: no generalisation satisfies the models" in done.err
