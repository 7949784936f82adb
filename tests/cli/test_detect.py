"""`gateway detect`: JSON that names who voted and holds no text, and a page of notes that only its user can read."""

import json
import re
import stat
from html import unescape

import pytest

from cli.desk import run

NOTES = [
    {"id": "n<1>", "text": "Mr. Voslkander <script>alert(1)</script> slept.\nMRN 7712034; the robert ate & left."},
    {"id": 2, "text": "Nothing to see."},
]
RECORDS = [{"id": "n<1>", "given": "Robert", "family": "Vosklander", "mrn": 7712034}]


@pytest.fixture
def files(tmp_path):
    for name, items in (("notes", NOTES), ("records", RECORDS)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(item) + "\n" for item in items))
    return tmp_path


def detect(files, *options):
    return run("detect", files / "notes.jsonl", "--records", files / "records.jsonl", *options, env={})


def test_spans_name_the_recognisers_with_rule_and_score_and_hold_no_text(files):
    done = detect(files)
    assert done.code == 0
    first, second = (json.loads(line) for line in done.out.splitlines())
    assert (second["id"], second["spans"]) == (2, [])
    by = {NOTES[0]["text"][s["start"] : s["end"]]: s for s in first["spans"]}
    assert {"recognizer": "record", "rule": "name.family, one letter off", "score": 0.7} in by["Voslkander"]["votes"]
    assert {"recognizer": "record", "rule": "id.mrn", "score": 0.95} in by["7712034"]["votes"]
    assert all(span["votes"] and span["evidence"] for span in first["spans"])
    assert not any(word.lower() in done.out.lower() for word in by)


def test_the_page_shows_the_whole_note_and_the_votes_and_runs_nothing(files):
    page = files / "page.html"
    page.write_text("older")
    page.chmod(0o666)
    done = detect(files, "--output", files / "spans.jsonl", "--html", page)
    assert done.code == 0, done.err
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert not (files / "page.html.tmp").exists()
    body = page.read_text()
    [shown, other] = re.findall(r'<div class="text">(.*?)</div>', body, re.DOTALL)
    assert unescape(re.sub(r"<a .*?</a>|<[^>]*>", "", shown)) == NOTES[0]["text"]
    assert other == NOTES[1]["text"]
    assert "name.family, one letter off" in body
    assert "Protected health information" in body
    assert "default-src 'none'" in body
    assert not re.search(r"<(script|img|link|iframe|object|form)|\son\w+=|https?:|url\(|style=", body)
    assert len((files / "spans.jsonl").read_text().splitlines()) == 2


def test_without_the_page_no_text_is_written(files):
    detect(files, "--output", files / "spans.jsonl")
    assert sorted(path.name for path in files.iterdir()) == ["notes.jsonl", "records.jsonl", "spans.jsonl"]
    assert "slept" not in (files / "spans.jsonl").read_text()


def test_a_file_that_breaks_off_leaves_no_page(files):
    with (files / "notes.jsonl").open("a") as handle:
        handle.write("{broken\n")
    done = detect(files, "--output", files / "spans.jsonl", "--html", files / "page.html")
    assert done.code == 3
    assert not list(files.glob("page*"))
