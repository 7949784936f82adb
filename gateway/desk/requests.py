"""Requests and the answers to them: signed documents, kept as they were signed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final, Literal

from gateway.audit.events import RequestApproved, RequestDenied, RequestSubmitted, RequestWithdrawn
from gateway.consent.cover import demand_permitted
from gateway.consent.duo import Match, match
from gateway.crypto import documents as signed_documents
from gateway.crypto.documents import Signed
from gateway.crypto.identity import Identity
from gateway.desk import datasets, drafts
from gateway.desk.drafts import REQUEST, Wish
from gateway.desk.intake import taking_in
from gateway.errors import BadInput, IntegrityError, KeyRefused, Refused
from gateway.model import Approval, Request
from gateway.model.states import ACTS, ActName, State, state_of
from gateway.policy.approve import by_others
from gateway.policy.decide import Actor
from gateway.policy.synthetic import as_wish
from gateway.registry import documents
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.seal import grants
from gateway.site import Site

ID = re.compile(r"req-\d{8}-[0-9a-f]{8}")
Answer = Literal["approval", "denial", "submission", "request-withdrawal"]
RELEASE, REVOCATION, DESTRUCTION, EVERYBODY = "release", "revocation", "destruction", "*"
APPROVAL: Final[Answer] = "approval"
DENIAL: Final[Answer] = "denial"
SUBMISSION: Final[Answer] = "submission"
WITHDRAWAL: Final[Answer] = "request-withdrawal"
KINDS: dict[ActName, Answer] = {"submit": SUBMISSION, "approve": APPROVAL, "deny": DENIAL, "withdraw": WITHDRAWAL}
EVENTS = {"approve": RequestApproved, "deny": RequestDenied, "withdraw": RequestWithdrawn}


@dataclass(frozen=True, slots=True)
class File:
    """A request with the answers to it, all signatures checked, and the release it led to.

    submitted: by whom, where it came as a file. handed: the release's grants and revocations, as acts.
    """

    request: Request
    approvals: tuple[Approval, ...]
    denials: tuple[Approval, ...]
    release: str | None
    submitted: tuple[Approval, ...] = ()
    withdrawn: tuple[Approval, ...] = ()
    handed: frozenset[ActName] = frozenset()

    def state(self, today: date) -> State:
        """In one word."""
        done: set[ActName] = {"draft", "submit", *self.handed}
        done |= {"approve"} if len(by_others(self.request, self.approvals)) >= self.request.needed else set()
        done |= {"deny"} if self.denials else set()
        done |= {"withdraw"} if self.withdrawn else set()
        done |= {"export"} if self.release else set()
        return state_of(done, overdue=today > self.request.until)

    def demand(self, act: ActName, today: date) -> None:
        """Raise Refused unless the table of states lets `act` be done now."""
        state = self.state(today)
        if state not in ACTS[act].before:
            what = f"request {self.request.id} is {state}: {act} comes after {' or '.join(ACTS[act].before)}"
            raise Refused(what, hint=f"see `gateway request show {self.request.id}`", reason=state)


def new(site: Site, wish: Wish, requester: Identity) -> Request:
    """Sign and submit a request. Raises BadInput for unknown dataset, table, policy or date, Refused by Cedar."""
    offer = drafts.offered(site, wish.dataset, wish.policy)
    return _submit(site, drafts.draft(offer, wish, requester, site.clock(), site.random), requester)


def submit(site: Site, path: Path, by: Identity) -> Request:
    """Take in a request that was signed elsewhere, for its requester.

    Raises BadInput, IntegrityError for a changed one, KeyRefused where its signer is not of this site, Refused where
    it was handed in before, or where what it asks for has changed since it was signed.
    """
    hint = "its requester makes it with `gateway request draft`"
    with taking_in(site, REQUEST, path, by.public, hint) as body:
        signed = signed_documents.read(REQUEST, body, site.trust)
        _request(signed)
        if site.public(signed.signer.name).signing_key != signed.signer.signing_key:
            what = f"{path}: signed by another key than the site knows of {signed.signer.name}"
            raise KeyRefused(what, hint="ask the requester to sign it again with the current key")
    return _submit(site, signed, by)


def _submit(site: Site, signed: Signed, by: Identity) -> Request:
    request = _request(signed)
    event = partial(
        RequestSubmitted, actor=by.public.name, role=by.public.role, request=request.id, digest=signed.digest,
        requester=request.requester if request.requester != by.public.name else None, meaning=ACTS["draft"].meaning,
        dataset=request.dataset, policy=request.policy, purpose=request.purpose, project=request.project,
        tables=request.tables, until=request.until.isoformat(), access_digest=site.access.digest,
    )  # fmt: skip
    with site.log.recording_refusal(event):
        _demand_current(site, request)
        if found := data_use(site, request):
            demand_permitted(found, request)
        site.access.decide(Actor(request.requester, request.role), "request", request, (), site.today)
        _decide(site, by, "submit", request, ())
        replaced = _replaced(site, request, by, str(signed.fields["replaces"]))
    handing = _sign(site, "submit", request, by) if by.public.name != request.requester else None
    with site.log.record(event()) as tx:
        documents.add(tx, Document(REQUEST, request.id, request.dataset, signed.body, signed.at))
        if handing:
            _keep(tx, SUBMISSION, request.id, by, handing)
    if replaced:
        _record(site, "withdraw", replaced, by, replaced_by=request.id)
    return request


def _demand_current(site: Site, request: Request) -> None:
    """Raise Refused where the request was handed in before, or is not about what the site has now."""
    with site.registry.transaction() as tx:
        if documents.get(tx, REQUEST, request.id):
            hint = f"see `gateway request show {request.id}`"
            raise Refused(f"request {request.id} was handed in before", hint=hint, reason="replayed")
    if site.today > request.until:
        raise Refused(f"request {request.id} is expired", hint="sign a new one", reason="expired")
    drafts.demand_same(drafts.offered(site, request.dataset, request.policy), request)


def _replaced(site: Site, request: Request, by: Identity, replaces: str) -> File | None:
    """The request that this one takes the place of. Raises Refused unless it can be withdrawn by the same person."""
    if not replaces:
        return None
    file = get(site, replaces)
    file.demand("withdraw", site.today)
    _decide(site, by, "withdraw", file.request, ())
    if file.request.requester != request.requester:
        raise Refused(f"request {replaces} is not yours", hint="only its requester replaces it", reason="foreign")
    return file


def approve(site: Site, id: str, approver: Identity, why: str = "") -> File:
    """Sign an approval. Raises Refused for self-approval, a role without the right, or a state that takes none.

    why: what the approver found where the dataset's data-use terms leave the request to a person; else BadInput.
    """
    return _answer(site, id, approver, "approve", why)


def data_use(site: Site, request: Request) -> Match | None:
    """What the dataset's data-use terms say to the request; None where the dataset has none."""
    use = datasets.get(site, request.dataset).data_use
    return match(use, request) if use else None


