"""Keys replaced, by their owner or by a steward: old signatures and grants hold, and an old key signs nothing more."""

import json

import pytest

from gateway.crypto import documents
from gateway.crypto.identity import unlock
from gateway.desk import requests
from gateway.model.states import ACTS
from gateway.site import now, open_site

from .desk import PASSPHRASE, run

NEW = "another horse"


def rotate(desk, name, new=NEW):
    return run("keys", "rotate", name, env={**desk.env(None), "GATEWAY_NEW_PASSPHRASE": new})


def test_what_was_signed_before_holds_and_the_new_key_signs(desk, release):
    request = desk.request("harrow-lake")
    before = desk("keys", "show", "sam", "--json").json["fingerprint"]
    done = rotate(desk, "sam")
    assert done.code == 0, done.err
    assert f"in the place of {before}, whose " in done.err
    assert desk("keys", "show", "sam", "--json").json["fingerprint"] not in (before, "")
    assert desk("request", "approve", request, who="sam").code == 7  # the old passphrase
    assert desk("request", "show", request, "--json").json["state"] == "approved"  # by the key before
    made = desk("export", request, "--json", who="sam", passphrase=NEW)
    assert made.code == 0, made.err
    for name in (release.name, made.json["release"]):
        assert "signed by sam: intact" in desk.does("release", "verify", name)
    assert desk("release", "show", release.name, "--json").json["grants"]
    (event,) = desk.events("key.rotated")
    assert (event["actor"], event["key"], event["outcome"]) == ("sam", "sam", "success")
    assert event["documents"] >= 5  # a dataset, two approvals, two releases, two grants, and this request's
    assert rotate(desk, "sam").code == 7
    assert desk("audit", "verify").code == 0


def test_earlier_grants_open_after_two_rotations(desk, release):
    grant = desk.site / "grants" / f"{release.name}.ana.json"
    for new in (PASSPHRASE, NEW):
        assert rotate(desk, "ana", new).code == 0
    words = ("open", release, "--grant", grant, "--table", "encounters")
    assert desk(*words, who="ana", passphrase=NEW).code == 0
    desk.does("keys", "export", "ana", "--private", "--output", desk.home / "ana.json")
    away = run(*words, "--identity", desk.home / "ana.json", env={"GATEWAY_PASSPHRASE": NEW})
    assert away.code == 0, away.err
    assert len(json.loads((desk.home / "ana.json").read_text())["rotations"]) == 2


def test_an_old_key_that_somebody_kept_signs_nothing_more(desk, refused):
    """Neither at the command line, nor by a document put into the registry with an earlier date."""
    request = desk.request("harrow-lake", approve=False)
    kept = (desk.site / "keys/sam.json").read_bytes()
    rotate(desk, "sam")
    current = (desk.site / "keys/sam.json").read_bytes()
    (desk.site / "keys/sam.json").write_bytes(kept)
    refused(desk("request", "approve", request, who="sam"), 7, "identity sam", "were replaced on")
    (desk.site / "keys/sam.json").write_bytes(current)
    site = open_site(desk.site)
    fields = {"request": request, "digest": requests.get(site, request).request.digest, "why": ""}
    signer = unlock(kept, PASSPHRASE)
    forged = documents.sign(requests.APPROVAL, fields, signer, now().replace(year=2020), ACTS["approve"].words)
    put = "INSERT INTO documents (kind, id, of, body, recorded) VALUES (?, ?, ?, ?, ?)"
    desk.sql(put, requests.APPROVAL, f"{request}/sam", request, forged.body, forged.at)
    refused(desk("export", request, who="tess"), 6, "approval", "signed with a key that sam replaced on")


def test_a_steward_replaces_a_lost_key(desk, refused, release):
    refused(desk("keys", "replace", "ana", who="bo"), 4, "may not certifyIdentity")
    refused(desk("keys", "replace", "tess", who="tess"), 4, "nobody certifies new keys of their own")
    done = run("keys", "replace", "ana", env={**desk.env("sam"), "GATEWAY_NEW_PASSPHRASE": NEW})
    assert done.code == 0, done.err
    words = ("open", release, "--grant", desk.site / "grants" / f"{release.name}.ana.json", "--table", "encounters")
    refused(desk(*words, who="ana", passphrase=NEW), 7, "the grant is for ana")  # it was made for the lost key
    desk.grant(release.name)
    assert desk(*words, who="ana", passphrase=NEW).code == 0
    assert [(e["actor"], e["key"], e["outcome"]) for e in desk.events("key.rotated")] == [
        ("bo", "ana", "refused"), ("tess", "tess", "refused"), ("sam", "ana", "success"),
    ]  # fmt: skip
    assert desk("request", "list").code == 0  # her earlier requests hold


@pytest.mark.parametrize("kind", ["rotation", "signed-before"])
def test_a_rotation_that_was_changed_closes_the_site(desk, refused, kind):
    rotate(desk, "sam")
    ((body,),) = desk.sql("SELECT body FROM documents WHERE kind = ?", kind)
    desk.sql("UPDATE documents SET body = ? WHERE kind = ?", body.replace(b"a", b"b", 1), kind)
    done = desk("audit", "checkpoint")
    desk.sql("UPDATE documents SET body = ? WHERE kind = ?", body, kind)
    refused(done, 6, "rotation")


def test_a_rotation_that_was_taken_away_closes_the_site(desk, refused):
    """Without it the old key would sign again; the log tells of it."""
    rotate(desk, "sam")
    rows = desk.sql("SELECT * FROM documents WHERE kind IN ('rotation', 'signed-before')")
    desk.sql("DELETE FROM documents WHERE kind IN ('rotation', 'signed-before')")
    done = desk("keys", "list")
    for row in rows:
        desk.sql("INSERT INTO documents VALUES (?, ?, ?, ?, ?)", *row)
    refused(done, 6, "a rotation of keys that the log tells of is missing")


def test_a_killed_rotation_is_ended_by_the_next_command(desk, monkeypatch):
    from pathlib import Path

    def killed(self, target):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        patched.setattr("gateway.desk.rotations.write_durably", lambda path, body: path.write_bytes(body))
        assert rotate(desk, "sam").code == 8
    assert desk("keys", "list").code == 0
    desk.does("request", "approve", desk.request("harrow-lake", approve=False), who="tess")
    assert desk("request", "catalogue", "--output", desk.home / "c.json", who="sam", passphrase=NEW).code == 0
