"""The shipped rules against an oracle that was written from their prose, over generated requests."""

import random
from collections import Counter
from dataclasses import asdict, replace
from datetime import date, timedelta

from gateway.policy.cases import USUAL
from gateway.policy.decide import Actor

from .oracle import NEVER, ON_REQUESTS, ON_THE_SITE, OPERATIONS, PUBLIC_HEALTH, RESEARCH, ROLES, Asked, ask
from .test_access import ACCESS

CASES = 5_000
PEOPLE = ("ana", "bo", "sam", "tess")
TO_SOMEBODY = ("grant", "revoke", "open")
TODAY = date(2026, 6, 1)


def draw(chance: random.Random) -> Asked:
    """A case in which no field is rare: the actor is the requester in one of three, the last day is today in one of
    three, and one purpose in three is none that is served."""
    actor, role = chance.choice(PEOPLE), chance.choice(ROLES)
    action = chance.choice(ON_REQUESTS * 2 + ON_THE_SITE)
    if action in ON_THE_SITE:
        return Asked(actor, role, action, today=TODAY)
    served = chance.random() < 2 / 3
    return Asked(
        actor=actor, role=role, action=action, today=TODAY,
        requester=actor if chance.random() < 1 / 3 else chance.choice(PEOPLE),
        purpose=chance.choice(sorted(RESEARCH | PUBLIC_HEALTH | OPERATIONS if served else NEVER)),
        until=TODAY + timedelta(days=chance.choice((-400, -1, 0, 0, 1, 30))),
        approvers=tuple(sorted(chance.sample(PEOPLE, chance.choice((0, 1, 1, 2, 3))))),
        recipient=chance.choice(PEOPLE) if action in TO_SOMEBODY else "",
        recipient_role=chance.choice(ROLES) if action in TO_SOMEBODY else "",
    )  # fmt: skip


def decided(case: Asked) -> tuple[bool, set[str]]:
    """What the program says."""
    request = None
    if case.action in ON_REQUESTS:
        request = replace(USUAL, requester=case.requester, purpose=case.purpose, until=case.until)
    context = {"recipient": case.recipient, "recipientRole": case.recipient_role} if case.recipient else {}
    actor = Actor(case.actor, case.role)  # type: ignore[arg-type]
    answer = ACCESS.answer(actor, case.action, request, case.approvers, case.today, **context)
    assert not answer.failed, asdict(case)
    return answer.allowed, set(answer.rules)


def test_the_rules_say_what_their_prose_says():
    chance = random.Random("access")
    cases = [draw(chance) for _ in range(CASES)]
    wrong, seen = [], Counter()
    for case in cases:
        told = ask(case)
        seen.update(told.because or {"not-permitted"})
        seen["allowed" if told.allowed else "denied"] += 1
        if decided(case) != (told.allowed, told.because):
            wrong.append((asdict(case), decided(case), told))
    assert not wrong
    assert len(set(cases)) >= 500
    assert seen.keys() == ACCESS.reasons.keys() | {"not-permitted", "allowed", "denied"}
    assert min(seen.values()) >= 15, seen  # nothing is hardly tried
