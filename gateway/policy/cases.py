"""Folders of requests named as sentences in, what the access rules say to each out.

ALLOW/ and DENY/ hold JSON files: `actor`, `role`, `action`, and where it matters `request` (fields of a request that
are not as in `USUAL`; null for an action on the site), `approvers`, `context`, `today`. `because` holds the ids of the
rules that decide, `not-permitted` where none does.
"""

import json
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from gateway.errors import BadInput
from gateway.model import Request
from gateway.policy.decide import Access, Actor

USUAL = Request(
    id="req-1", dataset="hospital", policy="hipaa-safe-harbor", tables=("patients",), purpose="HRESCH",
    project="sepsis",
    until=date(2026, 12, 31), why="a case", requester="ana", role="ml-engineer", requested="2026-05-01T00:00:00Z",
    digest="0" * 64, dataset_digest="d" * 64, policy_digest="p" * 64,
)  # fmt: skip
TODAY = "2026-06-01"
_KEYS = {"actor", "role", "action", "request", "approvers", "context", "today", "because"}


@dataclass(frozen=True, slots=True)
class Case:
    """One file: what it says decides, and what decided."""

    path: Path
    wanted: bool
    because: tuple[str, ...]
    allowed: bool
    rules: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return (self.wanted, self.because) == (self.allowed, self.rules)


def run(access: Access, folder: Path) -> list[Case]:
    """Ask every file of ALLOW/ and DENY/. Raises BadInput for an unreadable file, or where there is none."""
    found = [_ask(access, path) for name in ("ALLOW", "DENY") for path in sorted((folder / name).glob("*.json"))]
    if not found:
        raise BadInput(f"{folder}: no files in ALLOW or DENY", hint="write one JSON file for each sentence to prove")
    return found


def _ask(access: Access, path: Path) -> Case:
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not raw.keys() <= _KEYS:
            raise KeyError
        given = raw.get("request", {})
        request = None if given is None else replace(USUAL, **given)
        today = date.fromisoformat(raw.get("today", TODAY))
        answer = access.answer(Actor(raw["actor"], raw["role"]), raw["action"], request,
                               tuple(raw.get("approvers", ())), today, **raw.get("context", {}))  # fmt: skip
        because = tuple(sorted(raw["because"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        hint = "it has actor, role, action, because, and if need be request, approvers, context and today"
        raise BadInput(f"{path}: not a case", hint=hint) from None
    rules = ("rule-error",) if answer.failed else answer.rules or ("not-permitted",)
    return Case(path, path.parent.name == "ALLOW", because, answer.allowed, rules)
