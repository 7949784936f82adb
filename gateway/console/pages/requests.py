"""Requests: all, one with everything that was signed on it, and the two answers that the console takes."""

from typing import get_args

from gateway.audit.events import RequestApproved, RequestDenied
from gateway.console.visit import Drawn, Elsewhere, Visit, status_of
from gateway.crypto.identity import Identity
from gateway.desk import policies, requests
from gateway.desk.access import explain
from gateway.errors import BadInput, GatewayError, KeyRefused
from gateway.model.states import ACTS, ActName, State
from gateway.policy.approve import by_others

_EVENTS = {"approve": RequestApproved, "deny": RequestDenied}


def listed(visit: Visit) -> Drawn:
    """All requests, or those in one state, newest first."""
    state, today = visit.query.get("state", ""), visit.site.today
    found = [requests.as_json(file, today) for file in reversed(requests.everything(visit.site))]
    return visit.draw("requests.html", state=state, states=[name for name in get_args(State) if name != "draft"],
                      found=[one for one in found if state in ("", one["state"])], all=len(found))  # fmt: skip


def show(visit: Visit) -> Drawn:
    """One request, with what its reader may do about it, and why not."""
    return _page(visit, None)


def approve(visit: Visit) -> Drawn | Elsewhere:
    """Sign an approval."""
    return _answer(visit, "approve")


def deny(visit: Visit) -> Drawn | Elsewhere:
    """Sign a denial."""
    return _answer(visit, "deny")


def _answer(visit: Visit, act: ActName) -> Drawn | Elsewhere:
    """As `gateway request approve` and `deny`; what does not work is told on the request's page."""
    id_, why = visit.path["id"], visit.form.get("why", "").strip()
    try:
        requests.get(visit.site, id_)
        signer = _signer(visit, act)
        policies.notice(visit.site, signer.public)
        if act == "approve":
            requests.approve(visit.site, id_, signer, why)
        elif why:
            requests.deny(visit.site, id_, signer, why)
        else:
            raise BadInput("a denial needs a reason", hint="say why, for the requester")
    except GatewayError as problem:
        return _page(visit, problem, act)
    return Elsewhere(f"/requests/{id_}?done={act}")


def _signer(visit: Visit, act: ActName) -> Identity:
    """The identity, unlocked for this signature alone. A wrong passphrase is recorded (21 CFR 11.300(d))."""
    try:
        return visit.site.unlock(visit.who.name, visit.form.get("passphrase", ""))
    except KeyRefused:
        visit.session.mistake()
        refused = _EVENTS[act](actor=visit.who.name, role=visit.who.role, request=visit.path["id"],
                               meaning=ACTS[act].meaning, outcome="refused", reason="wrong-passphrase")  # fmt: skip
        with visit.site.log.record(refused):
            pass
        what = "the passphrase is not right, so nothing was signed"
        raise KeyRefused(what, hint="type it again; after five wrong ones the session ends") from None


def _page(visit: Visit, problem: GatewayError | None, tried: str = "") -> Drawn:
    site, id_ = visit.site, visit.path["id"]
    file = requests.get(site, id_)
    may = {one.action: one for one in explain(site, site.access, visit.who, id_, visit.who)}
    return visit.draw(
        "request.html",
        status=status_of(problem) if problem else 200,
        problem=problem,
        tried=tried,
        why=visit.form.get("why", ""),
        done=visit.query.get("done", ""),
        request=file.request,
        state=file.state(site.today),
        release=file.release,
        counted=len(by_others(file.request, file.approvals)),
        signed=_signed(file),
        use=requests.data_use(site, file.request),
        may={act: may[act] for act in ("approve", "deny")},
        acts=ACTS,
    )


def _signed(file: requests.File) -> list[tuple[str, str, str, str, str, str]]:
    """Every signature: the act, who, in which role, when, what it means, and the reason given."""
    request = file.request
    found = [("requested", request.requester, request.role, request.requested, ACTS["draft"].words, request.why)]
    groups = {"submitted": file.submitted, "approved": file.approvals, "denied": file.denials,
              "withdrawn": file.withdrawn}  # fmt: skip
    for act, answers in groups.items():
        found += [(act, one.approver, one.role, one.at, one.meaning, one.why) for one in answers]
    return sorted(found, key=lambda line: line[3])
