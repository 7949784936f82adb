"""Releases that a recipient can put together: whoever they single out is refused or suppressed."""

from unittest import mock

import pytest

from gateway.desk import earlier

from .hospital import edit

LOOSE = {"k": 2, "suppress_at_most": 1.0, "group_cap": {"at_most": 1.0}}
COARSE = {"quasi_identifiers": ["demographic.sex"]}


def export(desk, policy, who="ana", **request):
    return desk("export", desk.request("harrow-lake", policy, who=who, **request), "--json", who="sam")


@pytest.fixture
def grown(desk):
    """ana holds a release; then one more patient consents. Of `then` she asks for the grown cohort."""

    def ask(then, who="ana", **rule):
        releases = {"then": then, **rule}
        desk.policy("apart", risk=LOOSE | {"releases": releases}, **COARSE)
        first = export(desk, "apart")
        assert first.code == 0, first.err
        edit(desk.records / "consents.csv", lambda rows: [rows[0], [*rows[-1][:2], "granted", *rows[-1][3:]]])
        desk.does("consent", "import", desk.records / "consents.csv", who="sam")
        return first.json, export(desk, "apart", who)

    return ask


def test_a_cohort_that_grew_by_one_is_refused(desk, grown):
    _, done = grown("refuse")
    assert done.code == 5
    assert "1 subjects stand in a combination of fewer than 2" in done.err
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("generalise", "differencing")
    assert event["facts"]["numbers"]["exposed"] == 1


def test_or_the_one_is_suppressed(desk, grown):
    first, done = grown("suppress")
    assert done.code == 0, done.err
    assert done.json["tables"]["patients"]["released"] == first["tables"]["patients"]["released"]
    assert done.json["tables"]["patients"]["left_out"]["suppressed"] == 1


def test_somebody_else_s_release_does_not_count_unless_the_policy_says_so(desk, grown):
    _, done = grown("refuse", "bo")
    assert done.code == 0, done.err


def test_who_may_join_counts(desk, grown):
    _, done = grown("refuse", "bo", may_join=["ana"])
    assert done.code == 5
    assert "1 subjects stand in a combination of fewer than 2" in done.err


def test_a_withdrawal_is_not_told_by_the_difference(desk):
    desk.policy("apart", risk=LOOSE, **COARSE)
    assert export(desk, "apart", "bo").code == 0
    desk.does("consent", "withdraw", "SUBJ-0007", who="sam")
    done = export(desk, "apart", "bo")
    assert done.code == 5
    assert "1 classes of an earlier release are all here but for fewer than 2" in done.err
    desk.policy("apart", risk=LOOSE | {"releases": {"then": "suppress"}}, **COARSE)
    done = export(desk, "apart", "bo")
    assert done.code == 0, done.err
    assert done.json["tables"]["patients"]["left_out"]["suppressed"] == 1


def test_the_same_cohort_again_is_no_difference(desk):
    desk.policy("apart", risk=LOOSE, **COARSE)
    assert [export(desk, "apart").code for _ in range(2)] == [0, 0]


def test_the_registry_names_nobody(desk):
    desk.policy("apart", risk=LOOSE, **COARSE)
    assert export(desk, "apart").code == 0
    assert not any(b"SUBJ" in body for (body,) in desk.sql("SELECT body FROM cohorts"))


def test_a_release_that_came_out_meanwhile_is_compared_with_before_publishing(desk):
    desk.policy("apart", risk=LOOSE, **COARSE)
    assert export(desk, "apart").code == 0
    published = desk.published()
    with mock.patch.object(earlier, "compare", return_value=()):
        request = desk.request("harrow-lake", "apart")
        done = desk("export", request, who="sam")
    assert done.code == 8
    assert "came out meanwhile" in done.err
    assert desk.published() == published
    assert desk("export", request, who="sam").code == 0


def test_a_grant_to_somebody_who_holds_another_release_is_compared(desk, grown):
    """The grown cohort is ana's, who holds the first one; bo's holds one more patient, and ana must not get it too."""
    first, second = grown("refuse", "bo")
    assert second.code == 0, second.err
    until = "2099-01-01"
    done = desk("release", "grant", second.json["release"], "--to", "ana", "--until", until, who="sam")
    assert done.code == 5
    assert "1 subjects stand in a combination of fewer than 2" in done.err
    (event,) = [one for one in desk.events("grant.issued") if one["outcome"] == "refused"]
    assert event["reason"] == "differencing"
    assert desk("release", "grant", first["release"], "--to", "bo", "--until", until, who="sam").code == 5
    for release, owner in ((first["release"], "ana"), (second.json["release"], "bo"), (first["release"], "tess")):
        desk.does("release", "grant", release, "--to", owner, "--until", until, who="sam")
    assert desk("release", "grant", second.json["release"], "--to", "tess", "--until", until, who="sam").code == 5


def test_a_grant_is_compared_with_what_somebody_holds_who_may_join(desk, grown):
    first, second = grown("refuse", "bo", may_join=["bo"])
    assert second.code == 0, second.err
    done = desk("release", "grant", first["release"], "--to", "tess", "--until", "2099-01-01", who="sam")
    assert done.code == 5
    assert "1 classes of an earlier release are all here but for fewer than 2" in done.err
