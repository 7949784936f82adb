"""A policy's risk section: its defaults, what it may name, and what it may not."""

from pathlib import Path
from typing import get_args

import pytest

from gateway.errors import BadInput
from gateway.model import Column, GroupLimit, LossName, Plan, RiskTerms, SearchTerms, Table
from gateway.policy.plan import compile_plan
from gateway.risk.losses import LOSSES

from .samples import DATASET, PATIENTS, POLICY, TODAY, load

VISITS = Table("visits", Path("v.csv"), "csv", (
    Column("pid", "subject"), Column("code", "clinical.code"), Column("ward", "clinical.ward"),
))  # fmt: skip
TWO = DATASET.__class__("hospital", (PATIENTS, VISITS), "patients", "d" * 64)


def terms(folder: Path, section: str) -> RiskTerms:
    return load(folder, f"{POLICY}risk: {section}\n").risk


def planned(folder: Path, section: str) -> Plan:
    policy = load(folder, f"{POLICY}risk: {section}\n".replace("[geo.*]", "[geo.*, clinical.ward]"))
    return compile_plan(TWO, policy, ("patients", "visits"), TODAY)


def test_without_a_section_nothing_is_demanded(tmp_path: Path) -> None:
    assert not load(tmp_path).risk.demanded


def test_a_section_demands_the_cautious_defaults(tmp_path: Path) -> None:
    found = terms(tmp_path, "{}")
    assert (found.k, found.suppress_at_most, found.group_cap) == (11, 0.05, GroupLimit((), 0.10))


@pytest.mark.parametrize(("section", "k"), [
    ("{models: [{average_risk: 0.1}]}", 11),
    ("{models: [{k_anonymity: 5}]}", 5),
    ("{models: [{k_map: {k: 5, population_size: 900}}]}", None),
    ("{k: 3, models: [{k_map: {k: 5, population_size: 900}}]}", 3),
])  # fmt: skip
def test_k_is_eleven_unless_a_model_bounds_classes(tmp_path: Path, section: str, k: int | None) -> None:
    assert terms(tmp_path, section).k == k


def test_a_policy_says_what_the_search_minimises(tmp_path: Path) -> None:
    found = terms(tmp_path, "{search: {loss: nue, weights: {geo.zip: 2.0}, checks_at_most: 9, seconds_at_most: 1.5}}")
    assert found.search == SearchTerms("nue", {"geo.zip": 2.0}, 9, 1.5)
    assert terms(tmp_path, "{}").search == SearchTerms("loss", {}, None, None)
    assert set(get_args(LossName)) == set(LOSSES)


@pytest.mark.parametrize(("search", "problem"), [
    ("{loss: discernibility, weights: {geo.zip: 2.0}}", "do not apply to loss discernibility"),
    ("{weights: {geo.zap: 2.0}}", "unknown kind"),
    ("{weights: {geo.zip: 0.0}}", "weights"),
    ("{checks_at_most: 0}", "checks_at_most"),
    ("{loss: love}", "loss"),
])  # fmt: skip
def test_what_the_search_cannot_do_is_refused(tmp_path: Path, search: str, problem: str) -> None:
    with pytest.raises(BadInput, match=problem):
        terms(tmp_path, f"{{search: {search}}}")


def test_a_weight_of_a_kind_that_the_dataset_lacks(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"risk\.search\.weights: dataset hospital has no geo\.city"):
        planned(tmp_path, "{search: {weights: {geo.city: 2.0}}}")


