"""The plan: every column has its rule, and the digest moves with everything that decides a row."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.deid.columns import build
from gateway.errors import BadInput, Refused
from gateway.model import Column
from gateway.policy.plan import compile_plan, plan

from .samples import DATASET, NOTES, PATIENTS, POLICY, TODAY, load, permitted

BOTH = ("patients", "notes")
DROP = build("drop", None, Path())


def test_every_column_gets_the_most_specific_rule(tmp_path: Path) -> None:
    compiled = compile_plan(DATASET, load(tmp_path), BOTH, TODAY)
    assert [(c.table, c.column, c.rule, c.summary, c.quasi_identifier) for c in compiled.columns] == [
        ("patients", "pid", "subject", "pseudonym method=hmac", False),
        ("patients", "family", "name.*", "drop", False),
        ("patients", "zip", "geo.zip", "zip3 census=2020", True),
        ("patients", "seen", "date.*", "shift days=30", False),
        ("notes", "pid", "subject", "pseudonym method=hmac", False),
        ("notes", "text", "text.note", "scrub mode=surrogate", False),
    ]
    assert [c.column for c in compiled.of("notes")] == ["pid", "text"]
    assert (compiled.basis, compiled.as_of, compiled.shift_days) == ("45 CFR 164.514(b)(1)", TODAY, 30)
    assert {c.column: c.source for c in compiled.columns if c.source} == {"zip": "(B)"}


@pytest.mark.parametrize(
    ("rule", "days"),
    [("date.*: {shift: {days: 30}}", 30), ("date.*: year", None), ("date.birth: {shift: {days: 9}}", None)],
)
def test_notes_follow_the_shift_of_service_dates(tmp_path: Path, rule: str, days: int | None) -> None:
    policy = load(tmp_path, POLICY.replace("date.*: {shift: {days: 30}}", rule))
    assert compile_plan(DATASET, policy, ("notes",), TODAY).shift_days == days


def test_a_dropped_column_is_no_quasi_identifier(tmp_path: Path) -> None:
    policy = load(tmp_path, POLICY.replace("geo.zip: {zip3: {census: 2020}", "geo.zip: {drop: "))
    compiled = compile_plan(DATASET, policy, BOTH, TODAY)
    assert not any(column.quasi_identifier for column in compiled.columns)


REFUSED = {
    "a column that no rule names": ("name.*: drop", "id.*: drop",
                                    "policy plain names no rule for patients.family of kind name.family"),
    "a k that nothing is measured by": ("[geo.*]", "[age]\nrisk: {k: 5}", "policy plain: risk is set, but no"),
    "levels of what is no quasi-identifier": ("date.*: {shift: {days: 30}}", "date.*: {levels: [year, drop]}",
                                              "policy plain: columns.date.*: `levels` for patients.seen"),
    "a table of which nothing is left": ("text.note: {scrub: surrogate}", "text.*: drop\n  subject: drop",
                                         "policy plain drops every column of table notes"),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, old: str, new: str, what: str) -> None:
    text = POLICY.replace("  subject: {pseudonym: hmac}\n", "") if "subject: drop" in new else POLICY
    with pytest.raises(BadInput) as caught:
        compile_plan(DATASET, load(tmp_path, text.replace(old, new)), BOTH, TODAY)
    assert caught.value.what.startswith(what)
    assert caught.value.hint


def test_an_unknown_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no table 'labs'"):
        compile_plan(DATASET, load(tmp_path), ("labs",), TODAY)


def test_a_policy_may_serve_some_purposes_only(tmp_path: Path) -> None:
    policy = load(tmp_path, POLICY + "purposes: [HRESCH, PUBHLTH]\n")
    digest = policy.digest
    assert plan(permitted(purpose="PUBHLTH", policy_digest=digest), DATASET, policy, TODAY, DROP).plan.policy == "plain"
    with pytest.raises(Refused) as caught:
        plan(permitted(purpose="TREAT", policy_digest=digest), DATASET, policy, TODAY, DROP)
    assert caught.value.reason == "purpose"
    anything = load(tmp_path)
    served = permitted(purpose="TREAT", policy_digest=anything.digest)
    assert plan(served, DATASET, anything, TODAY, DROP).dataset is DATASET


def test_columns_that_were_not_asked_for_are_dropped_but_for_the_subjects(tmp_path: Path) -> None:
    policy = load(tmp_path)
    asked = permitted(policy_digest=policy.digest, columns=("patients.zip",))
    whole = plan(permitted(policy_digest=policy.digest), DATASET, policy, TODAY, DROP).plan
    narrow = plan(asked, DATASET, policy, TODAY, DROP).plan
    assert [c.column for c in whole.columns if not c.transform.drops] == ["pid", "zip", "seen"]
    assert [(c.column, c.rule) for c in narrow.columns if not c.transform.drops] == [
        ("pid", "subject"), ("zip", "geo.zip"),
    ]  # fmt: skip
    assert narrow.digest != whole.digest


@pytest.mark.parametrize("changed", ["policy", "dataset"])
def test_what_was_approved_is_what_is_planned(tmp_path: Path, changed: str) -> None:
    policy = load(tmp_path)
    digests = {"policy_digest": policy.digest, "dataset_digest": DATASET.digest, f"{changed}_digest": "0" * 64}
    with pytest.raises(Refused, match=f"{changed} .* was changed after the request was signed") as caught:
        plan(permitted(**digests), DATASET, policy, TODAY, DROP)
    assert caught.value.reason == f"{changed}-changed"


def test_the_digest_moves_with_every_ingredient_and_with_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("seen,2020\n")
    mapped = POLICY.replace("name.*: drop", "name.*: {map: h.csv}")

    def digest(text: str = mapped, dataset=DATASET, tables: tuple[str, ...] = BOTH, days: int = 0) -> str:
        return compile_plan(dataset, load(tmp_path, text), tables, TODAY + timedelta(days=days)).digest

    renamed = replace(PATIENTS, columns=(*PATIENTS.columns[:2], Column("zip", "geo.city"), PATIENTS.columns[3]))
    plain = digest()
    changed = {
        "the same again": digest(),
        "a comment": digest("# why\n" + mapped),
        "a parameter": digest(mapped.replace("days: 30", "days: 31")),
        "a transform": digest(mapped.replace("clinical.*: keep", "clinical.*: drop")),
        "k": digest(mapped + "risk: {k: 5}\n"),
        "consent": digest(mapped + "consent: {default: opt-out}\n"),
        "what it demands of notes": digest(mapped + "notes: {recall_at_least: 0.9}\n"),
        "quarantine": digest(mapped + "quarantine_at_most: 0.5\n"),
        "quasi-identifiers": digest(mapped.replace("[geo.*]", "[]")),
        "the descriptor": digest(dataset=replace(DATASET, digest="e" * 64)),
        "a kind": digest(dataset=replace(DATASET, tables=(renamed, NOTES))),
        "the tables": digest(tables=("patients",)),
        "their order": digest(tables=("notes", "patients")),
        "the day": digest(days=1),
    }
    (tmp_path / "h.csv").write_text("seen,2021\n")
    changed["the map's content"] = digest()
    assert {name for name, other in changed.items() if other == plain} == {"the same again", "a comment"}
    different = [other for other in changed.values() if other != plain]
    assert len(set(different)) == len(different)
