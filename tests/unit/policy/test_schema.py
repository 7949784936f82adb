"""Policy files: which rule a kind gets, and the place of everything that a policy may not say."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import build
from gateway.errors import BadInput
from gateway.policy import schema
from gateway.policy.schema import Rule
from gateway.records.kinds import KINDS
from gateway.risk.terms import demand

from .samples import POLICIES, POLICY, load

KEEP = build("keep", None, Path())
SHIPPED = sorted(POLICIES.glob("*.yaml"))
LEAVES = [f"{k.family}.{leaf}".rstrip(".").replace("*", "anything") for k in KINDS for leaf in k.leaves or ("",)]


def rules(folder: Path, **patterns: str) -> schema.Policy:
    lines = "".join(f"  {pattern}: {rule}\n" for pattern, rule in patterns.items())
    return load(folder, f"version: 1\nname: p\nbasis: b\ncolumns:\n{lines}")


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [
        ("date.birth", "date.birth"),
        ("date.death", "date.*"),
        ("date.birth_place", "date.*"),
        ("id.ssn", "id.*"),
        ("age", "age"),
        ("geo.zip", None),
        ("subject", None),
    ],
)
def test_the_most_specific_rule_wins_wherever_it_stands(tmp_path: Path, kind: str, pattern: str | None) -> None:
    patterns = {"date.*": "drop", "date.birth": "year", "id.*": "drop", "age": "keep"}
    for order in (patterns, dict(reversed(patterns.items()))):
        rule = rules(tmp_path, **order).rule(kind)
        assert (rule and rule.pattern) == pattern


@given(st.sampled_from(LEAVES), st.sampled_from(["", ".*", "x", ".x"]))
def test_a_rule_names_its_own_kind_and_an_exact_one_beats_its_family(kind: str, tail: str) -> None:
    family = kind.split(".")[0]
    assert Rule(kind, KEEP, "").rank(kind) > Rule(f"{family}.*", KEEP, "").rank(kind)
    assert Rule(kind, KEEP, "").rank(kind + tail) == (0 if tail else len(kind) + 2)
    assert Rule(f"{family}.*", KEEP, "").rank(f"{family}s.x") == 0


REFUSED = {
    "an unknown key": ("basis:", "base: x\nbasis:", "base: is not a known key"),
    "an unknown key of the risk": ("quasi_id", "risk: {kk: 3}\nquasi_id", "risk.kk: is not a known key"),
    "another version": ("version: 1", "version: 2", "version: Input should be 1"),
    "no basis": ("basis: 45 CFR 164.514(b)(1)\n", "", "basis: is missing"),
    "an empty basis": ("basis: 45 CFR 164.514(b)(1)", "basis: ''", "basis: String should have at least 1 character"),
    "no rules": (POLICY[POLICY.index("columns:") :], "columns: {}\n", "columns: Dictionary should have at least"),
    "k = 1": ("quasi_id", "risk: {k: 1}\nquasi_id", "risk.k: Input should be greater than or equal to 2"),
    "k in words": ("quasi_id", "risk: {k: '11'}\nquasi_id", "risk.k: Input should be a valid integer"),
    "a share above one": ("quasi_id", "risk: {suppress_at_most: 5}\nquasi_id", "risk.suppress_at_most: Input"),
    "a share that is none": ("quasi_id", "quarantine_at_most: .nan\nquasi_id", "quarantine_at_most: Input should be"),
    "no approval": ("quasi_id", "approvals: 0\nquasi_id", "approvals: Input should be greater than or equal to 1"),
    "another consent": ("quasi_id", "consent: {default: maybe}\nquasi_id", "consent.default: Input should be 'opt-in'"),
    "an unknown kind": ("geo.zip", "geo.zipp", "columns.geo.zipp: unknown kind 'geo.zipp'"),
    "an unknown family": ("geo.*: drop", "geos.*: drop", "columns.geos.*: unknown kind 'geos.*'"),
    "a star for all": ("geo.*: drop", '"*": drop', "columns.*: unknown kind '*'"),
    "half a star": ("geo.*: drop", "geo.c*: drop", "columns.geo.c*: unknown kind 'geo.c*'"),
    "a quasi-identifier that is no kind": ("[geo.*]", "[geo.zipp]", "quasi_identifiers: unknown kind 'geo.zipp'"),
    "an unknown transform": ("name.*: drop", "name.*: drpo", "columns.name.*: unknown transform 'drpo'"),
    "an unknown parameter": ("days: 30", "day: 30", "columns.date.*: transform 'shift' has no parameter 'day'"),
    "a missing parameter": ("{shift: {days: 30}}", "shift", "columns.date.*: transform 'shift', parameter 'days'"),
    "two transforms": ("{shift: {days: 30}}", "{drop: , keep: }", "columns.date.*: a rule names one transform"),
    "a source alone": ("{shift: {days: 30}}", "{source: x}", "columns.date.*: a rule names one transform"),
    "a source that is a list": ('source: "(B)"', "source: [B]", "columns.geo.zip: a rule names one transform"),
    "a list as rule": ("name.*: drop", "name.*: [drop]", "columns.name.*: a rule names one transform"),
    "an empty rule": ("name.*: drop", "name.*:", "columns.name.*: a rule names one transform"),
    "a number as rule": ("name.*: drop", "name.*: 7", "columns.name.*: a rule names one transform"),
    "one level": ("geo.*: drop", "geo.*: {levels: [drop]}", "columns.geo.*: levels lists at least two transforms"),
    "an unknown level": ("geo.*: drop", "geo.*: {levels: [keep, x]}", "columns.geo.*: unknown transform 'x'"),
    "a map without its file": ("name.*: drop", "name.*: {map: no.csv}", "columns.name.*: "),
}  # fmt: skip


@pytest.mark.parametrize(("old", "new", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, old: str, new: str, what: str) -> None:
    assert POLICY.count(old) == 1
    with pytest.raises(BadInput) as caught:
        load(tmp_path, POLICY.replace(old, new))
    assert caught.value.what.startswith(f"{tmp_path / 'policy.yaml'}: {what}")


def test_a_rule_may_cite_its_source(tmp_path: Path) -> None:
    policy = load(tmp_path)
    assert {rule.pattern: rule.source for rule in policy.rules if rule.source} == {"geo.zip": "(B)"}


def test_defaults_are_the_cautious_ones(tmp_path: Path) -> None:
    policy = load(tmp_path)
    assert (policy.risk.k, policy.risk.suppress_at_most, policy.quarantine_at_most) == (None, 0.05, 0.05)
    assert (policy.consent_default, policy.approvals, policy.purposes) == ("opt-in", 1, ())


def test_the_digest_covers_the_text_and_the_files_it_names(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("a,1\nb,1\n")
    text = POLICY.replace("name.*: drop", "name.*: {map: h.csv}")
    digest = load(tmp_path, text).digest
    assert load(tmp_path, "# a comment\n" + text).digest == digest
    assert load(tmp_path, text.replace("days: 30", "days: 31")).digest != digest
    (tmp_path / "h.csv").write_text("a,1\nb,2\n")
    assert load(tmp_path, text).digest != digest


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_policy_has_a_rule_with_a_source_for_every_kind(path: Path) -> None:
    policy = schema.load(path, build, demand)
    assert policy.name == path.stem
    for leaf in LEAVES:
        assert policy.rule(leaf) is not None, leaf
    assert all(rule.source for rule in policy.rules)
    assert policy.quasi_identifiers


def test_four_policies_are_shipped() -> None:
    assert [path.stem for path in SHIPPED] == [
        "expert-determination", "gdpr-pseudonymised", "hipaa-safe-harbor", "limited-data-set"]  # fmt: skip
