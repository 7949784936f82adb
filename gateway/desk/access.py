"""What somebody may do with a request, and why, in words: access rules and the state of the request together."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from gateway.crypto.identity import PublicIdentity
from gateway.desk import requests
from gateway.errors import Refused
from gateway.model.states import ActName
from gateway.policy.decide import Access, Actor
from gateway.site import Site

# Each action on a request, and the act of the table of states that it leads to.
ACTIONS: Mapping[str, ActName | None] = MappingProxyType({
    "withdraw": "withdraw", "approve": "approve", "deny": "deny", "export": "export", "review": None,
    "grant": "grant", "revoke": "revoke", "destroy": "destroy", "open": None,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Explained:
    """One action: whether it would be done now, the ids of the rules that decide, and the reasons in words."""

    action: str
    allowed: bool
    rules: tuple[str, ...]
    words: str


def explain(site: Site, access: Access, who: PublicIdentity, request: str,
            recipient: PublicIdentity) -> list[Explained]:  # fmt: skip
    """Each action on a request, as `who` would take it, grants going to `recipient`. Raises BadInput."""
    file, actor = requests.get(site, request), Actor(who.name, who.role)
    approvers = tuple(approval.approver for approval in file.approvals)
    found = []
    for action, act in ACTIONS.items():
        whom = {"grant": recipient, "revoke": recipient, "open": who}.get(action)
        handed = {"recipient": whom.name, "recipientRole": whom.role} if whom else {}
        answer = access.answer(actor, action, file.request, approvers, site.today, **handed)
        words = "; ".join(access.reasons[rule] for rule in answer.rules)
        if answer.failed:
            words = "a rule failed to evaluate, which denies"
        elif not answer.rules:
            about = access.permits(action)
            words = "no rule permits it; " + "; ".join(f"{rule} would: {access.reasons[rule]}" for rule in about)
        late = _state(file, act, site) if answer.allowed and act else ""
        found.append(Explained(action, answer.allowed and not late, answer.rules, late or words))
    return found


def _state(file: requests.File, act: ActName, site: Site) -> str:
    """Why the request's state forbids the act; empty where it does not."""
    try:
        file.demand(act, site.today)
    except Refused as refusal:
        return refusal.what
    return ""
