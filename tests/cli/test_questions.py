"""An officer's questions: each a command, all in one page, and the letter to a patient."""

import re
from base64 import b64encode
from hashlib import sha256

import pytest

from gateway.audit.exports import ExportIntent
from gateway.questions import QUESTIONS
from gateway.site import open_site

from .hospital import cells


def ask(desk, question: str, *options: object) -> list[dict]:
    done = desk("audit", question, *options, "--json", who="cleo")
    assert done.code == 0, done.err
    return done.json


def crash(desk, request: str, release: str) -> object:
    """What a killed export leaves, as long as the test holds on to it: an intent without an outcome."""
    site = open_site(desk.site)
    intent = ExportIntent(actor="sam", role="data-steward", request=request, facts={"release": release})
    attempt = site.log.attempt(intent)
    attempt.__enter__()
    return attempt


def test_who_exported_what(desk):
    first = ask(desk, "exports")[0]
    assert first["release"] == (desk.home / "first").read_text()
    assert (first["exporter"], first["recipient"], first["approved by"]) == ("sam", "ana", ["sam"])
    assert (first["policy"], first["rules"]) == ("hipaa-safe-harbor", ["steward-exports-approved"])
    assert (first["patients"], first["rows"]) == (34, 127)
    assert len(ask(desk, "exports", "--since", "2099-01-01")) == 0
    assert desk("audit", "exports", "--since", "2099-01-01").out == "none\n"


def test_denied_attempts_say_who_and_why(desk):
    asked = desk.request("harrow-lake", approve=False)
    assert desk("request", "approve", asked, who="ana").code == 4
    desk.does("request", "deny", asked, "--why", "no need", who="tess")
    harsh = desk.policy("harsh", "expert-determination", risk={"k": 900, "suppress_at_most": 0.0})
    assert desk("export", desk.request("harrow-lake", harsh), who="sam").code == 5
    told = [(row["who"], row["attempt"], row["reason"]) for row in ask(desk, "denied")]
    assert told[:2] == [("ana", "request.approved", "forbidden"), ("tess", "request.denied", "denied-by-a-person")]
    refused = ask(desk, "denied")[2]
    assert (refused["attempt"], refused["stage"]) == ("export.refused", "generalise")
    assert refused["numbers"]["k"] == 900
    assert "k 900" in desk("audit", "denied").out


def test_approvals_by_person(desk):
    asked = desk.request("harrow-lake", approve=False)
    desk("request", "approve", asked, who="ana")
    desk.does("request", "approve", asked, who="tess")
    rows = {row["person"]: row for row in ask(desk, "approvals")}
    assert (rows["sam"]["approved"], rows["sam"]["of"]) == (2, {"ana": 2})
    assert (rows["tess"]["approved"], rows["tess"]["requests"]) == (1, [asked])
    assert (rows["ana"]["approved"], rows["ana"]["refused"]) == (0, 1)


def test_disclosures_follow_the_grants(desk):
    first = (desk.home / "first").read_text()
    desk.does("release", "revoke", first, "--to", "ana", who="sam")
    rows = ask(desk, "disclosures")
    assert [row["recipient"] for row in rows] == ["ana", "ana"]
    assert rows[0]["revoked"]
    assert not rows[1]["revoked"]


def test_policy_changes_and_what_they_changed(desk):
    assert ask(desk, "policies") == []  # what a site begins with is no change
    safe, access = (desk.site / "policies" / name for name in ("hipaa-safe-harbor.yaml", "access.cedar"))
    safe.write_text("# reviewed\n" + safe.read_text())
    desk.request("harrow-lake", approve=False)
    safe.write_text(safe.read_text() + "\nquarantine_at_most: 0.2\n")
    access.write_text(access.read_text().replace('"POARCH", ', ""))
    release = desk.export("harrow-lake", tables="patients")["release"]
    (desk.site / "policies/limited-data-set.yaml").unlink()
    desk.request("harrow-lake", approve=False)
    rows = ask(desk, "policies")
    assert [(row["file"], row["version"], row["first used by"]) for row in rows] == [
        ("hipaa-safe-harbor.yaml", 2, "ana"),
        ("access.cedar", 2, "ana"),
        ("hipaa-safe-harbor.yaml", 3, "ana"),
        ("limited-data-set.yaml", 2, "ana"),
    ]
    assert rows[0]["changes"] == ["comments or layout only"]
    assert rows[0]["releases since"] == []
    assert re.search(r"purpose-needs-research-basis.*POARCH.*→", rows[1]["changes"][0])
    assert rows[2]["changes"] == ["quarantine_at_most: added (0.2)"]
    assert rows[1]["releases since"] == rows[2]["releases since"] == [release]
    assert "removed" in rows[3]["changes"][0]
    desk("request", "list")
    desk.request("harrow-lake", approve=False)
    assert len(ask(desk, "policies")) == 4  # noticed once


