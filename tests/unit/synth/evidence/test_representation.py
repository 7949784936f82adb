"""Shares of groups along a release's way."""

import pytest

from gateway.intervals import wilson
from gateway.synth.evidence.representation import representation

STAGES = {
    "source": {"race: white": 90, "race: native": 10, "sex: female": 50, "sex: male": 50},
    "released": {"race: white": 60, "race: native": 0, "sex: female": 20, "sex: male": 40},
}


def test_shares_are_among_the_counted_of_a_column() -> None:
    made = representation(STAGES)
    assert made.stages == ("source", "released")
    assert [one.group for one in made.groups] == ["race: white", "race: native", "sex: female", "sex: male"]
    native = made.groups[1].stages
    assert native["source"].share.value == 0.1
    assert (native["source"].share.low, native["source"].share.high) == wilson(10, 100)
    assert native["released"].share.value == native["released"].share.low == 0
    assert native["released"].share.high > 0.05
    for column in ("race", "sex"):
        shares = [one.stages["released"].share.value for one in made.groups if one.group.startswith(column)]
        assert sum(shares) == pytest.approx(1)


def test_groups_under_the_floor_stand_together() -> None:
    stages = {"source": {"race: a": 80, "race: b": 7, "race: c": 4}, "released": {"race: a": 8, "race: b": 6}}
    made = representation(stages, floor=11)
    assert [(one.group, one.stages["source"].count, one.stages["released"].count) for one in made.groups] == [
        ("race: a", 80, 8), ("race: small groups", 11, 6)
    ]  # fmt: skip


def test_a_pool_is_no_smaller_than_the_floor() -> None:
    made = representation({"source": {"race: a": 80, "race: b": 20, "race: c": 4, "sex: f": 50}}, floor=11)
    assert [(one.group, one.stages["source"].count) for one in made.groups] == [
        ("race: a", 80), ("race: small groups", 24), ("sex: f", 50)
    ]  # fmt: skip


def test_a_stage_without_anybody_tells_nothing() -> None:
    made = representation({"source": {"sex: female": 3}, "released": {}})
    assert list(made.groups[0].stages) == ["source"]
    assert representation({"source": {}}).groups == ()
