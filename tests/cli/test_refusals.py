"""What access rules, consents and the risk gate refuse: the rule is named, the log tells, and nothing is out."""

import csv

import pytest

from .hospital import write_csv


@pytest.fixture
def asked(desk):
    """Ana's request, not yet answered."""
    return desk.request("harrow-lake", approve=False)


def state(desk, request):
    return desk("request", "show", request, "--json").json["state"]


def test_self_approval(desk, refused):
    mine = desk.request("harrow-lake", approve=False, who="sam")
    refused(desk("request", "approve", mine, who="sam"), 4, "sam (data-steward) may not approve", "no-self-approval")
    assert state(desk, mine) == "submitted"
    assert [event["outcome"] for event in desk.events("request.approved") if event["request"] == mine] == ["refused"]
    refused(desk("export", mine, who="sam"), 4)
    desk.does("request", "approve", mine, who="tess")
    desk.does("export", mine, who="sam")


@pytest.mark.parametrize("who", ["ana", "bo", "cleo"])
@pytest.mark.parametrize("answer", [["approve"], ["deny", "--why", "no"]], ids=["approve", "deny"])
def test_answer_without_the_role(desk, refused, asked, who, answer):
    refused(desk("request", answer[0], asked, *answer[1:], who=who), 4, f"{who} (", f"may not {answer[0]}")
    assert state(desk, asked) == "submitted"


def test_approval_twice_by_one_person_is_one(desk, refused):
    desk.policy("two-approvals", approvals=2)
    request = desk.request("harrow-lake", "two-approvals")
    refused(desk("request", "approve", request, who="sam"), 4, "sam approved request", "second person")
    refused(desk("export", request, who="sam"), 4)
    desk.does("request", "approve", request, who="tess")
    assert desk("export", request, "--dry-run", who="sam").code == 0


def test_export_without_approval(desk, refused, asked):
    refused(desk("export", asked, who="sam"), 4, asked)
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["actor"], event["request"]) == ("approve", "sam", asked)


@pytest.mark.parametrize("who", ["ana", "cleo"])
def test_export_without_the_role(desk, refused, who):
    refused(desk("export", desk.request("harrow-lake"), who=who), 4, f"{who} (", "may not export")
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["actor"]) == ("permit", who)


def test_denied_request(desk, refused, asked):
    desk.does("request", "deny", asked, "--why", "ask for fewer tables", who="sam")
    refused(desk("request", "approve", asked, who="tess"), 4, "is denied")
    refused(desk("export", asked, who="sam"), 4, asked)


def test_denial_beats_an_approval(desk, refused):
    request = desk.request("harrow-lake")
    desk.does("request", "deny", request, "--why", "on second thoughts", who="tess")
    refused(desk("export", request, who="sam"), 4, request)


def test_expired_request(desk, refused, asked):
    refused(desk("request", "approve", asked, who="sam", days=31), 4, "nothing-after-expiry")
    desk.does("request", "approve", asked, who="sam")
    assert desk("export", asked, "--dry-run", who="sam", days=30).code == 0, "the last day counts"
    refused(desk("export", asked, who="sam", days=31), 4, asked)
    (event,) = desk.events("export.refused")
    assert event["stage"] in ("approve", "permit")


def test_purpose_that_the_policy_does_not_serve(desk, refused):
    desk.policy("public-health-only", purposes=["PUBHLTH"])
    refused(
        desk("export", desk.request("harrow-lake", "public-health-only"), who="sam"),
        4,
        "public-health-only",
        "HRESCH",
        "PUBHLTH",
    )


def test_second_export_of_a_request(desk, release, refused):
    request = release.name.replace("rel-", "req-")
    refused(desk("export", request, who="sam"), 4, request, "is published")
    assert desk("release", "verify", release.name).code == 0


def test_request_that_is_not_there(desk, refused):
    refused(desk("export", "req-20200101-00000000", who="sam"), 3, "req-20200101-00000000")


def test_a_ledger_that_lost_its_consents_covers_nobody(desk):
    request, before = desk.request("harrow-lake"), desk.published()
    desk.sql("DELETE FROM consents")
    for done in (desk("export", request, who="sam"), desk("audit", "verify")):
        assert (done.code, "the consent ledger was tampered with" in done.err) == (6, True)
    assert desk.published() == before
    assert not desk.staged()


def test_everybody_denies(desk, refused):
    with (desk.records / "consents.csv").open() as handle:
        header, *rows = list(csv.reader(handle))
    write_csv(
        desk.records / "consents.csv",
        header,
        [
            [f"{consent}-again", subject, "denied", *rest[:-1], "2024-01-01T09:00:00Z"]
            for consent, subject, _, *rest in rows
        ],
    )
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
    refused(desk("export", desk.request("harrow-lake"), who="sam"), 4, "consent")


