"""Who must have said yes before a request counts as approved."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from gateway.errors import Refused
from gateway.policy.approve import approve

from .samples import REQUEST, TODAY, approval

AVA, BEN = approval("ava"), approval("ben")
OWN = approval(REQUEST.requester)


def refused(*args: object) -> Refused:
    with pytest.raises(Refused) as caught:
        approve(REQUEST, *args)  # type: ignore[arg-type]
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("approvals", "needed", "counted"),
    [
        ([BEN], 1, [BEN]),
        ([BEN, AVA], 1, [AVA, BEN]),
        ([BEN, OWN], 1, [BEN]),
        ([BEN, AVA], 2, [AVA, BEN]),
        ([BEN, replace(BEN, at="later"), AVA], 2, [AVA, replace(BEN, at="later")]),
    ],
)
def test_enough_others_said_yes(approvals: list, needed: int, counted: list) -> None:
    approved = approve(REQUEST, approvals, False, needed, TODAY)
    assert approved.approvals == tuple(counted)
    assert approved.request is REQUEST


@pytest.mark.parametrize(
    ("approvals", "needed", "found"),
    [([], 1, 0), ([OWN], 1, 0), ([OWN, OWN, BEN], 2, 1), ([BEN, BEN, BEN], 2, 1)],
    ids=["nobody", "only the requester", "the requester as the second", "one person three times"],
)
def test_too_few_others_said_yes(approvals: list, needed: int, found: int) -> None:
    error = refused(approvals, False, needed, TODAY)
    assert error.reason == "not-approved"
    assert error.numbers == {"approvals": found, "needed": needed}


def test_a_denial_outweighs_any_approval() -> None:
    assert refused([AVA, BEN], True, 1, TODAY).reason == "denied"


@pytest.mark.parametrize(("day", "holds"), [(-1, True), (0, True), (1, False)])
def test_a_request_holds_to_the_end_of_its_day(day: int, holds: bool) -> None:
    today: date = REQUEST.until + timedelta(days=day)
    if holds:
        approve(REQUEST, [BEN], False, 1, today)
    else:
        assert refused([BEN], False, 1, today).reason == "expired"
