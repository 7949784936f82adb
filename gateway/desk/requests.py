"""Requests and the answers to them: signed documents, kept as they were signed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final, Literal

from gateway.audit.events import RequestApproved, RequestDenied, RequestSubmitted
from gateway.consent import CODES
from gateway.crypto import documents as signed_documents
from gateway.crypto.documents import Signed
from gateway.crypto.identity import Identity
from gateway.desk import datasets
from gateway.errors import BadInput, IntegrityError, Refused
from gateway.model import Approval, Request
from gateway.policy.decide import Actor
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.site import Site

PROJECT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
Answer = Literal["approval", "denial"]
REQUEST, RELEASE = "request", "release"
APPROVAL: Final[Answer] = "approval"
DENIAL: Final[Answer] = "denial"
ASKED = "I ask for this extract and will use it only for the stated purpose"
APPROVED = "I reviewed this request and approve its export"
DENIED = "I reviewed this request and deny it"


@dataclass(frozen=True, slots=True)
class Wish:
    """What a requester fills in; an empty project keeps the release's pseudonyms to itself."""

    dataset: str
    policy: str
    purpose: str
    tables: tuple[str, ...]
    until: date
    why: str
    project: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A request with the answers to it, all signatures checked, and the release it led to."""

    request: Request
    approvals: tuple[Approval, ...]
    denials: tuple[Approval, ...]
    release: str | None

    def state(self, today: date) -> str:
        """In one word."""
        if self.release:
            return "published"
        if self.denials:
            return "denied"
        if today > self.request.until:
            return "expired"
        return "approved" if self.approvals else "submitted"


def new(site: Site, wish: Wish, requester: Identity) -> Request:
    """Sign and submit a request. Raises BadInput for unknown dataset, table, policy or date, Refused by Cedar."""
    dataset = datasets.get(site, wish.dataset)
    if not wish.tables:
        raise BadInput(
            "--tables names no table", hint=f"{dataset.name} has {', '.join(t.name for t in dataset.tables)}"
        )
    for table in wish.tables:
        dataset.table(table)
    policy = site.policy(wish.policy)
    if wish.until < site.today:
        raise BadInput(f"--until {wish.until} has passed", hint="name a day from today on")
    if wish.purpose not in CODES:
        raise BadInput(f"--purpose {wish.purpose!r} is no purpose of use", hint="an ActReason code such as HRESCH")
    if wish.project and not PROJECT.fullmatch(wish.project):
        raise BadInput("--project: not a name", hint="letters, digits, dots and hyphens, at most 64")
    if not wish.why.strip():
        raise BadInput("--why is empty", hint="say in a sentence what the extract is for")
    id_ = f"req-{site.today:%Y%m%d}-{site.random(4).hex()}"
    fields = {
        "id": id_, "dataset": wish.dataset, "dataset_digest": dataset.digest,
        "policy": wish.policy, "policy_digest": policy.digest, "purpose": wish.purpose,
        "project": wish.project or id_, "tables": list(dict.fromkeys(wish.tables)),
        "until": wish.until.isoformat(), "why": wish.why,
    }  # fmt: skip
    signed = signed_documents.sign(REQUEST, fields, requester, site.clock(), ASKED)
    request = _request(signed)
    event = partial(
        RequestSubmitted, actor=requester.public.name, role=requester.public.role, request=id_, digest=signed.digest,
        dataset=wish.dataset, policy=wish.policy, purpose=wish.purpose, project=request.project,
        tables=request.tables, until=wish.until.isoformat(),
    )  # fmt: skip
    with site.log.recording_refusal(event):
        _decide(site, requester, "request", request, ())
    with site.log.record(event()) as tx:
        documents.add(tx, Document(REQUEST, id_, wish.dataset, signed.body, signed.at))
    return request


def approve(site: Site, id: str, approver: Identity) -> File:
    """Sign an approval. Raises Refused for self-approval, a role without the right, or an expired request."""
    return _answer(site, id, approver, "approve", APPROVAL, APPROVED, "")


def deny(site: Site, id: str, by: Identity, why: str) -> File:
    """Sign a denial, which no later approval undoes."""
    return _answer(site, id, by, "deny", DENIAL, DENIED, why)


def get(site: Site, id: str) -> File:
    """A request and its answers. Raises BadInput where there is none, IntegrityError where one was changed."""
    with site.registry.transaction() as tx:
        found = documents.get(tx, REQUEST, id)
        answers = {kind: documents.find(tx, kind, id) for kind in (APPROVAL, DENIAL, RELEASE)}
    if found is None:
        raise BadInput(f"no request {id!r} at this site", hint="see `gateway request list`")
    request = _request(signed_documents.read(REQUEST, found.body, site.key.public))
    if request.id != id:
        raise IntegrityError(f"request {id}: is request {request.id}", hint="the registry was changed")
    approvals = _answers(site, APPROVAL, request, answers[APPROVAL])
    denials = _answers(site, DENIAL, request, answers[DENIAL])
    releases = answers[RELEASE]
    return File(request, approvals, denials, releases[0].id if releases else None)


def everything(site: Site) -> list[File]:
    """All requests, oldest first."""
    with site.registry.transaction() as tx:
        ids = [document.id for document in documents.find(tx, REQUEST)]
    return [get(site, id_) for id_ in ids]


def _answer(site: Site, id: str, by: Identity, action: str, kind: Answer, meaning: str, why: str) -> File:
    file = get(site, id)
    if file.release or file.denials:
        raise Refused(f"request {id} is {file.state(site.today)}", hint="ask for a new one")
    event = partial(
        RequestApproved if kind == APPROVAL else RequestDenied, actor=by.public.name, role=by.public.role, request=id
    )
    with site.log.recording_refusal(event):
        _decide(site, by, action, file.request, tuple(approval.approver for approval in file.approvals))
    if by.public.name in {approval.approver for approval in file.approvals} and kind == APPROVAL:
        raise Refused(f"{by.public.name} approved request {id} already", hint="a second approval needs a second person")
    signed = signed_documents.sign(
        kind, {"request": id, "digest": file.request.digest, "why": why}, by, site.clock(), meaning
    )
    with site.log.record(event(digest=signed.digest)) as tx:
        documents.add(tx, Document(kind, f"{id}/{by.public.name}", id, signed.body, signed.at))
    return get(site, id)


def _decide(site: Site, actor: Identity, action: str, request: Request, approvers: tuple[str, ...]) -> None:
    site.access.decide(Actor(actor.public.name, actor.public.role), action, request, approvers, site.today)


def _request(signed: Signed) -> Request:
    fields = signed.fields
    return Request(
        id=fields["id"], dataset=fields["dataset"], dataset_digest=fields["dataset_digest"], policy=fields["policy"],
        policy_digest=fields["policy_digest"], tables=tuple(fields["tables"]),
        purpose=fields["purpose"], project=fields["project"], until=date.fromisoformat(fields["until"]),
        why=fields["why"], requester=signed.signer.name, role=signed.signer.role, requested=signed.at,
        digest=signed.digest,
    )  # fmt: skip


def _answers(site: Site, kind: Answer, request: Request, found: Sequence[Document]) -> tuple[Approval, ...]:
    """The answers to this very request: one to other bytes under the same id is a forgery or a mix-up."""
    answers = []
    for document in found:
        signed = signed_documents.read(kind, document.body, site.key.public)
        if (signed.fields["request"], signed.fields["digest"]) != (request.id, request.digest):
            raise IntegrityError(f"{kind} {document.id}: is of another request", hint="the registry was changed")
        answers.append(Approval(signed.signer.name, signed.signer.role, signed.at, signed.meaning, signed.digest))
    return tuple(answers)


def as_json(file: File, today: date) -> dict[str, object]:
    """For programs."""
    request = file.request
    return {
        "id": request.id, "state": file.state(today), "dataset": request.dataset, "policy": request.policy,
        "tables": list(request.tables), "purpose": request.purpose, "project": request.project,
        "until": request.until.isoformat(), "why": request.why, "requester": request.requester,
        "requested": request.requested, "approvals": [[a.approver, a.at, a.meaning] for a in file.approvals],
        "denials": [[d.approver, d.at, d.meaning] for d in file.denials], "release": file.release,
    }  # fmt: skip