def test_no_consent_for_this_purpose(desk, refused):
    refused(desk("export", desk.request("harrow-lake", purpose="HOPERAT"), who="sam"), 4, "consent")


def test_withdrawn_consent(desk):
    before = desk.export("harrow-lake")["tables"]["patients"]
    desk.does("consent", "withdraw", "SUBJ-0007", who="sam")
    after = desk.export("harrow-lake")["tables"]["patients"]
    assert (before["released"], after["released"]) == (34, 33)


def test_k_that_suppression_cannot_reach(desk, refused):
    desk.policy("strict", risk={"k": 2, "suppress_at_most": 0.05})
    done = desk("export", desk.request("harrow-lake", "strict"), who="sam")
    refused(done, 5, "k = 2", "of 34 subjects", "allows 5.0%", "smallest class")
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("generalise", "k-unreachable")
    assert (event["facts"]["numbers"]["k"], event["facts"]["numbers"]["subjects"]) == (2, 34)


def test_k_that_nobody_reaches(desk, refused):
    desk.policy("hopeless", risk={"k": 50, "suppress_at_most": 1.0})
    refused(desk("export", desk.request("harrow-lake", "hopeless"), who="sam"), 5, "k = 50", "no class has 50 subjects")


def test_k_by_suppression(desk):
    """The rows of small classes go, in every table; the rest reach k."""
    desk.policy("lenient", risk={"k": 2, "suppress_at_most": 1.0, "group_cap": {"at_most": 1.0}})
    made = desk.export("harrow-lake", "lenient")
    assert made["k"] >= 2
    assert made["tables"]["patients"]["left_out"]["suppressed"] > 0
    rows = desk.rows(made["release"])
    assert {row["patient_id"] for row in rows["encounters"]} == {row["patient_id"] for row in rows["patients"]}
    assert len(rows["patients"]) == made["tables"]["patients"]["released"]


@pytest.mark.parametrize("value", ["912-10-4000", "44-0000-0", "Reach her at 603-555-1000", "300 THISTLEDOWN LANE"])
def test_identifier_in_a_column_that_is_kept(desk, refused, value):
    """The check of what was sealed finds it, whatever the descriptor says; nothing of the staging is left."""
    with (desk.records / "encounters.csv").open() as handle:
        rows = list(csv.reader(handle))
    rows[5][3] = value.replace("44-0000-0", "4400000")
    write_csv(desk.records / "encounters.csv", rows[0], rows[1:])
    desk.describe()
    refused(desk.first_refusal(), 5, "known identifiers", "encounters.unit (1)")
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("verify", "known-identifiers")


def test_grant_to_a_reviewer_of_the_log(desk, release, refused):
    refused(
        desk("release", "grant", release.name, "--to", "cleo", "--until", "2099-01-01", who="sam"), 4, "may not grant"
    )


@pytest.mark.parametrize(("who", "code", "places"), [("ana", 4, ["may not grant"]), ("cleo", 4, ["may not grant"])])
def test_grant_without_the_role(desk, release, refused, who, code, places):
    refused(desk("release", "grant", release.name, "--to", "bo", "--until", "2099-01-01", who=who), code, *places)
    assert [grant[1] for grant in desk("release", "show", release.name, "--json").json["grants"]] == ["ana"]


def test_grant_after_revocation(desk, release, refused):
    desk.does("release", "revoke", release.name, "--to", "ana", who="sam")
    refused(
        desk("release", "grant", release.name, "--to", "ana", "--until", "2099-01-01", who="sam"), 4, "were revoked"
    )
    assert not (desk.site / "grants" / f"{release.name}.ana.json").exists()


def test_grant_until_yesterday(desk, release, refused):
    refused(desk("release", "grant", release.name, "--to", "bo", "--until", "2020-01-01", who="sam"), 3, "has passed")


def test_a_spoilt_descriptor_can_be_registered_again(desk, refused):
    copy = desk.site / "datasets/harrow-lake@1.yaml"
    copy.write_text(copy.read_text().replace("id.ssn", "clinical.code"))
    refused(desk("dataset", "show", "harrow-lake"), 6, copy.name, "register it again")
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    assert "id.ssn" in desk.does("dataset", "show", "harrow-lake")


def test_a_dataset_that_moved_can_be_registered_again(desk, refused):
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    moved = desk.records.rename(desk.home / "moved")
    desk.does("dataset", "add", moved / "dataset.yaml", who="sam")
    assert desk.export("changed")["tables"]["patients"]["read"] == 40


def test_the_very_same_descriptor_again(desk, refused):
    desk.describe()
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    refused(desk("dataset", "add", desk.records / "dataset.yaml", who="sam"), 3, "dataset changed", "nothing to do")
