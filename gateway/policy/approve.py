"""A signed request and the signed answers to it in, an `Approved` out."""

from collections.abc import Sequence
from datetime import date

from gateway.errors import Refused
from gateway.model import Approval, Approved, Request


def approve(request: Request, approvals: Sequence[Approval], denied: bool, needed: int, today: date) -> Approved:
    """The request with its approvals, if it still holds and `needed` other people said yes. Raises Refused."""
    if today > request.until:
        hint = "ask for a new one with `gateway request new`"
        raise Refused(f"request {request.id} expired on {request.until}", hint=hint, reason="expired")
    if denied:
        raise Refused(
            f"request {request.id} was denied", hint=f"see `gateway request show {request.id}`", reason="denied"
        )
    stewards = [approval for approval in approvals if approval.role == "data-steward"]
    others = {approval.approver: approval for approval in stewards if approval.approver != request.requester}
    if len(others) < needed:
        what = f"request {request.id} has {len(others)} of {needed} approvals by others than {request.requester}"
        numbers = {"approvals": len(others), "needed": needed}
        hint = f"a data steward runs `gateway request approve {request.id}`"
        raise Refused(what, hint=hint, reason="not-approved", numbers=numbers)
    return Approved(request, tuple(others[name] for name in sorted(others)))
