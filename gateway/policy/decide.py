"""Access decisions by Cedar: default deny, and a rule that errors denies.

Cedar skips a `forbid` whose evaluation errors, so an Allow counts only where nothing errored.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import cedarpy

from gateway.errors import BadInput, Refused
from gateway.model import Approved, Permitted, Request, Role

EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Answer:
    """rules: the ids of those that decided; of a denial by default there are none. failed: one did not evaluate."""

    allowed: bool
    rules: tuple[str, ...]
    failed: bool


class Access:
    """The site's access rules, parsed once and checked against their schema."""

    def __init__(self, rules: Path, schema: Path) -> None:
        text, shape = _read(rules), _read(schema)
        try:
            self._schema = cedarpy.Schema.from_str(shape)
            self._rules = cedarpy.PolicySet.from_str(text)
        except ValueError as error:
            raise BadInput(f"{rules}: {_first_line(error)}", hint="see https://docs.cedarpolicy.com") from None
        if not (result := cedarpy.validate_policies(text, shape)):
            raise BadInput(f"{rules}: {_first_line(result.errors[0])}", hint=f"compare with {schema.name}")
        self.reasons = _reasons(rules, text)
        self._permits = _permits(text)
        self.digest = sha256(text.encode() + b"\0" + shape.encode()).hexdigest()

    def permits(self, action: str) -> tuple[str, ...]:
        """The ids of the rules that permit an action to some, in order."""
        return tuple(rule for rule, actions in self._permits.items() if action in actions)

    def decide(self, actor: Actor, action: str, request: Request | None, approvers: tuple[str, ...], today: date,
               **context: str) -> tuple[str, ...]:
        """The ids of the rules that allow `action`. Raises Refused with those that deny it."""
        answer = self.answer(actor, action, request, approvers, today, **context)
        if answer.allowed:
            return answer.rules
        raise _refusal(actor, action, answer.rules, self.reasons, failed=answer.failed)

    def answer(self, actor: Actor, action: str, request: Request | None, approvers: tuple[str, ...], today: date,
               **context: str) -> Answer:
        """The decision with the rules that made it."""
        resource = {"type": "Request", "id": request.id} if request else {"type": "Site", "id": "site"}
        answer = cedarpy.is_authorized(
            {
                "principal": {"type": "Person", "id": actor.name},
                "action": {"type": "Action", "id": action},
                "resource": resource,
                "context": {"today": (today - EPOCH).days, **context},
            },
            self._rules,
            [_person(actor), _resource(resource, request, approvers)],
            self._schema,
        )
        rules = tuple(sorted(answer.diagnostics.id_annotations_by_reason.values()))
        failed = bool(answer.diagnostics.errors)
        return Answer(answer.decision == cedarpy.Decision.Allow and not failed, rules, failed)


def permit(approved: Approved, exporter: Actor, access: Access, today: date) -> Permitted:
    """Ask whether `exporter` may export the approved request. Raises Refused."""
    approvers = tuple(approval.approver for approval in approved.approvals)
    rules = access.decide(exporter, "export", approved.request, approvers, today)
    return Permitted(approved, exporter.name, rules, access.digest)


def _person(actor: Actor) -> dict[str, Any]:
    return {"uid": {"type": "Person", "id": actor.name}, "attrs": {"name": actor.name, "role": actor.role},
            "parents": []}


def _resource(uid: Mapping[str, str], request: Request | None, approvers: tuple[str, ...]) -> dict[str, Any]:
    attrs: dict[str, Any] = {}
    if request:
        attrs = {
            "dataset": request.dataset,
            "policy": request.policy,
            "project": request.project,
            "purpose": request.purpose,
            "requester": request.requester,
            "requesterRole": request.role,
            "approvers": list(approvers),
            "untilDay": (request.until - EPOCH).days,
        }
    return {"uid": dict(uid), "attrs": attrs, "parents": []}


def _refusal(actor: Actor, action: str, rules: tuple[str, ...], reasons: Mapping[str, str], *, failed: bool) -> Refused:
    who = f"{actor.name} ({actor.role}) may not {action}"
    if failed:
        what = f"{who}: an access rule failed to evaluate, which denies"
        return Refused(what, hint="run `gateway policy check`", reason="rule-error")
    if rules:
        return Refused(f"{who}: {', '.join(rules)}", hint=reasons[rules[0]], reason="forbidden")
    return Refused(f"{who}: no rule permits it", hint="policies/access.cedar says who may", reason="not-permitted")


def _reasons(path: Path, text: str) -> dict[str, str]:
    """Each rule's reason by its id. Raises BadInput for a rule without either, or an id used twice."""
    found: dict[str, str] = {}
    for number, rule in enumerate(json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values(), start=1):
        notes = rule.get("annotations", {})
        name, reason = notes.get("id"), notes.get("reason")
        if not name or not reason:
            what = f"rule {name or number} has no {'@reason' if name else '@id'}"
            raise BadInput(f"{path}: {what}", hint='every rule needs @id("…") and @reason("…")')
        if name in found:
            raise BadInput(f"{path}: two rules have the id {name!r}", hint="rename one")
        found[name] = reason
    if not found:
        raise BadInput(f"{path}: no rules", hint="start from policies/access.cedar")
    return found


def _permits(text: str) -> dict[str, tuple[str, ...]]:
    """Each permit's actions by its id; Cedar's JSON names one entity, or several with `in`."""
    found = {}
    for rule in json.loads(cedarpy.policies_to_json_str(text))["staticPolicies"].values():
        scope = rule["action"]
        named = scope.get("entities") or [scope["entity"]] if "entities" in scope or "entity" in scope else []
        if rule["effect"] == "permit":
            found[rule["annotations"]["id"]] = tuple(entity["id"] for entity in named)
    return found


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="`gateway init` writes one") from None


def _first_line(error: object) -> str:
    return re.split(r"[\n\r]", str(error), maxsplit=1)[0]
