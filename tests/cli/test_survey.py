"""Risk before effort: hierarchies drafted, risk forecast and a policy's loss told, without a source value."""

import csv
import json
import re

from .hospital import cells


def told(text: str, records) -> set[str]:
    """The cells of the source that stand in the text."""
    return {cell for cell in cells(records) if re.search(rf"(?<![\w-]){re.escape(cell)}(?![\w-])", text)}


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
