"""The shipped access rules, asked what the files in ALLOW/ and DENY/ ask.

A file's name is the sentence that it proves; `because` holds the ids of the rules that decide, or why none does.
What a file does not say is as in `USUAL`.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gateway.errors import Refused
from gateway.model import Request
from gateway.policy.decide import Access, Actor

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "policies"
ALLOW, DENY = sorted((HERE / "ALLOW").glob("*.json")), sorted((HERE / "DENY").glob("*.json"))
USUAL = Request(
    id="req-1", dataset="hospital", policy="hipaa-safe-harbor", tables=("patients",), purpose="HRESCH",
    project="sepsis",
    until=date(2026, 12, 31), why="a test", requester="ana", role="ml-engineer", requested="2026-05-01T00:00:00Z",
    digest="0" * 64, dataset_digest="d" * 64, policy_digest="p" * 64,
)  # fmt: skip
KEYS = {"actor", "role", "action", "request", "approvers", "context", "today", "because"}


@pytest.fixture(scope="module")
def access() -> Access:
    return Access(SHIPPED / "access.cedar", SHIPPED / "access.cedarschema")


def ask(access: Access, path: Path) -> tuple[list[str], Refused | None, list[str]]:
    """The deciding rules, the refusal if there is one, and what the file says decides."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    assert raw.keys() <= KEYS
    request = None if raw.get("request", {}) is None else replace(USUAL, **raw.get("request", {}))
    today = date.fromisoformat(raw.get("today", "2026-06-01"))
    actor = Actor(raw["actor"], raw["role"])
    try:
        rules = access.decide(
            actor, raw["action"], request, tuple(raw.get("approvers", ())), today, **raw.get("context", {})
        )
        return list(rules), None, raw["because"]
    except Refused as refusal:
        rules = refusal.what.rpartition(": ")[2].split(", ") if refusal.reason == "forbidden" else [refusal.reason]
        return rules, refusal, raw["because"]


@pytest.mark.parametrize("path", ALLOW, ids=lambda path: path.stem)
def test_allows(access: Access, path: Path) -> None:
    rules, refusal, because = ask(access, path)
    assert refusal is None
    assert rules == because


@pytest.mark.parametrize("path", DENY, ids=lambda path: path.stem)
def test_denies(access: Access, path: Path) -> None:
    rules, refusal, because = ask(access, path)
    assert refusal is not None
    assert rules == because
    assert refusal.hint


def test_every_rule_decides_at_least_one_file() -> None:
    told = {rule for path in (*ALLOW, *DENY) for rule in json.loads(path.read_text(encoding="utf-8"))["because"]}
    rules = Access(SHIPPED / "access.cedar", SHIPPED / "access.cedarschema").reasons.keys()
    assert rules <= told
    assert told - rules == {"not-permitted"}
