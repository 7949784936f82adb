"""A request's life at the command line: its states, who must sign, and requests that travel as files."""

import json
from datetime import timedelta

import pytest

from gateway import site

from .desk import PASSPHRASE, run


def state(desk, request, days=0):
    return desk("request", "show", request, "--json", days=days).json["state"]


def wish(**changes):
    until = (site.now().date() + timedelta(days=30)).isoformat()
    fields = {"dataset": "harrow-lake", "policy": "hipaa-safe-harbor", "tables": "patients", "purpose": "HRESCH",
              "until": until, "why": "a pilot", **changes}  # fmt: skip
    return [word for key, value in fields.items() for word in (f"--{key}", value)]


def test_states_from_submission_to_revocation(desk):
    """Two of two stewards; each signature with name, time and meaning, in the file and in the log."""
    policy = desk.policy("two-people", approvals=2)
    request = desk.request("harrow-lake", policy, approve=False)
    assert state(desk, request) == "submitted"
    desk.does("request", "approve", request, who="sam")
    assert state(desk, request) == "submitted"
    desk.does("request", "approve", request, who="tess")
    assert state(desk, request) == "approved"
    shown = desk("request", "show", request, "--json").json
    assert shown["approvals_needed"] == 2
    assert [(by, meaning) for by, at, meaning, _ in shown["approvals"] if at.endswith("Z")] == [
        ("sam", "I reviewed this request and approve its export"),
        ("tess", "I reviewed this request and approve its export"),
    ]
    release = desk("export", request, "--json", who="sam").json["release"]
    assert state(desk, request) == "exported"
    desk.grant(release)
    assert state(desk, request) == "published"
    assert state(desk, request, days=31) == "expired"
    desk.does("release", "revoke", release, "--to", "ana", who="sam")
    assert state(desk, request) == "published"
    desk.does("release", "revoke", release, who="sam")
    assert state(desk, request) == "revoked"
    meanings = [
        e.get("meaning")
        for kind in ("request.submitted", "request.approved", "grant.issued", "grant.revoked")
        for e in desk.events(kind)
        if request in (e.get("request"), "") or e.get("release") == release
    ]
    assert meanings == ["authorship", "approval", "approval", "disclosure", "end", "end"]


def test_the_requester_takes_it_back(desk, refused):
    request = desk.request("harrow-lake")
    refused(desk("request", "withdraw", request, who="sam"), 4, "sam (data-steward) may not withdraw")
    desk.does("request", "withdraw", request, who="ana")
    assert state(desk, request) == "withdrawn"
    refused(desk("export", request, who="sam"), 4, "is withdrawn")
    refused(desk("request", "approve", request, who="tess"), 4, "is withdrawn")
    assert [(e["actor"], e["outcome"], e["meaning"]) for e in desk.events("request.withdrawn")] == [
        ("sam", "refused", "withdrawal"), ("ana", "success", "withdrawal"),
    ]  # fmt: skip


def test_what_was_exported_is_not_taken_back(desk):
    request = desk.request("harrow-lake")
    desk.does("export", request, who="sam")
    done = desk("request", "withdraw", request, who="ana")
    assert (done.code, f"request {request} is exported" in done.err) == (4, True)


def test_a_changed_request_loses_its_approvals(desk, refused):
    first = desk.request("harrow-lake")
    refused(desk("request", "new", *wish(), "--replaces", first, who="bo"), 4, "bo (ml-engineer) may not withdraw")
    second = desk.does("request", "new", *wish(columns="patients.sex"), "--replaces", first, who="ana")
    assert (state(desk, first), state(desk, second)) == ("withdrawn", "submitted")
    refused(desk("export", first, who="sam"), 4, "is withdrawn")
    refused(desk("export", second, who="sam"), 4, "0 of 1 approvals")


def test_only_the_columns_that_were_asked_for_are_released(desk):
    request = desk.does("request", "new", *wish(columns="patients.sex, patients.race"), who="ana")
    desk.does("request", "approve", request, who="sam")
    release = desk("export", request, "--json", who="sam").json["release"]
    assert desk.opened(release)["patients"].schema.names == ["patient_id", "sex", "race"]


@pytest.fixture
def travelling(desk):
    """A request that ana wrote elsewhere, with her identity file and the catalogue alone."""
    for name, words in (("ana.json", ("keys", "export", "ana", "--private")), ("c.json", ("request", "catalogue"))):
        desk.does(*words, "--output", desk.home / name, who="sam")

    def write(name="r.json", **changes):
        words = [
            "--catalogue",
            desk.home / "c.json",
            "--identity",
            desk.home / "ana.json",
            "--output",
            desk.home / name,
        ]
        done = run("request", "draft", *wish(**changes), *words, env={"GATEWAY_PASSPHRASE": PASSPHRASE})
        assert done.code == 0, done.err
        return desk.home / name, done.out.split()[0]

    return write


def test_a_request_travels_as_a_file(desk, refused, travelling):
    path, request = travelling()
    assert desk("request", "show", request).code == 3  # a draft is nobody's at the site
    refused(desk("request", "submit", path, who="bo"), 4, "bo (ml-engineer) may not submit")
    desk.does("request", "submit", path, who="sam")
    shown = desk("request", "show", request, "--json").json
    assert (shown["state"], shown["requester"]) == ("submitted", "ana")
    assert [(by, meaning) for by, _, meaning in shown["submitted"]] == [
        ("sam", "I hand in this request as its requester signed it")
    ]
    refused(desk("request", "submit", path, who="sam"), 4, "was handed in before")
    desk.does("request", "approve", request, who="sam")
    desk.does("export", request, who="sam")
    event = next(e for e in desk.events("request.submitted") if e["request"] == request and e["outcome"] == "success")
    assert (event["actor"], event["requester"]) == ("sam", "ana")


def test_a_file_is_checked_when_it_is_handed_in(desk, refused, travelling):
    path, _ = travelling()
    body = path.read_text()
    for old, new in (("a pilot", "a Pilot"), ('"approvals":1', '"approvals":0'), ("patients", "encounters")):
        assert old in body
        path.write_text(body.replace(old, new))
        refused(desk("request", "submit", path, who="sam"), 6, "request")
    path.write_text(json.dumps(json.loads(body), indent=1))
    refused(desk("request", "submit", path, who="sam"), 6, "request")
    told = [(e["actor"], e["kind"], e["reason"]) for e in desk.events("file.refused")]
    assert told == [("sam", "request", "integrity")] * 4
    path.write_text(body)
    refused(desk("request", "submit", path, who="sam", days=31), 4, "is expired")
    policy = desk.site / "policies/hipaa-safe-harbor.yaml"
    policy.write_text(policy.read_text().replace("top_code: 89", "top_code: 79"))
    refused(desk("request", "submit", path, who="sam"), 4, "the policy is not the one that the request was signed for")
    assert desk("request", "list", "--json").json[-1]["why"] == "a test"


def test_a_file_cannot_ask_for_what_is_not_offered(desk, travelling):
    travelling()
    words = [
        "--catalogue",
        desk.home / "c.json",
        "--identity",
        desk.home / "ana.json",
        "--output",
        desk.home / "x.json",
    ]
    env = {"GATEWAY_PASSPHRASE": PASSPHRASE}
    for changes, named in (({"dataset": "other"}, "offers no dataset 'other'"), ({"tables": "labs"}, "no table 'labs'"),
                           ({"columns": "patients.iq"}, "no column of patients")):  # fmt: skip
        done = run("request", "draft", *wish(**changes), *words, env=env)
        assert (done.code, named in done.err) == (3, True), done.err
    assert not (desk.home / "x.json").exists()
