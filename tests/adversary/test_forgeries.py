"""What somebody with write access to the registry or the disk puts there is refused, however well it is made."""

from dataclasses import replace

import pytest
from cli.desk import PASSPHRASE
from cli.small_parts import SMALL

from gateway import site
from gateway.crypto import documents
from gateway.crypto.identity import Identity, certify
from gateway.crypto.primitives import ReceivingKey, SigningKey
from gateway.desk import requests
from gateway.model.states import ACTS


@pytest.fixture
def asked(desk) -> str:
    """Ana's request, which nobody answered."""
    return desk.request("harrow-lake", approve=False)


def forge_approval(desk, request: str, signer: Identity) -> None:
    """Put an approval into the registry, past the command line and its access rules."""
    digest = requests.get(site.open_site(desk.site), request).request.digest
    fields = {"request": request, "digest": digest, "why": ""}
    forged = documents.sign(requests.APPROVAL, fields, signer, site.now(), ACTS["approve"].words)
    name = f"{request}/{signer.public.name}"
    put = "INSERT INTO documents (kind, id, of, body, recorded) VALUES (?, ?, ?, ?, ?)"
    desk.sql(put, requests.APPROVAL, name, request, forged.body, forged.at)


def unlocked(desk, name: str) -> Identity:
    return site.open_site(desk.site).unlock(name, PASSPHRASE)


def test_a_forged_approval_would_count_if_it_were_true(desk, asked):
    """What follows is refused for who signs, not for how the document is put there."""
    forge_approval(desk, asked, unlocked(desk, "sam"))
    assert desk("export", asked, "--dry-run", who="tess").code == 0


@pytest.mark.parametrize("who", ["bo", "cleo"])
def test_approval_by_somebody_without_the_role(desk, refused, asked, who):
    forge_approval(desk, asked, unlocked(desk, who))
    refused(desk("export", asked, who="sam"), 4)


def test_approval_by_the_requester(desk, refused, asked):
    forge_approval(desk, asked, unlocked(desk, "ana"))
    refused(desk("export", asked, who="sam"), 4)


def test_self_approval_under_lenient_access_rules(desk, refused):
    """A site that drops its own rule against it still has no release that only its requester approved."""
    rules = desk.site / "policies/access.cedar"
    rules.write_text(rules.read_text().replace("{ resource.requester == principal.name };", "{ false };", 1))
    rules.write_text(rules.read_text().replace("{ resource.approvers.contains(resource.requester) }", "{ false }"))
    request = desk.request("harrow-lake", approve=False, who="sam")
    desk("request", "approve", request, who="sam")
    refused(desk("export", request, who="tess"), 4, "0 of 1 approvals by others than sam")


def test_approval_by_somebody_whom_the_site_did_not_certify(desk, refused, asked):
    """Another key calls itself sam, a data steward of this very site; only the certificate gives it away."""
    ours = unlocked(desk, "sam").public
    signing, receiving = SigningKey(b"\1" * 32), ReceivingKey(b"\2" * ReceivingKey.SEED)
    own = certify(SigningKey(b"\3" * 32), "sam", "data-steward", ours.created, signing.public, receiving.public)
    forge_approval(desk, asked, Identity(replace(own, site_key=ours.site_key), signing, receiving))
    refused(desk("export", asked, who="sam"), 6, "sam", "certificate")


def test_approval_of_another_request(desk, refused, asked):
    """Sam's approval of one request under the id of another."""
    other = desk.request("harrow-lake")
    desk.sql("UPDATE documents SET id = ?, of = ? WHERE kind = 'approval' AND of = ?", f"{asked}/sam", asked, other)
    refused(desk("export", asked, who="sam"), 6, "of another request")


def test_one_approval_put_twice_is_one(desk, refused):
    """Sam's approval again under tess's name, where two people must approve."""
    request = desk.request("harrow-lake", desk.policy("two-people", approvals=2))
    copy = "INSERT INTO documents SELECT kind, ?, of, body, recorded FROM documents WHERE kind = 'approval' AND of = ?"
    desk.sql(copy, f"{request}/tess", request)
    refused(desk("export", request, who="sam"), 4, "1 of 2 approvals")


def test_an_approval_from_before_a_denial_does_not_come_back(desk, refused, asked):
    desk.does("request", "approve", asked, who="sam")
    desk.does("request", "deny", asked, "--why", "no", who="tess")
    refused(desk("export", asked, who="sam"), 4, "is denied")


def test_request_under_another_id(desk, refused, asked):
    """An approved request with its approval in the place of another: one approval would make two releases."""
    approved = desk.request("harrow-lake")
    ((body,),) = desk.sql("SELECT body FROM documents WHERE kind = 'request' AND id = ?", approved)
    desk.sql("UPDATE documents SET body = ? WHERE kind = 'request' AND id = ?", body, asked)
    desk.sql("UPDATE documents SET id = ?, of = ? WHERE kind = 'approval' AND of = ?", f"{asked}/sam", asked, approved)
    refused(desk("export", asked, who="sam"), 6)


def test_policy_that_changed_after_the_approval(desk, refused):
    """Sam approved what the policy said then."""
    desk.policy("mine")
    request = desk.request("harrow-lake", "mine")
    desk.policy("mine", base="limited-data-set")
    done = desk("export", request, who="sam")
    refused(done, done.code)
    assert done.code in (3, 4, 6)


def test_sealed_part_that_changed_before_the_export_went_on(desk, monkeypatch):
    """A part that a killed run left is taken up only with the very bytes that it sealed."""
    from gateway import export

    for part in SMALL:
        monkeypatch.setattr(*part)
    request = desk.request("harrow-lake")
    with monkeypatch.context() as fails:
        fails.setattr(export, "check", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        assert desk("export", request, who="sam").code == 8
    (staged,) = desk.staged()
    spoilt = staged / "data/patients/part-00000.parquet"
    spoilt.write_bytes(spoilt.read_bytes()[:100] + bytes(8) + spoilt.read_bytes()[108:])
    release = desk.does("export", request, who="sam").split()[-2]
    assert desk("release", "verify", release).code == 0
    assert len(desk.rows(release)["patients"]) == 34
