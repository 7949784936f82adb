"""A second party checks the log from a file, and vouches for it; every release carries a checkpoint."""

import json
import sqlite3
from pathlib import Path

import pytest

from .desk import run


@pytest.fixture
def files(desk) -> Path:
    """What the site hands out: the exported log, its key, a checkpoint, cleo's key."""
    for name, args in {
        "log.vkey": ("key",), "cleo.vkey": ("key", "cleo"), "checkpoint.txt": ("checkpoint",),
        "log.jsonl": ("export", "--format", "jsonl"),
    }.items():  # fmt: skip
        done = desk("audit", *args)
        assert done.code == 0, done.err
        (desk.home / name).write_text(done.out)
    return desk.home


def test_an_exported_log_verifies_without_a_site(desk, files):
    words = ("audit", "verify", "--log", files / "log.jsonl", "--key", files / "log.vkey")
    done = run(*words, "--checkpoint", files / "checkpoint.txt", "--json", env={})
    assert done.code == 0, done.err
    assert done.json["events"] == done.json["witnessed"] == len(desk("audit", "log", "--json").json)
    (files / "log.jsonl").write_text((files / "log.jsonl").read_text().replace('\\"ana\\"', '\\"eve\\"'))
    done = run(*words, env={})
    assert (done.code, done.out) == (6, "")
    assert "event 3 was changed" in done.err


def test_every_release_carries_a_checkpoint(desk, release):
    done = desk("audit", "verify", "--checkpoint", release / "manifest.json", "--json")
    carried = json.loads((release / "manifest.json").read_bytes())["checkpoint"]
    assert done.json["witnessed"] == int(carried.split("\n")[1])


def test_a_log_rewritten_since_a_release_is_found_by_its_recipient(desk, release):
    with sqlite3.connect(desk.site / "registry.db") as database:
        seen = int(json.loads((release / "manifest.json").read_bytes())["checkpoint"].split("\n")[1])
        database.execute("DELETE FROM events WHERE seq >= ?", (seen - 1,))
        database.execute("DELETE FROM event_index WHERE seq >= ?", (seen - 1,))
        database.execute("DELETE FROM checkpoints WHERE size >= ?", (seen,))
        database.execute('DELETE FROM nodes WHERE ("index" + 1) << level > ?', (seen - 1,))
    assert desk("audit", "verify").code == 0  # it holds by itself
    done = desk("audit", "verify", "--checkpoint", release / "manifest.json")
    assert (done.code, f"event {seen - 1} is missing" in done.err) == (6, True)


def test_a_second_party_cosigns(desk, files):
    first, newer = files / "first.txt", files / "newer.txt"
    desk.does("audit", "cosign", files / "checkpoint.txt", "--output", first, who="cleo")
    done = desk("audit", "verify", "--checkpoint", first, "--cosigner", files / "cleo.vkey", "--json")
    assert done.json["cosigner"] == "gateway/harrow-lake/cleo"
    assert (
        desk("audit", "verify", "--checkpoint", files / "checkpoint.txt", "--cosigner", files / "cleo.vkey").code == 6
    )
    desk.request("harrow-lake")
    newer.write_text(desk("audit", "checkpoint").out)
    desk.does("audit", "cosign", newer, "--previous", first, who="cleo")
    assert "cosigned by gateway/harrow-lake/cleo" in desk.does(
        "audit", "verify", "--checkpoint", newer, "--cosigner", files / "cleo.vkey"
    )


def test_nobody_cosigns_a_log_that_does_not_hold(desk, files):
    before = (files / "checkpoint.txt").read_bytes()
    desk.sql("UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '\"ana\"', '\"eve\"') AS BLOB) WHERE seq = 3")
    done = desk("audit", "cosign", files / "checkpoint.txt", who="cleo")
    assert (done.code, "event 3 was changed" in done.err) == (6, True)
    assert (files / "checkpoint.txt").read_bytes() == before


def test_a_log_elsewhere_is_cosigned_from_its_file(desk, files):
    words = ("audit", "cosign", files / "checkpoint.txt", "--log", files / "log.jsonl", "--key", files / "log.vkey")
    desk.does(*words, who="cleo")
    assert "— gateway/harrow-lake/cleo " in (files / "checkpoint.txt").read_text()


@pytest.mark.parametrize(
    "words", [("--log", "log.jsonl"), ("--key", "log.vkey"), ("--cosigner", "cleo.vkey")], ids=lambda w: w[0]
)
def test_options_that_need_each_other(desk, files, words):
    assert desk("audit", "verify", words[0], files / words[1]).code == 2


def test_exports_for_other_programs(desk):
    events = desk("audit", "log", "--json").json
    assert len(desk.does("audit", "export", "--format", "fhir").splitlines()) == len(events)
    assert len(desk.does("audit", "export", "--format", "csv").splitlines()) == len(events) + 1
    assert len(desk.does("audit", "export", "--format", "openlineage").splitlines()) == 4
    assert desk.does("audit", "export", "--format", "fhir", "--since", "2099-01-01") == ""
    assert desk("audit", "export", "--format", "jsonl", "--since", "2026-01-01").code == 2
    path = desk.home / "events.csv"
    assert desk.does("audit", "export", "--format", "csv", "--output", path) == str(path)
    assert path.stat().st_mode & 0o77 == 0