def test_a_kept_version_that_was_changed_is_refused(desk):
    safe = desk.site / "policies/hipaa-safe-harbor.yaml"
    safe.write_text(safe.read_text() + "\nquarantine_at_most: 0.2\n")
    desk.request("harrow-lake", approve=False)
    desk.sql("UPDATE documents SET body = CAST('' AS BLOB) WHERE kind = 'policy-version' AND id LIKE 'hipaa%2'")
    done = desk("audit", "policies")
    assert (done.code, "version 2 of hipaa-safe-harbor.yaml" in done.err) == (6, True)


def test_releases_near_expiry(desk):
    rows = ask(desk, "expiring")
    assert {(row["days left"], row["state"]) for row in rows} == {(30, "ends soon")}
    later = desk("audit", "expiring", "--json", days=40).json
    assert {(row["days left"], row["state"]) for row in later} == {(-10, "ended")}


def test_open_intents_tell_crashes_from_work(desk):
    killed = crash(desk, "req-20260101-00000000", "rel-20260101-00000000")
    (row,) = ask(desk, "intents")
    assert (row["state"], row["mend"]) == ("crashed", "gateway export req-20260101-00000000")
    with open_site(desk.site).lock("rel-20260101-00000000"):
        assert ask(desk, "intents")[0]["state"] == "running"
    del killed
    assert ask(desk, "intents") == []


def test_the_report_answers_every_question_and_loads_nothing(desk, tmp_path):
    desk("request", "approve", desk.request("harrow-lake", approve=False), who="ana")
    killed = crash(desk, "req-20260101-00000000", "rel-20260101-00000000")
    path = tmp_path / "audit.html"
    assert desk.does("audit", "report", "--output", path) == str(path)
    del killed
    page = path.read_text()
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in page
    assert not re.search(r"<script|\son\w+=|\ssrc=|style=|@import|url\(|href=\"[^#]", page)
    for question in QUESTIONS:
        assert f'<h2 id="{question.name}">' in page
    for release in desk.published():
        assert release in page
    assert page.count('<rect class="published"') >= 2
    assert "forbidden" in page
    assert "gateway export req-20260101-00000000" in page
    assert not {cell for cell in cells(desk.records) - {"harrow-lake"} if f">{cell}<" in page}


def test_no_report_of_a_log_that_does_not_hold(desk, tmp_path):
    desk.sql("UPDATE events SET body = CAST(replace(CAST(body AS TEXT), '\"ana\"', '\"eve\"') AS BLOB) WHERE seq = 3")
    done = desk("audit", "report", "--output", tmp_path / "audit.html")
    assert (done.code, "event 3 was changed" in done.err) == (6, True)
    assert not (tmp_path / "audit.html").exists()


@pytest.mark.parametrize("subject", ["SUBJ-0003", "SUBJ-0039"])
def test_the_letter_accounts_to_one_patient(desk, tmp_path, subject):
    held = ask(desk, "disclosures", "--subject", subject)
    desk.does("audit", "disclosures", "--subject", subject, "--letter", tmp_path / "letter.html")
    letter = (tmp_path / "letter.html").read_text()
    assert subject in letter
    assert letter.count('<section class="disclosure">') == sum(len(release["grants"]) for release in held)
    if not held:
        assert "Nothing about this patient was disclosed" in letter
    for release in held:
        assert release["release"] in letter
        assert "health care research: a test" in letter
    assert (tmp_path / "letter.html").stat().st_mode & 0o77 == 0


def test_a_letter_needs_a_patient(desk):
    assert desk("audit", "disclosures", "--letter", "x.html").code == 2
    assert desk("audit", "disclosures", "--subject", "S", "--since", "2026-01-01").code == 2
