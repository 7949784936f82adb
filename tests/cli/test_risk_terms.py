"""A policy's risk section, from the file to the sealed release and the log."""

from dataclasses import replace
from unittest import mock

import pyarrow as pa
import pytest

from gateway import export

LOOSE = {"suppress_at_most": 1.0, "group_cap": {"at_most": 1.0}}


def test_models_are_settled_and_hold_on_what_is_released(desk):
    """Every class of the sealed patients has two wards, and nobody stands out by the number of visits."""
    diverse = {"l_diversity": {"column": "encounters.admin.unit", "l": 2}}
    risk = LOOSE | {"k": 2, "models": [diverse], "per_subject": {"encounters": {"count": [1, 3]}}}
    desk.policy("diverse", risk=risk, quasi_identifiers=["demographic.race"])
    made = desk.export("harrow-lake", "diverse")
    rows = desk.rows(made["release"])
    wards: dict[str, set] = {}
    for row in rows["encounters"]:
        wards.setdefault(row["patient_id"], set()).add(row["unit"])
    classes: dict[str, list] = {}
    for row in rows["patients"]:
        classes.setdefault(row["race"], []).append(row["patient_id"])
    assert made["k"] == min(map(len, classes.values())) >= 2
    assert all(len({frozenset(wards[one]) for one in members}) >= 2 for members in classes.values())


def test_models_that_nothing_satisfies(desk, refused):
    diverse = {"l_diversity": {"column": "encounters.admin.unit", "l": 9}}
    desk.policy("hopeless", risk=LOOSE | {"k": 2, "models": [diverse]})
    done = desk("export", desk.request("harrow-lake", "hopeless"), who="sam")
    refused(done, 5, "l_diversity of encounters.unit: no generalisation satisfies it")
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("generalise", "risk-unreachable")


def test_a_small_group_is_not_suppressed_to_reach_k(desk, refused):
    """Without the cap the policy publishes; with it, the export says what it would have cost."""
    desk.policy("fair", risk={"k": 2, "suppress_at_most": 1.0})
    refused(desk("export", desk.request("harrow-lake", "fair"), who="sam"), 5, "more than 10.0% of a protected group")
    (event,) = desk.events("export.refused")
    assert event["reason"] == "group-cap"


@pytest.mark.parametrize(("risk", "reason", "words"), [
    ({"k": 2, **LOOSE}, "risk-sealed", "misses what policy checked demands: k = 2 for "),
    ({"k": 2, "suppress_at_most": 1.0, "group_cap": LOOSE["group_cap"]}, "group-cap", "subjects of demographic."),
])  # fmt: skip
def test_what_is_sealed_is_measured_again(desk, refused, risk, reason, words):
    """A gate that lets too many, or too few, through is found out on the encrypted parts."""
    desk.policy("checked", risk=risk)
    settle, published = export.generalise, desk.published()

    def faulty(consented, profiles, people=()):
        done = settle(consented, profiles, people)
        if reason == "risk-sealed":
            return replace(done, suppressed=pa.array([], pa.string()))
        return replace(done, groups=tuple(replace(group, allowed=0) for group in done.groups))

    with mock.patch.object(export, "generalise", faulty):
        refused(desk("export", desk.request("harrow-lake", "checked"), who="sam"), 5, words)
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("verify", reason)
    assert desk.published() == published
    assert desk.staged() == []
