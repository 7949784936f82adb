"""Details of the log erased: by the officer, as a recorded act, and the log verifies against what others hold."""

import json
import sqlite3

import pytest
from postgres import WRITER, Server

from .desk import PEOPLE, Desk, run

GONE, OTHER = "SUBJ-0003", "SUBJ-0005"
WHY = ("--why", "the patient asked in writing")


def details(desk: Desk) -> dict[str, int]:
    return desk("audit", "verify", "--json").json["details"]


@pytest.fixture
def asked(desk) -> Desk:
    """A withdrawal, and three questions about two patients."""
    desk.does("consent", "withdraw", GONE, who="sam")
    for subject in (GONE, OTHER, GONE):
        desk.does("audit", "disclosures", "--subject", subject, who="cleo")
    return desk


def test_a_patient_is_erased_from_the_log(asked, tmp_path):
    kept = tmp_path / "kept.txt"
    kept.write_text(asked.does("audit", "checkpoint") + "\n")
    before = details(asked)
    assert before == {"kept": 4, "erased": 0}
    done = asked.does("audit", "erase", "--subject", GONE, *WHY, who="cleo")
    assert "erased the details of 3 events" in done
    assert details(asked) == {"kept": 2, "erased": 3}, "the other patient, and why"
    assert "details: 2 kept, 3 erased" in asked.does("audit", "verify", "--checkpoint", kept)
    (event,) = asked.events("details.erased")
    assert (event["actor"], len(event["events"]), event["outcome"]) == ("cleo", 3, "success")
    assert GONE not in json.dumps(asked("audit", "log", "--json").json)
    assert asked("audit", "erase", "--event", event["seq"], *WHY, who="cleo").code == 0
    assert asked("audit", "erase", "--event", event["seq"], *WHY, who="cleo").code == 3
    export = tmp_path / "log.jsonl"
    asked.does("audit", "export", "--output", export)
    (tmp_path / "key").write_text(asked.does("audit", "key"))
    assert run("audit", "verify", "--log", export, "--key", tmp_path / "key", env={}).code == 0


def test_only_an_officer_erases(asked):
    for who in ("sam", "ana"):
        done = asked("audit", "erase", "--subject", GONE, *WHY, who=who)
        assert done.code == 4
    refused = [(event["actor"], event["wanted"]) for event in asked.events("access.refused")]
    assert refused == [("sam", "eraseDetails"), ("ana", "eraseDetails")]
    assert asked.events("details.erased") == []
    assert details(asked) == {"kept": 4, "erased": 0}


def test_details_that_were_deleted_by_hand_are_told(asked):
    with sqlite3.connect(asked.site / "registry.db") as database:
        database.execute("DELETE FROM details WHERE seq = (SELECT max(seq) FROM details)")
    done = asked("audit", "verify")
    assert (done.code, "are missing, and no event tells that they were erased" in done.err) == (6, True)


def test_who_asks_is_named(desk):
    desk.does("audit", "disclosures", "--subject", OTHER)
    desk.does("audit", "disclosures", "--subject", OTHER, "--letter", desk.home / "letter.html", who="cleo")
    told = [(event["actor"], event["releases"], event["letter"]) for event in desk.events("disclosures.accounted")]
    assert told == [("site", 2, False), ("cleo", 2, True)]


def test_usage(desk):
    assert desk("audit", "erase", *WHY, who="cleo").code == 2
    assert desk("audit", "erase", "--event", 1, "--subject", OTHER, *WHY, who="cleo").code == 2


def test_on_postgresql_only_the_eraser_can(postgres: Server, tmp_path):
    eraser, name = "gateway_eraser", postgres.database()
    postgres.sql(f"CREATE ROLE {eraser} LOGIN")
    desk = Desk(tmp_path)
    run("registry", "migrate", postgres.url(name), "--writer", WRITER, "--eraser", eraser, env={})
    desk.does("init", desk.site, "--name", "harrow-lake", "--registry", postgres.url(name, WRITER))
    for person in ("sam", "cleo"):
        desk.does("keys", "create", person, "--role", PEOPLE[person], who="sam")
    desk.does("consent", "withdraw", GONE, who="sam")
    done = desk("audit", "erase", "--subject", GONE, *WHY, who="cleo")
    assert (done.code, "its role may not do this" in done.err) == (3, True)
    assert details(desk) == {"kept": 1, "erased": 0}
    other = postgres.url(postgres.database(), eraser)
    assert desk("audit", "erase", "--subject", GONE, *WHY, "--registry", other, who="cleo").code == 3
    desk.does("audit", "erase", "--subject", GONE, *WHY, "--registry", postgres.url(name, eraser), who="cleo")
    assert details(desk) == {"kept": 1, "erased": 1}
    for table in ("events", "nodes", "checkpoints", "event_index"):
        with pytest.raises(PermissionError, match="permission denied"):
            postgres.sql(f"DELETE FROM {table}", name, eraser)