def test_every_model_of_the_shelf_may_be_named(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("geo.zip\n03101\n")
    (tmp_path / "codes.csv").write_text("a,*\nb,*\n")
    found = terms(
        tmp_path,
        """
  models:
    - {k_anonymity: 5}
    - {l_diversity: {column: clinical.code, l: 3, kind: recursive, c: 4.0}}
    - {t_closeness: {column: visits.clinical.code, t: 0.3, distance: hierarchical, hierarchy: codes.csv}}
    - {b_likeness: {column: clinical.code, beta: 2.0}}
    - {delta_presence: {at_most: 0.5, population: people.csv}}
    - {k_map: {k: 5, population: people.csv}}
    - {average_risk: 0.1}
    - {sample_uniqueness: 0.0}
    - {population_uniqueness: {at_most: 0.01, population_size: 900}}""",
    )
    assert [demand.column for demand in found.models] == ["", "clinical.code", "visits.clinical.code",
                                                          "clinical.code", "", "", "", "", ""]  # fmt: skip


def test_the_digest_covers_the_files_of_models(tmp_path: Path) -> None:
    text = f"{POLICY}risk: {{models: [{{k_map: {{k: 5, population: people.csv}}}}]}}\n"
    digests = set()
    for body in ("geo.zip\n03101\n", "geo.zip\n03102\n"):
        (tmp_path / "people.csv").write_text(body)
        digests.add(load(tmp_path, text).digest)
    assert len(digests) == 2


def test_traits_are_one_value_a_subject(tmp_path: Path) -> None:
    plan = planned(tmp_path, "{per_subject: {visits: {count: [1, 3]}, clinical.code: rarest}}")
    assert [(t.name, t.reduce, t.bands, t.sensitive) for t in plan.traits] == [
        ("patients.zip", "set", (), False),
        ("visits.code (rarest)", "rarest", (), False),
        ("visits.ward", "set", (), False),
        ("visits (count)", "count", (1, 3), False),
    ]
    assert [c.column for c in plan.columns if c.quasi_identifier] == ["zip", "code", "ward"]


def test_a_kind_that_a_model_names_is_sensitive_and_no_quasi_identifier(tmp_path: Path) -> None:
    section = "{models: [{l_diversity: {column: clinical.code, l: 2}}], per_subject: {visits.clinical.code: rarest}}"
    found = {t.name: t.sensitive for t in planned(tmp_path, section).traits}
    assert found == {"patients.zip": False, "visits.code (rarest)": True, "visits.ward": False}


REFUSED = {
    "an unknown model": ("{models: [{k_anonimity: 5}]}", "risk.models: no such model"),
    "two models in one": ("{models: [{k_map: 5, average_risk: 1}]}", "risk.models: write one model"),
    "a parameter out of range": ("{models: [{average_risk: 2.0}]}", "risk.models: average_risk.at_most: input should"),
    "an unknown parameter": ("{models: [{average_risk: {most: 1}}]}", "risk.models: average_risk.at_most: field"),
    "no population": ("{models: [{k_map: 5}]}", "risk.models: k_map: give either population"),
    "a population that is not there": ("{models: [{k_map: {k: 5, population: no.csv}}]}", "risk.models: "),
    "a sensitive column that is no kind": ("{models: [{l_diversity: {column: codes, l: 2}}]}",
                                           "risk.models.l_diversity.column: unknown kind"),
    "k twice": ("{k: 5, models: [{k_anonymity: 5}]}", "risk: k stands there twice"),
    "an unknown rule": ("{per_subject: {clinical.code: most}}", "risk.per_subject.clinical.code: no such rule"),
    "an unknown kind": ("{per_subject: {clinical: set}}", "risk.per_subject.clinical: a table's rows can only"),
    "bands that fall": ("{per_subject: {visits: {count: [3, 1]}}}", "risk.per_subject.visits: count lists its bands"),
    "bands of words": ("{per_subject: {visits: {count: [a]}}}", "risk.per_subject.visits: count lists its bands"),
    "a group of no kind": ("{group_cap: {columns: [race]}}", "risk.group_cap.columns: unknown kind"),
}  # fmt: skip


@pytest.mark.parametrize(("section", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, section: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        terms(tmp_path, section)
    assert caught.value.what.startswith(f"{tmp_path / 'policy.yaml'}: {what}")


MISFITS = {
    "a table that is not there": ("{per_subject: {labs: count}}",
                                  "risk.per_subject: dataset hospital has no table labs"),
    "a kind that is not there": ("{per_subject: {visits.clinical.dose: set}}",
                                 "risk.per_subject: dataset hospital has no clinical.dose visits"),
    "one row a subject": ("{per_subject: {geo.zip: rarest}}", "risk.per_subject: geo.zip has one value a subject"),
    "sensitive and known": ("{models: [{l_diversity: {column: geo.zip, l: 2}}]}",
                            "patients.zip is a quasi-identifier and sensitive"),
    "a cap on what is not released": ("{group_cap: {columns: [demographic.race]}}", "risk.group_cap: no released"),
}  # fmt: skip


@pytest.mark.parametrize(("section", "what"), MISFITS.values(), ids=MISFITS)
def test_refuses_what_does_not_fit_the_dataset(tmp_path: Path, section: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        planned(tmp_path, section)
    assert caught.value.what.startswith(f"policy plain: {what}")


def test_two_traits_of_one_name_are_refused(tmp_path: Path) -> None:
    """In the search a name stands for its trait, so one of the two would not count."""
    visits = Table("visits", Path("v.csv"), "csv", (
        Column("pid", "subject"), Column("a", "geo.zip"), Column("b", "geo.zip"), Column("a+b", "clinical.code"),
    ))  # fmt: skip
    twice = DATASET.__class__("hospital", (PATIENTS, visits), "patients", "d" * 64)
    policy = load(tmp_path, f"{POLICY}risk: {{per_subject: {{visits.clinical.code: set}}}}\n")
    with pytest.raises(BadInput, match=r"2 sets of columns are called visits\.a\+b"):
        compile_plan(twice, policy, ("patients", "visits"), TODAY)
