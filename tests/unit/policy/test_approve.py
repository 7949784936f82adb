"""Who must have said yes before a request counts as approved."""

from dataclasses import replace

import pytest

from gateway.errors import Refused
from gateway.model.states import ENDED, State
from gateway.policy.approve import approve

from .samples import REQUEST, approval

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
    approved = approve(REQUEST, approvals, "submitted", needed)
    assert approved.approvals == tuple(counted)
    assert approved.request is REQUEST


@pytest.mark.parametrize(
    ("approvals", "needed", "found"),
    [([], 1, 0), ([OWN], 1, 0), ([OWN, OWN, BEN], 2, 1), ([BEN, BEN, BEN], 2, 1)],
    ids=["nobody", "only the requester", "the requester as the second", "one person three times"],
)
def test_too_few_others_said_yes(approvals: list, needed: int, found: int) -> None:
    error = refused(approvals, "submitted", needed)
    assert error.reason == "not-approved"
    assert error.numbers == {"approvals": found, "needed": needed}


@pytest.mark.parametrize("state", ENDED)
def test_what_has_ended_is_not_approved_whoever_said_yes(state: State) -> None:
    assert refused([AVA, BEN], state, 1).reason == state
