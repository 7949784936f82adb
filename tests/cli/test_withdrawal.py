"""A withdrawal from the ledger to the next version: who holds the patient, who is told, and what stops."""

import json
from pathlib import Path

import pytest

GONE = "SUBJ-0007"


def withdraw(desk):
    done = desk("consent", "withdraw", GONE, "--json", who="sam")
    assert done.code == 0, done.err
    return done.json


@pytest.fixture
def versions(desk, release):
    """The release that holds the patient, and the next version after the withdrawal."""
    withdraw(desk)
    return release.name, desk("export", "--supersede", release.name, "--json", who="sam").json["release"]


def codes(desk, release, columns=("patient_id",)):
    """Every subject code of a release, by table."""
    return {name: {row[column] for row in rows for column in columns} for name, rows in desk.rows(release).items()}


def test_live_releases_and_their_recipients_are_named(desk, release, other):
    told = withdraw(desk)
    assert {one["release"] for one in told["releases"]} == {release.name, other.name}
    assert {grant["recipient"] for one in told["releases"] for grant in one["grants"]} == {"ana"}
    event = desk.events("consent.withdrawn")[-1]
    assert (sorted(event["releases"]), event["recipients"]) == (sorted([release.name, other.name]), ["ana"])
    assert len(told["notices"]) == 2
    for path in told["notices"]:
        text = Path(path).read_text()
        assert text.startswith("To: ana\n")
        assert GONE not in text
        assert event["subject"] not in text


def test_a_release_past_its_last_day_is_not_live(desk):
    assert desk("consent", "withdraw", GONE, "--json", who="sam", days=31).json["releases"] == []


def test_the_next_version_holds_everybody_but_the_patient(desk, release):
    before = codes(desk, release.name)
    withdraw(desk)
    new = desk("export", "--supersede", release.name, "--json", who="sam").json["release"]
    assert new == f"{release.name}-v2"
    after = codes(desk, new)
    (code,) = before["patients"] - after["patients"]
    for table, held in before.items():
        assert held - after[table] == {code}, table
    everything = json.dumps(desk.rows(new), default=str)
    assert code not in everything
    assert next(iter(after["patients"])) in everything  # what the search would have found
    assert desk("release", "verify", new).code == 0
    manifest = json.loads((desk.site / "releases" / new / "manifest.json").read_text())
    assert manifest["supersedes"] == release.name
    assert "without those whose consent ended" in manifest["meaning"]
    assert "subjects" in {check["name"] for check in manifest["checks"]}


def test_grants_of_the_old_version_stop(desk, refused, release, versions):
    old, new = versions
    assert not list((desk.site / "grants").glob(f"{old}.ana.json"))
    done = desk("release", "grant", old, "--to", "bo", "--until", "2099-01-01", who="sam")
    assert (done.code, "were revoked" in done.err) == (4, True)
    assert all(grant[3] for grant in desk("release", "show", old, "--json").json["grants"])
    assert f"superseded by {new}" in desk("release", "show", old).out
    assert desk.grant(new).exists()
    assert desk.events("export.published")[-1]["facts"]["supersedes"] == old
    held = [line["release"] for line in desk("audit", "disclosures", "--subject", GONE, "--json").json]
    assert old in held
    assert new not in held
    assert desk("audit", "verify").code == 0


def test_each_version_is_superseded_once(desk, versions, other):
    old, new = versions
    done = desk("export", "--supersede", old, who="sam")
    assert (done.code, f"{old} is superseded by {new}" in done.err) == (4, True)
    assert desk("export", "--supersede", new, "--json", who="sam").json["release"] == f"{old}-v3"
    assert [one["release"] for one in withdraw(desk)["releases"]] == [other.name]


def test_a_release_whose_grants_were_revoked_at_once_is_superseded_too(desk, release):
    withdraw(desk)
    desk.does("release", "revoke", release.name, who="sam")
    new = desk("export", "--supersede", release.name, "--json", who="sam").json["release"]
    assert desk.grant(new).exists()


def test_what_was_never_released_has_no_next_version(desk, release):
    assert desk("export", "--supersede", "rel-20200101-00000000", who="sam").code == 3
    assert desk("export", "--supersede", release.name, who="ana").code == 4
    assert desk("export", "--supersede", release.name, who="sam", days=31).code == 4
    assert desk("export", who="sam").code == 2
    assert desk.events("export.published")[-1]["facts"].get("supersedes") is None


def test_the_risk_gate_compares_versions_with_others_only(desk):
    """A cohort that shrank by one is a reason to refuse another request, not the version that a withdrawal is owed."""
    risk = {"k": 2, "suppress_at_most": 0.9, "releases": {"then": "refuse", "at_least": 2, "may_join": ["*"]}}
    policy = desk.policy("apart", "expert-determination", risk=risk)
    release = desk.export("harrow-lake", policy, "patients")["release"]
    withdraw(desk)
    assert desk("export", desk.request("harrow-lake", policy, "patients"), who="sam").code == 5
    assert desk("export", "--supersede", release, who="sam").code == 0
