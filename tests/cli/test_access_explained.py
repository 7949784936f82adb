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


def test_who_says_who_they_are_reads_the_log_by_the_rules(desk, refused):
    for words in (("audit", "log"), ("audit", "exports"), ("audit", "export"), ("audit", "disclosures")):
        refused(desk(*words, who="ana"), 4, "ana (ml-engineer) may not readLog")
        assert desk(*words, who="cleo").code == 0
    refused(desk("audit", "disclosures", "--subject", "SUBJ-0001", who="sam"), 4, "may not accountDisclosures")
    assert {event["wanted"] for event in desk.events("access.refused")} == {"readLog", "accountDisclosures"}


def test_a_revoked_or_superseded_grant_opens_nothing_at_the_site(desk, release, refused):
    """Whoever kept the grant's file, with rules that still hold; elsewhere nobody asks."""
    kept = desk.home / "kept.json"
    kept.write_bytes((desk.site / "grants" / f"{release.name}.ana.json").read_bytes())
    words = ("open", release, "--grant", kept, "--table", "patients")
    assert desk(*words, who="ana").code == 0
    desk.does("consent", "withdraw", "SUBJ-0007", who="sam")
    desk.does("export", "--supersede", release.name, who="sam")
    refused_now = desk(*words, who="ana")
    assert (refused_now.code, refused_now.out) == (4, "")
    assert f"grants of {release.name} to ana were revoked" in refused_now.err
    assert [(e["wanted"], e["reason"]) for e in desk.events("access.refused")] == [("open", "revoked")]
    away = desk(*words, "--identity", desk.site / "keys/ana.json")
    assert away.code == 0  # a key that was handed out cannot be recalled
