"""Somebody without an account at the site: an identity of their own, a request as a file, a release that they open."""

import json
from datetime import timedelta

import pytest

from gateway import site
from gateway.opening import open_release

from .desk import PASSPHRASE, run

AWAY = {"GATEWAY_PASSPHRASE": "fay's own words"}


@pytest.fixture
def away(tmp_path):
    """Fay's folder, with an identity of no site."""
    folder = tmp_path / "away"
    folder.mkdir()
    done = run("keys", "create", "fay", "--role", "ml-engineer", "--output", folder / "fay.json", env=AWAY)
    assert done.code == 0, done.err
    assert json.loads((folder / "fay.public.json").read_text()).keys() == {"public"}
    return folder


def draft(away):
    until = (site.now().date() + timedelta(days=30)).isoformat()
    return run("request", "draft", "--catalogue", away / "catalogue.json", "--identity", away / "fay.json", "--dataset",
               "harrow-lake", "--policy", "hipaa-safe-harbor", "--purpose", "HRESCH", "--tables", "patients", "--until",
               until, "--why", "a pilot", "--output", away / "request.json", env=AWAY)  # fmt: skip


@pytest.fixture
def joined(desk, away):
    """Sam imports her public file, and sends back what the site certified, with a catalogue."""
    desk.does("keys", "import", away / "fay.public.json", who="sam")
    desk.does("keys", "export", "fay", "--output", away / "fay.harrow-lake.json")
    desk.does("request", "catalogue", "--output", away / "catalogue.json", who="sam")
    done = run("keys", "join", away / "fay.json", away / "fay.harrow-lake.json", env=AWAY)
    assert done.code == 0, done.err
    assert done.out.split()[-1] == desk("keys", "show", "fay", "--json").json["site"]
    return away


def test_from_a_draft_to_an_opened_release(desk, joined):
    done = draft(joined)
    assert done.code == 0, done.err
    request = done.out.split()[0]
    desk.does("request", "submit", joined / "request.json", who="sam")
    shown = desk("request", "show", request, "--json").json
    assert (shown["requester"], shown["state"]) == ("fay", "submitted")
    desk.does("request", "approve", request, who="tess")
    release = desk("export", request, "--json", who="sam").json["release"]
    grant = desk.grant(release, "fay")
    folder = desk.site / "releases" / release
    opened = open_release(folder, grant=grant, identity=joined / "fay.json", passphrase=AWAY["GATEWAY_PASSPHRASE"])
    assert opened["patients"].count_rows() == 34
    assert desk("request", "list", who="fay", passphrase=AWAY["GATEWAY_PASSPHRASE"]).code == 0
    acts = desk("request", "withdraw", request, who="fay", passphrase=AWAY["GATEWAY_PASSPHRASE"])
    assert (acts.code, "holds no private key" in acts.err) == (7, True)  # she has no account


def test_without_joining_nothing_of_the_site_is_trusted(desk, away):
    desk.does("request", "catalogue", "--output", away / "catalogue.json", who="sam")
    done = draft(away)
    assert (done.code, done.out) == (6, "")
    assert "certified by another site" in done.err
    assert "gateway keys join" in done.err


def test_a_request_by_somebody_whom_the_site_does_not_know(desk, refused, joined):
    """Signed under another site's certificate, or by a namesake's key: refused and logged."""
    elsewhere = joined / "elsewhere"
    assert run("init", elsewhere, env={}).code == 0
    env = {"GATEWAY_SITE": str(elsewhere), "GATEWAY_PASSPHRASE": PASSPHRASE}
    assert run("keys", "create", "fay", "--role", "data-steward", env=env).code == 0
    document = json.loads((joined / "fay.json").read_text())
    document.pop("sites")
    (joined / "fay.json").write_text(json.dumps(document, separators=(",", ":"), sort_keys=True))
    assert draft(joined).code == 6
    assert run("keys", "join", joined / "fay.json", elsewhere / "keys/fay.json", env={}).code == 6
    run("keys", "join", joined / "fay.json", joined / "fay.harrow-lake.json", env=AWAY)
    assert draft(joined).code == 0
    (desk.site / "keys/fay.json").unlink()
    refused(desk("request", "submit", joined / "request.json", who="sam"), 7, "no identity 'fay' at this site")
    assert desk.events("file.refused")[-1]["reason"] == "unknown-signer"


def test_a_guest_s_new_keys_are_certified_by_a_steward(desk, refused, joined):
    assert draft(joined).code == 0
    run("keys", "create", "fay", "--role", "ml-engineer", "--output", joined / "new.json", env=AWAY)
    desk.does("keys", "replace", "fay", "--with", joined / "new.public.json", who="sam")
    refused(desk("request", "submit", joined / "request.json", who="sam"), 6, "request: signed with a key that fay")
    refused(desk("keys", "replace", "fay", "--with", joined / "new.public.json", who="sam"), 3, "nothing to do")
    refused(desk("keys", "replace", "ana", "--with", joined / "new.public.json", who="sam"), 3, "is of fay")


def test_an_identity_is_not_overwritten(away):
    before = (away / "fay.json").read_bytes()
    done = run("keys", "create", "fay", "--role", "ml-engineer", "--output", away / "fay.json", env=AWAY)
    assert (done.code, "exists already" in done.err) == (3, True)
    assert (away / "fay.json").read_bytes() == before