def deny(site: Site, id: str, by: Identity, why: str) -> File:
    """Sign a denial, which no later approval undoes."""
    return _answer(site, id, by, "deny", why)


def withdraw(site: Site, id: str, by: Identity) -> File:
    """Sign that a request is taken back. Raises Refused for everybody but its requester."""
    return _answer(site, id, by, "withdraw", "")


def get(site: Site, id: str) -> File:
    """A request and its answers. Raises BadInput where there is none, IntegrityError where one was changed."""
    with site.registry.transaction() as tx:
        found = documents.get(tx, REQUEST, id)
        answers = {kind: documents.find(tx, kind, id) for kind in KINDS.values()}
        releases = [document.id for document in documents.find(tx, RELEASE, id)]
        handed = _handed(tx, site, releases[-1]) if releases else frozenset()
    if found is None:
        raise BadInput(f"no request {id!r} at this site", hint="see `gateway request list`")
    request = _request(signed_documents.read(REQUEST, found.body, site.trust, id))
    if request.id != id:
        raise IntegrityError(f"request {id}: is request {request.id}", hint="the registry was changed")
    read = {kind: _answers(site, kind, request, answers[kind]) for kind in KINDS.values()}
    return File(request, read[APPROVAL], read[DENIAL], releases[-1] if releases else None,
                read[SUBMISSION], read[WITHDRAWAL], handed)  # fmt: skip


def everything(site: Site) -> list[File]:
    """All requests, oldest first."""
    with site.registry.transaction() as tx:
        ids = [document.id for document in documents.find(tx, REQUEST)]
    return [get(site, id_) for id_ in ids]


def revoked(tx: Connection, site: Site, release: str) -> set[str]:
    """Who gets no further grant of a release; `EVERYBODY` where nobody does."""
    found = documents.find(tx, REVOCATION, release)
    signed = [signed_documents.read(REVOCATION, document.body, site.trust, document.id) for document in found]
    return {str(one.fields["recipient"]) for one in signed if one.fields["release"] == release}


def _handed(tx: Connection, site: Site, release: str) -> frozenset[ActName]:
    given: set[ActName] = {"grant"} if documents.find(tx, grants.KIND, release) else set()
    for document in documents.find(tx, DESTRUCTION, release):
        signed_documents.read(DESTRUCTION, document.body, site.trust, document.id)
        given |= {"destroy"}
    return frozenset(given | ({"revoke"} if EVERYBODY in revoked(tx, site, release) else set()))


