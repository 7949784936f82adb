"""Proofs: that an event is in the log, and that the log extends one that somebody kept a checkpoint of."""

import json

from gateway import history
from gateway.audit import proofs
from gateway.console.visit import Drawn, Visit, status_of
from gateway.errors import BadInput, GatewayError


def event(visit: Visit) -> Drawn:
    """One event as the log holds it, with the path from it to the root that the newest checkpoint signs."""
    site, seq = visit.site, visit.path["seq"]
    proof = history.inclusion(site, seq)
    fields = json.loads(proof.body)
    return visit.draw("event.html", seq=seq, fields=fields, body=proof.body.decode(), proof=proof)


def checkpoint(visit: Visit) -> Drawn:
    """The newest checkpoint, to be kept elsewhere, and the form that takes a kept one."""
    return _page(visit)


def extends(visit: Visit) -> Drawn:
    """The proof that the log extends the one of a kept checkpoint, or what is wrong."""
    kept = visit.form.get("checkpoint", "").replace("\r\n", "\n").strip()
    try:
        if not kept:
            raise BadInput("no checkpoint was given", hint="paste all its lines, as they were kept")
        return _page(visit, proof=history.consistency(visit.site, kept + "\n"))
    except GatewayError as problem:
        return _page(visit, kept=kept, problem=problem)


def _page(
    visit: Visit, *, kept: str = "", proof: proofs.Consistency | None = None, problem: GatewayError | None = None
) -> Drawn:
    return visit.draw("checkpoint.html", status=status_of(problem) if problem else 200, kept=kept, proof=proof,
                      problem=problem, note=visit.site.log.checkpoint(), key=str(visit.site.log.key),
                      head=history.head(visit.site))  # fmt: skip
