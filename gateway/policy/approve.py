"""A signed request and the signed answers to it in, an `Approved` out."""

from collections.abc import Mapping, Sequence

from gateway.errors import Refused
from gateway.model import Approval, Approved, Request
from gateway.model.states import ENDED, State


def approve(request: Request, approvals: Sequence[Approval], state: State, needed: int) -> Approved:
    """The request with its approvals, if it has not ended and `needed` other people said yes. Raises Refused."""
    if state in ENDED:
        hint = "ask for a new one with `gateway request new`"
        raise Refused(f"request {request.id} is {state}", hint=hint, reason=state)
    others = by_others(request, approvals)
    if len(others) < needed:
        what = f"request {request.id} has {len(others)} of {needed} approvals by others than {request.requester}"
        numbers = {"approvals": len(others), "needed": needed}
        hint = f"a data steward runs `gateway request approve {request.id}`"
        raise Refused(what, hint=hint, reason="not-approved", numbers=numbers)
    return Approved(request, tuple(others[name] for name in sorted(others)))


def by_others(request: Request, approvals: Sequence[Approval]) -> Mapping[str, Approval]:
    """The approvals that count, by name: of data stewards, each once, never of the requester."""
    stewards = [approval for approval in approvals if approval.role == "data-steward"]
    return {approval.approver: approval for approval in stewards if approval.approver != request.requester}
