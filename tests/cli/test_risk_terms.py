"""A policy's risk section, from the file to the sealed release and the log."""

import csv
import json
from dataclasses import replace
from unittest import mock

import pyarrow as pa
import pytest
import yaml

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

    def faulty(*args):
        done = settle(*args)
        if reason == "risk-sealed":
            return replace(done, suppressed=pa.array([], pa.string()))
        return replace(done, groups=tuple(replace(group, allowed=0) for group in done.groups))

    with mock.patch.object(export, "generalise", faulty):
        refused(desk("export", desk.request("harrow-lake", "checked"), who="sam"), 5, words)
    (event,) = desk.events("export.refused")
    assert (event["stage"], event["reason"]) == ("verify", reason)
    assert desk.published() == published
    assert desk.staged() == []


def test_manifest_and_log_tell_attackers_losses_and_whom_suppression_hits(desk):
    desk.policy("lossy", risk=LOOSE | {"k": 2})
    made = desk.export("harrow-lake", "lossy")
    manifest = json.loads((desk.site / "releases" / made["release"] / "manifest.json").read_text())
    risk, gone = manifest["risk"], manifest["subjects"]["suppressed"]
    assert risk["after"]["attacks"]["prosecutor"]["highest"] == pytest.approx(1 / made["k"])
    sex = [hit for name, hit in risk["groups"].items() if name.startswith("demographic.sex.")]
    assert sum(hit["suppressed"] for hit in sex) == gone > 0
    rows = sum(table["left_out"].get("suppressed", 0) for table in manifest["tables"].values())
    assert sum(hit["rows"] for hit in sex) == rows > gone
    facts = desk.events("export.published")[-1]["facts"]
    assert facts["attacks_ppm"]["prosecutor.highest"] == round(1_000_000 / made["k"])
    assert sum(facts["class_sizes"].values()) == made["tables"]["patients"]["released"]
    assert {name: hit["suppressed"] for name, hit in risk["groups"].items()} == facts["group_suppressed"]
    assert facts["loss_ppm"]["all"] == round(1_000_000 * risk["settled"]["loss"])
    assert b"Whom suppression hits" in (desk.site / "releases" / made["release"] / "card.html").read_bytes()


def people(desk, *races):
    (desk.site / "policies" / "people.csv").write_text("demographic.race\n" + "".join(f"{race}\n" for race in races))


def test_a_population_is_read_and_measured_against(desk):
    """Everybody in the hospital is in the population, which has five times as many of each."""
    presence = {"models": [{"delta_presence": {"at_most": 0.3, "population": "people.csv"}}]}
    with (desk.records / "patients.csv").open() as handle:
        races = [row["race"] for row in csv.DictReader(handle)]
    people(desk, *races * 5)
    desk.policy("present", risk=LOOSE | presence | {"k": 2}, quasi_identifiers=["demographic.race"])
    made = desk.export("harrow-lake", "present")
    manifest = json.loads((desk.site / "releases" / made["release"] / "manifest.json").read_text())
    attacks = manifest["risk"]["after"]["attacks"]
    assert manifest["risk"]["population"]
    assert attacks["journalist"]["highest"] < attacks["prosecutor"]["highest"] / 4
    people(desk, *races[:5])
    done = desk("export", desk.request("harrow-lake", "present"), who="sam")
    assert done.code == 3
    assert "occur more often in the table" in done.err
    people(desk, *races)
    done = desk("export", desk.request("harrow-lake", "present"), who="sam")
    assert done.code == 5
    assert "delta_presence" in done.err


def test_a_population_says_nothing_of_rows(desk, refused):
    people(desk, "Maori")
    presence = {"models": [{"k_map": {"k": 2, "population": "people.csv"}}], "per_subject": {"encounters": "count"}}
    desk.policy("rows", risk=LOOSE | presence, quasi_identifiers=["demographic.race"])
    refused(desk("export", desk.request("harrow-lake", "rows"), who="sam"), 3, "a population has one line a person")


def units(desk, name, k, reduce="set"):
    """A policy that offers two levels for the wards of a patient's visits, which are all that is known."""
    columns = yaml.safe_load((desk.site / "policies" / "hipaa-safe-harbor.yaml").read_text())["columns"]
    columns["admin.unit"] = {"levels": [{"mask": [4]}, "drop"]}
    risk = LOOSE | {"k": k, "suppress_at_most": 0.0, "per_subject": {"encounters.admin.unit": reduce}}
    return desk.policy(name, risk=risk, columns=columns, quasi_identifiers=[])


@pytest.mark.parametrize(("k", "wards"), [(11, {"card*", "onco*"}), (18, set())])
def test_levels_for_a_table_with_several_rows_a_patient(desk, k, wards):
    """Half of the 34 patients were seen in each ward, by two visits."""
    made = desk.export("harrow-lake", units(desk, "wards", k))
    assert made["k"] == (17 if wards else 34)
    rows = desk.rows(made["release"])["encounters"]
    assert {row["unit"] for row in rows if "unit" in row} == wards


def test_levels_of_what_does_not_merge_are_refused(desk, refused):
    """The rarest ward at a coarse level is not the coarse level of the rarest ward."""
    units(desk, "rare", 11, "rarest")
    done = desk("export", desk.request("harrow-lake", "rare"), who="sam")
    refused(done, 3, "columns.admin.unit: `levels` for encounters.unit")


def test_a_rule_is_the_hierarchy_of_a_sensitive_column(desk):
    """Where the rule does not cover a value the export says so, and how many; where it does, t-closeness holds."""
    def demand(rule):
        close = {"column": "encounters.admin.unit", "t": 0.6, "distance": "hierarchical", "hierarchy": rule}
        desk.policy("close", risk=LOOSE | {"k": 2, "models": [{"t_closeness": close}]})
        return desk("export", desk.request("harrow-lake", "close"), "--json", who="sam")

    done = demand({"icd10cm": ["chapter"]})
    assert done.code == 3
    assert "lacks 2 of the 2 values of encounters.unit" in done.err
    assert demand({"mask": [1]}).code == 0
