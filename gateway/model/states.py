"""The states of a request, and the acts that lead from one to another.

This table is the only place that says what may follow what: the checks at the desk, the meanings of signatures in
documents and in the log (21 CFR 11.50(a)(3)), and the README's diagram are made from it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

State = Literal[
    "draft", "submitted", "approved", "denied", "withdrawn", "exported", "published", "revoked", "expired"
]  # fmt: skip
ActName = Literal["draft", "submit", "approve", "deny", "withdraw", "export", "supersede", "grant", "revoke",
                  "destroy"]  # fmt: skip
Meaning = Literal["authorship", "responsibility", "approval", "denial", "withdrawal", "release", "correction",
                  "disclosure", "end", "destruction"]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody signs: in which states it may be done, where it leads, and what the signature means.

    meaning: in a word, as the log has it. words: the sentence that stands in the signed document.
    """

    before: tuple[State, ...]
    after: State
    by: str
    meaning: Meaning
    words: str


# In the order of a request's life: of all acts that were done, the last one here tells the state.
ACTS: Mapping[ActName, Act] = MappingProxyType({
    "draft": Act((), "draft", "requester", "authorship",
                 "I ask for this extract and will use it only for the stated purpose"),
    "submit": Act(("draft",), "submitted", "requester or steward", "responsibility",
                  "I hand in this request as its requester signed it"),
    "approve": Act(("submitted", "approved"), "approved", "as many stewards as the policy demands", "approval",
                   "I reviewed this request and approve its export"),
    "deny": Act(("submitted", "approved"), "denied", "steward", "denial",
                "I reviewed this request and deny it"),
    "withdraw": Act(("submitted", "approved"), "withdrawn", "requester", "withdrawal",
                    "I take this request back"),
    "export": Act(("approved",), "exported", "steward", "release",
                  "I made this release from the approved request"),
    "supersede": Act(("exported", "published", "revoked"), "exported", "steward", "correction",
                     "I made this release in the place of the one before, without those whose consent ended"),
    "grant": Act(("exported", "published"), "published", "steward", "disclosure",
                 "I hand the data key of this release to this recipient for this purpose"),
    "revoke": Act(("exported", "published", "expired"), "revoked", "steward or officer", "end",
                  "I end these grants"),
    "destroy": Act(("exported", "published", "revoked", "expired"), "revoked", "steward", "destruction",
                   "I destroy the data key of this release"),
})  # fmt: skip

EXPIRING: tuple[State, ...] = ("submitted", "approved", "exported", "published")
ENDED: tuple[State, ...] = ("denied", "withdrawn", "expired")  # nothing is exported from these


def state_of(done: Collection[ActName], *, overdue: bool) -> State:
    """The state of a request for which these acts were done; `overdue` after the last day that it names."""
    state = next(act.after for name, act in reversed(list(ACTS.items())) if name in done)
    return "expired" if overdue and state in EXPIRING else state


def diagram() -> str:
    """The table as a Mermaid state diagram, as it stands in the README."""
    lines = ["stateDiagram-v2"]
    for name, act in ACTS.items():
        lines += [f"    {before} --> {act.after}: {name} ({act.by})" for before in act.before or ("[*]",)]
    lines += [f"    {before} --> expired: after its last day" for before in EXPIRING]
    return "\n".join(lines)