def _answer(site: Site, id: str, by: Identity, act: ActName, why: str) -> File:
    file = get(site, id)
    event = partial(EVENTS[act], actor=by.public.name, role=by.public.role, request=id, meaning=ACTS[act].meaning,
                    access_digest=site.access.digest)  # fmt: skip
    with site.log.recording_refusal(event):
        _decide(site, by, act, file.request, tuple(approval.approver for approval in file.approvals))
        file.demand(act, site.today)
        if act == "approve" and by.public.name in {approval.approver for approval in file.approvals}:
            hint = "a second approval needs a second person"
            raise Refused(f"{by.public.name} approved request {id} already", hint=hint, reason="approved")
    if act == "approve":
        _demand_judged(site, file.request, why)
    _record(site, act, file, by, why)
    return get(site, id)


def _demand_judged(site: Site, request: Request, why: str) -> None:
    found = data_use(site, request)
    if found and found.decision == "abstain" and not why.strip():
        questions = "; ".join(f"{one.term}: {one.because}" for one in found.of("abstain"))
        raise BadInput(f"data-use terms leave this to you: {questions}", hint="say what you found with --why")


def _record(site: Site, act: ActName, file: File, by: Identity, why: str = "", **more: str) -> None:
    signed = _sign(site, act, file.request, by, why)
    event = EVENTS[act](actor=by.public.name, role=by.public.role, request=file.request.id, digest=signed.digest,
                        meaning=ACTS[act].meaning, access_digest=site.access.digest, **more)
    with site.log.record(event) as tx:
        _keep(tx, KINDS[act], file.request.id, by, signed)


def _sign(site: Site, act: ActName, request: Request, by: Identity, why: str = "") -> Signed:
    fields = {"request": request.id, "digest": request.digest, "why": why}
    return signed_documents.sign(KINDS[act], fields, by, site.clock(), ACTS[act].words)


def _keep(tx: Connection, kind: Answer, id: str, by: Identity, signed: Signed) -> None:
    documents.add(tx, Document(kind, f"{id}/{by.public.name}", id, signed.body, signed.at))


def _decide(site: Site, actor: Identity, action: str, request: Request, approvers: tuple[str, ...]) -> None:
    site.access.decide(Actor(actor.public.name, actor.public.role), action, request, approvers, site.today)


def _request(signed: Signed) -> Request:
    """Raises IntegrityError for a signed document that is not a whole request."""
    try:
        fields = signed.fields
        request = Request(
            id=fields["id"], dataset=fields["dataset"], dataset_digest=fields["dataset_digest"],
            policy=fields["policy"], policy_digest=fields["policy_digest"], tables=tuple(fields["tables"]),
            purpose=fields["purpose"], project=fields["project"], until=date.fromisoformat(fields["until"]),
            why=fields["why"], requester=signed.signer.name, role=signed.signer.role, requested=signed.at,
            digest=signed.digest, columns=tuple(fields["columns"]), needed=int(fields["approvals"]),
            research=dict(fields["research"]), synthetic=as_wish(fields["synthetic"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, BadInput):
        raise IntegrityError("request: not a whole request", hint="sign it again with this version") from None
    if not ID.fullmatch(request.id):
        raise IntegrityError("request: its id is not one", hint="sign it again with `gateway request draft`")
    return request


def _answers(site: Site, kind: Answer, request: Request, found: Sequence[Document]) -> tuple[Approval, ...]:
    """The answers to this very request: one to other bytes under the same id is a forgery or a mix-up."""
    answers = []
    for document in found:
        signed = signed_documents.read(kind, document.body, site.trust, document.id)
        if (signed.fields["request"], signed.fields["digest"]) != (request.id, request.digest):
            raise IntegrityError(f"{kind} {document.id}: is of another request", hint="the registry was changed")
        answers.append(Approval(signed.signer.name, signed.signer.role, signed.at, signed.meaning, signed.digest,
                                str(signed.fields["why"])))
    return tuple(answers)


def as_json(file: File, today: date) -> dict[str, object]:
    """For programs."""
    request = file.request
    return {
        "id": request.id, "state": file.state(today), "dataset": request.dataset, "policy": request.policy,
        "tables": list(request.tables), "columns": list(request.columns), "purpose": request.purpose,
        "project": request.project, "until": request.until.isoformat(), "why": request.why,
        "research": dict(request.research), "synthetic": request.synthetic.json() if request.synthetic else None,
        "requester": request.requester, "requested": request.requested, "approvals_needed": request.needed,
        "submitted": [[s.approver, s.at, s.meaning] for s in file.submitted],
        "approvals": [[a.approver, a.at, a.meaning, a.why] for a in file.approvals],
        "denials": [[d.approver, d.at, d.meaning, d.why] for d in file.denials],
        "withdrawn": [[w.approver, w.at, w.meaning] for w in file.withdrawn], "release": file.release,
    }  # fmt: skip
