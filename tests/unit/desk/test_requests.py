"""Requests: asked for, answered by others, each answer bound to the very bytes that were asked for."""

from dataclasses import replace
from datetime import date

import pytest
import sqlalchemy as sa

from gateway.crypto.documents import read, sign
from gateway.desk import requests
from gateway.desk.drafts import Wish
from gateway.errors import BadInput, IntegrityError, Refused
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.registry.tables import documents as table

from .conftest import outcomes

WISH = Wish("hospital", "hipaa-safe-harbor", "HRESCH", ("visits", "patients", "visits"), date(2026, 12, 31), "a test")


@pytest.fixture
def asked(site, who, dataset: str) -> str:
    return requests.new(site, WISH, who("ana")).id


def test_a_request_is_kept_as_it_was_signed(site, who, asked: str) -> None:
    file = requests.get(site, asked)
    request = file.request
    assert (request.requester, request.role, request.tables) == ("ana", "ml-engineer", ("visits", "patients"))
    assert request.project == request.id  # by itself, so that its codes join with nothing
    assert (file.approvals, file.denials, file.release, file.state(site.today)) == ((), (), None, "submitted")
    assert requests.everything(site) == [file]
    assert outcomes(site, "request.submitted") == [("ana", "success")]


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"dataset": "clinic"}, "no dataset 'clinic'"),
        ({"policy": "none"}, "no policy 'none'"),
        ({"tables": ()}, "--tables names no table"),
        ({"tables": ("labs",)}, "no table 'labs'"),
        ({"until": date(2026, 5, 31)}, "has passed"),
        ({"why": "  "}, "--why is empty"),
    ],
)
def test_a_wish_that_cannot_be_asked_for(site, who, dataset: str, changes: dict, what: str) -> None:
    with pytest.raises(BadInput, match=what):
        requests.new(site, replace(WISH, **changes), who("ana"))
    assert requests.everything(site) == []


def test_a_refused_request_is_in_the_log_and_not_in_the_registry(site, who, dataset: str) -> None:
    with pytest.raises(Refused):
        requests.new(site, replace(WISH, purpose="TREAT"), who("ana"))
    with pytest.raises(Refused):
        requests.new(site, WISH, who("cleo"))
    assert requests.everything(site) == []
    assert outcomes(site, "request.submitted") == [("ana", "refused"), ("cleo", "refused")]


def test_others_approve(site, who, asked: str) -> None:
    file = requests.approve(site, asked, who("sam"))
    assert [approval.approver for approval in file.approvals] == ["sam"]
    assert file.state(site.today) == "approved"
    with pytest.raises(Refused, match="sam approved request"):
        requests.approve(site, asked, who("sam"))
    assert outcomes(site, "request.approved") == [("sam", "success"), ("sam", "refused")]
    assert [a.approver for a in requests.approve(site, asked, who("tess")).approvals] == ["sam", "tess"]


@pytest.mark.parametrize("name", ["ana", "cleo"])
def test_the_requester_and_other_roles_do_not(site, who, asked: str, name: str) -> None:
    with pytest.raises(Refused):
        requests.approve(site, asked, who(name))
    assert requests.get(site, asked).approvals == ()
    assert outcomes(site, "request.approved") == [(name, "refused")]


def test_a_denial_stands(site, who, asked: str) -> None:
    requests.approve(site, asked, who("sam"))
    assert requests.deny(site, asked, who("tess"), "no need").state(site.today) == "denied"
    with pytest.raises(Refused, match="is denied"):
        requests.approve(site, asked, who("sam"))


def test_a_request_expires_after_its_day(site, who, asked: str, clock) -> None:
    clock.pass_days(213)  # 31 December
    assert requests.get(site, asked).state(site.today) == "submitted"
    clock.pass_days(1)
    assert requests.get(site, asked).state(site.today) == "expired"
    with pytest.raises(Refused):
        requests.approve(site, asked, who("sam"))


def test_an_answer_to_other_bytes_is_refused(site, who, asked: str) -> None:
    """The same id, another request: an approval does not wander."""
    sam = who("sam")
    forged = sign("approval", {"request": asked, "digest": "0" * 64, "why": ""}, sam, site.clock(), "I approve")
    with site.registry.transaction() as tx:
        documents.add(tx, Document("approval", f"{asked}/sam", asked, forged.body, forged.at))
    with pytest.raises(IntegrityError, match="is of another request"):
        requests.get(site, asked)


def test_a_changed_request_is_refused(site, asked: str) -> None:
    with site.registry.transaction() as tx:
        body = documents.get(tx, "request", asked).body
        assert read("request", body, site.trust)
        tx.execute(sa.update(table).where(table.c.id == asked).values(body=body.replace(b"visits", b"labs__")))
    with pytest.raises(IntegrityError):
        requests.get(site, asked)


def test_an_unknown_request_is_refused(site) -> None:
    with pytest.raises(BadInput, match="no request 'req-9'"):
        requests.get(site, "req-9")
