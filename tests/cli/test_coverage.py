"""`consent status`: who falls out, why, and in which groups."""

import csv

import pytest

from .hospital import edit, write_csv


@pytest.fixture
def groups(desk):
    """Women are asked as men are, but more of them say no; three persons are of a sex of their own."""

    def sexes(rows):
        at = rows[0].index("sex")
        for number, row in enumerate(rows[1:]):
            row[at] = "X" if number < 3 else "MF"[number % 2]
        return rows

    edit(desk.records / "patients.csv", sexes)
    desk.describe(name="skewed")
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    with (desk.records / "consents.csv").open() as handle:
        header = next(csv.reader(handle))
    with (desk.records / "patients.csv").open() as handle:
        women = [row["patient_id"] for row in csv.DictReader(handle) if row["sex"] == "F"]
    no = [
        [f"N-{n}", subject, "denied", "HRESCH", "", "2023-01-01", "", "2023-02-01"]
        for n, subject in enumerate(women[:8])
    ]
    write_csv(desk.records / "more.csv", header, no)
    desk.does("consent", "import", desk.records / "more.csv", who="sam")

    def ask(*words):
        found = desk("consent", "status", "--dataset", "skewed", "--json", *words).json["skewed"]
        return found["reasons"], {(g["axis"], g["name"]): g["reasons"] for g in found["groups"]}

    return ask


def test_a_steward_sees_whom_consent_leaves_out(desk, groups):
    reasons, by = groups()
    women = by["sex", "female"]
    assert women["denied"] >= 8
    assert women.get("covered", 0) / sum(women.values()) < 0.7
    for axis in {axis for axis, _ in by}:
        of_axis = [counts for (one, _), counts in by.items() if one == axis]
        assert sum(sum(counts.values()) for counts in of_axis) == sum(reasons.values()) == 40
        for reason, count in reasons.items():
            assert sum(counts.get(reason, 0) for counts in of_axis) == count
    shown = desk("consent", "status", "--dataset", "skewed").out
    share = f"{women['covered'] / sum(women.values()):.1%}"
    assert ["sex:", "female", "19", share] in [line.split()[:4] for line in shown.splitlines()]


def test_no_group_under_the_floor_stands_alone(desk, groups):
    """Three persons of sex X stand with the next larger group: alone they would be told by the pool."""
    _, by = groups()
    assert {name for axis, name in by if axis == "sex"} == {"female", "groups under 11"}
    assert all(sum(counts.values()) >= 11 for counts in by.values())
    policy = desk.policy("many", "expert-determination", risk={"k": 30})
    _, wide = groups("--policy", policy)
    assert {name for axis, name in wide if axis == "sex"} == {"groups under 30"}


def test_a_policy_that_opts_out_counts_otherwise(desk, groups):
    before, _ = groups()
    policy = desk.policy("all", consent={"default": "opt-out"})
    after, _ = groups("--policy", policy)
    assert (before["no-record"], after["no-record"]) == (3, 0)
    assert after["covered"] == before["covered"] + before["no-record"]
    assert after["denied"] == before["denied"]
