"""`policy explain` of access rules: what somebody may do with a request, in words and with rule ids."""

import pytest


@pytest.fixture
def explain(desk):
    rules = desk.site / "policies/access.cedar"

    def ask(request, who, *words):
        found = desk("policy", "explain", rules, "--request", request, "--who", who, "--json", *words).json
        return {one["action"]: one for one in found}

    return ask


def test_rules_decide_and_are_named(desk, explain):
    request = desk.request("harrow-lake", approve=False)
    sam, ana = explain(request, "sam"), explain(request, "ana")
    assert (sam["approve"]["allowed"], sam["approve"]["rules"]) == (True, ["steward-approves"])
    assert "a data steward approves or denies requests" in sam["approve"]["words"]
    assert (ana["approve"]["allowed"], ana["approve"]["rules"]) == (False, ["no-self-approval"])
    assert (ana["withdraw"]["allowed"], ana["withdraw"]["rules"]) == (True, ["requester-withdraws"])
    assert (ana["deny"]["allowed"], ana["deny"]["rules"]) == (False, [])
    assert ana["deny"]["words"].startswith("no rule permits it; steward-approves would: a data steward")
    assert "no rule permits it; steward-exports-approved would" in sam["export"]["words"]
    shown = desk("policy", "explain", desk.site / "policies/access.cedar", "--request", request, "--who", "ana").out
    assert "ana may not approve [no-self-approval]: nobody approves what they asked for themselves" in shown


def test_what_is_explained_is_what_happens(desk, explain):
    """Each explanation against the command itself, over the people and states of a request."""
    request = desk.request("harrow-lake", approve=False)
    commands = {"deny": ("request", "deny", "--why", "x"), "withdraw": ("request", "withdraw"), "export": ("export",)}
    for who in ("ana", "bo", "cleo"):
        for action, (*words,) in commands.items():
            told = explain(request, who)[action]["allowed"]
            if not told:
                assert desk(*words, request, who=who).code == 4, (who, action)
    desk.does("request", "approve", request, who="sam")
    assert explain(request, "sam")["export"]["allowed"]
    desk.does("export", request, who="sam")
    late = explain(request, "sam")["deny"]
    assert (late["allowed"], "is exported: deny comes after submitted or approved" in late["words"]) == (False, True)
    assert desk("request", "deny", request, "--why", "x", who="sam").code == 4


def test_a_grant_is_explained_for_its_recipient(desk, explain):
    request = desk.request("harrow-lake")
    desk.does("export", request, who="sam")
    assert explain(request, "sam", "--to", "bo")["grant"]["allowed"]
    assert not explain(request, "sam", "--to", "cleo")["grant"]["allowed"]


def test_usage(desk):
    assert desk("policy", "explain", desk.site / "policies/access.cedar").code == 2
    assert desk("policy", "explain", desk.site / "policies/hipaa-safe-harbor.yaml").code == 2


def test_every_decision_holds_the_digest_of_the_rules(desk, release):
    """Allowed or refused; a rule that changes shows in what is decided after."""
    rules = desk.site / "policies/access.cedar"
    asked = desk.request("harrow-lake", approve=False)
    desk("request", "approve", asked, who="ana")
    desk("consent", "withdraw", "SUBJ-0001", who="ana")
    rules.write_text(rules.read_text() + "\n// one more line\n")
    desk.does("request", "approve", asked, who="sam")
    desk.does("release", "revoke", release.name, who="sam")
    desk.does("release", "destroy", release.name, "--why", "over", who="sam")
    kinds = ("request.submitted", "request.approved", "access.refused", "grant.issued", "grant.revoked",
             "release.destroyed")  # fmt: skip
    digests = {kind: [event["access_digest"] for event in desk.events(kind)] for kind in kinds}
    before, after = digests["request.approved"][-2:]
    assert before != after
    assert {digests[kind][-1] for kind in ("request.submitted", "access.refused", "grant.issued")} == {before}
    assert {digests[kind][-1] for kind in ("grant.revoked", "release.destroyed")} == {after}
    exported = desk.events("export.published")[-1]["facts"]
    assert exported["access_digest"] == before
