"""The table of states: every state is reached, every act is checked by it, and the README draws it."""

from itertools import product
from pathlib import Path
from typing import get_args

import pytest

from gateway.model.states import ACTS, ENDED, EXPIRING, ActName, State, diagram, state_of

README = Path(__file__).parents[3] / "README.md"


def test_every_state_is_reached_and_none_that_has_ended_leads_to_data() -> None:
    reached = {act.after for act in ACTS.values()} | {"expired"}
    assert reached == set(get_args(State))
    assert set(ACTS) == set(get_args(ActName))
    for act, state in product(("approve", "export", "grant"), ENDED):
        assert state not in ACTS[act].before


def test_each_signature_means_one_thing() -> None:
    for words in ([act.meaning for act in ACTS.values()], [act.words for act in ACTS.values()]):
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("done", "state"),
    [
        ({"draft"}, "draft"),
        ({"draft", "submit"}, "submitted"),
        ({"draft", "submit", "approve"}, "approved"),
        ({"draft", "submit", "approve", "deny"}, "denied"),
        ({"draft", "submit", "approve", "withdraw"}, "withdrawn"),
        ({"draft", "submit", "approve", "export"}, "exported"),
        ({"draft", "submit", "approve", "export", "grant"}, "published"),
        ({"draft", "submit", "approve", "export", "grant", "revoke"}, "revoked"),
    ],
)
def test_the_last_act_tells_the_state_and_time_ends_what_is_open(done: set[ActName], state: State) -> None:
    assert state_of(done, overdue=False) == state
    assert state_of(done, overdue=True) == ("expired" if state in EXPIRING else state)


def test_the_readme_draws_the_table() -> None:
    assert f"```mermaid\n{diagram()}\n```" in README.read_text(encoding="utf-8")
