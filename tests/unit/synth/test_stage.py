"""From a wish and sealed tables to rows, or to the figures that speak against them; no library is fitted here."""

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

from gateway.deid.columns import build
from gateway.errors import BadInput, RiskRefused
from gateway.model import Bounded, Column, ColumnPlan, Dataset, RiskTerms, SyntheticPlan, SyntheticWish, Table
from gateway.policy.synthetic import SyntheticSection, synthetic_terms
from gateway.synth import gather, stage
from gateway.synth.base import SUBJECT, Made, NotMade
from gateway.synth.evidence.base import Arm, Copies, Estimate, Likeness, Privacy, Quality, Score, Utility

ROWS = 90
WHOLE = Estimate(0.0, 0.0, 0.0)
NOTHING = RiskTerms(None, 0.05)
KINDS = {"id": "subject", "race": "demographic.race", "age": "age", "born": "date.birth", "note": "text.note",
         "sick": "clinical.outcome"}  # fmt: skip


def sealed() -> pa.Table:
    return pa.table(
        {
            "id": [f"real-{n}" for n in range(ROWS)],
            "race": ["rare" if n % 3 == 0 else "common" for n in range(ROWS)],
            "age": pa.array([20 + n for n in range(ROWS)], pa.int64()),
            "born": [f"19{10 + n % 80}-01-01" for n in range(ROWS)],
            "note": ["CANARY"] * ROWS,
            "sick": [str(n % 2) for n in range(ROWS)],
        }
    )


def asked(wish: dict | None = None, **terms) -> SyntheticPlan:
    fields = {"tables": ("people",), "rows": 12, "cohort": {"race": ("rare",)}, "target": "sick"}
    allowed = synthetic_terms(SyntheticSection(**({"floor": 20} | terms)))
    assert allowed is not None
    return SyntheticPlan(SyntheticWish(**(fields | (wish or {}))), allowed)


def task(wish: dict | None = None, risk: RiskTerms = NOTHING, **terms) -> stage.Task:
    columns = tuple(Column(name, kind) for name, kind in KINDS.items())
    made = Table("people", Path("x.csv"), "csv", columns, constraints=(Bounded("age", 20, 60),))
    keep = build("keep", None, Path())
    planned = [ColumnPlan("people", name, kind, "", keep, "", name in ("race", "sick")) for name, kind in KINDS.items()]
    return stage.task(asked(wish, **terms), planned, Dataset("d", (made,), "people", ""), {"people": sealed()}, risk)


def do(job) -> Made:
    """Rows that no real one is like, of the cohort and within the bounds."""
    rows = pd.DataFrame({name: [25.5 + job.seed % 7] * job.wanted for name in job.columns.numeric})
    for name in job.columns.categorical:
        rows[name] = job.cohort.get(name, ("0",))[0]
    return Made(rows.assign(**{SUBJECT: [str(n) for n in range(job.wanted)]}), b"model" if job.keep else b"")


class Told:
    """Evidence that says what a test wants, by the lower bound of the gain for each candidate in turn."""

    def __init__(self, *gains: float, copies: float = 0.0) -> None:
        self.gains, self.copies = list(gains), copies

    def privacy(self, training, control, synthetic, shape, seed):
        copies = Copies(len(synthetic), 0.0, 0.0, Estimate(self.copies, self.copies, self.copies))
        return Privacy(len(training), len(control), len(synthetic), copies, copies, WHOLE, 0.5, {}, (), None, (),
                       {"distance": Estimate(0.5, 0.4, 0.6)}, {})  # fmt: skip

    def utility(self, make, real, shape, seed):
        make(real, seed)
        low = self.gains.pop(0)
        score = Score(10, WHOLE, WHOLE, WHOLE)
        gain = Estimate(low + 0.1, low, low + 0.2)
        return Utility(5, 30, False, (Arm("synthetic", 12, score, score, gain, gain, ()),), {})

    def repeated(self, real, synthetic, shape, by_chance):
        return gather.repeated(real, synthetic, shape, by_chance)

    def quality(self, real, synthetic, shape):
        return Quality(Likeness(len(synthetic), 0.9, 0.8), None, 0.95)


def made(what: stage.Task, measure: Told, work=do) -> stage.Synthesised:
    return stage.synthesise(what, work, measure, 3, lambda _: None)


def test_texts_and_keys_are_no_part_of_what_is_learnt() -> None:
    what = task()
    assert set(what.columns.numeric) | set(what.columns.categorical) == {
        "people.race", "people.age", "people.born", "people.sick"
    }  # fmt: skip
    assert what.left_out == ["people.note"]
    assert "CANARY" not in what.rows.to_csv()


def test_the_best_is_published_with_its_figures() -> None:
    found = made(task(), Told(0.01, 0.05, 0.02))
    assert found.rows is not None
    assert len(found.rows) == 12
    assert found.section["chosen"] == "gaussian-copula, fitted on all rows, under the condition"
    assert found.section["helps"]
    assert [one["outcome"] for one in found.section["candidates"]] == ["helps"] * 3
    assert found.section["quality"]["duplicates"] == 0.95
    assert found.section["repeated"]["rows"] == 0


@pytest.mark.parametrize(("then", "published"), [("leave-out", False), ("mark", True)])
def test_what_helps_nobody_is_left_out_or_marked(then: str, published: bool) -> None:
    found = made(task(when_not_helpful=then), Told(-0.1, -0.2, -0.3))
    assert (found.rows is not None) == published
    assert found.section["verdict"] == "synthetic data does not help this cohort"
    assert not found.section["helps"]
    assert len(found.section["candidates"]) == 3


@pytest.mark.parametrize("then", ["leave-out", "mark"])
def test_what_exposes_is_never_published(then: str) -> None:
    found = made(task(when_not_helpful=then), Told(0.5, 0.5, 0.5, copies=0.3))
    assert found.rows is None
    assert found.section["verdict"] == "no synthesiser stays within the policy's privacy limits"
    assert "exact copies beyond chance 0.300" in found.section["candidates"][0]["why"]


def test_rows_of_the_last_fit_that_repeat_patients_are_not_published() -> None:
    what = task()
    calls = []

    def turning(job) -> Made:
        calls.append(job)
        if len(calls) <= 6:
            return do(job)
        return Made(what.rows[what.shape.in_cohort(what.rows)].head(job.wanted))

    found = made(what, Told(0.1, 0.1, 0.1), turning)
    assert len(calls) == 7
    assert found.rows is None
    assert "100.0% of the rows repeat real ones" in found.section["verdict"]


def test_what_dp_needs_is_told_before_it_is_tried() -> None:
    told: list[str] = []
    what = task(synthesisers=["gaussian-copula", "dp"], seconds=5)
    stage.synthesise(what, do, Told(0.1, 0.1, 0.1), 3, told.append)
    assert told[-1] == "dp, fitted on the cohort (some 8 s on an idle processor; the policy gives 5 s)"
    assert told[0] == "gaussian-copula, fitted on the cohort"


def test_failures_are_told() -> None:
    def failing(job) -> Made:
        raise NotMade("took longer than its 60 s")

    found = made(task(), Told(), failing)
    assert found.rows is None
    assert found.section["verdict"] == "no synthesiser gave the rows that were asked for"
    assert {one["why"] for one in found.section["candidates"]} == {"took longer than its 60 s"}


def test_the_model_is_kept_where_the_policy_says_so() -> None:
    assert made(task(keep_models=True), Told(0.1, 0.1, 0.1)).model == b"model"
    assert made(task(), Told(0.1, 0.1, 0.1)).model == b""


@pytest.mark.parametrize(
    ("floor", "cohort", "words"),
    [(31, "rare", "has 30 subjects in the release, under the policy's floor of 31"),
     (31, "nobody", "has fewer than 11 subjects")],
)  # fmt: skip
def test_the_floor(floor: int, cohort: str, words: str) -> None:
    with pytest.raises(RiskRefused, match=words) as refused:
        task({"cohort": {"race": (cohort,)}}, floor=floor)
    assert refused.value.reason == "cohort-floor"
    assert ("cohort" in refused.value.numbers) == (cohort == "rare")
    assert task({"cohort": {"race": ("rare",)}}, floor=30).rows is not None


def test_a_column_that_is_not_learnt_is_no_condition() -> None:
    with pytest.raises(BadInput, match="that can be learnt from"):
        task({"cohort": {"note": ("x",)}})


@pytest.mark.parametrize(
    ("wish", "terms", "expected"),
    [
        ({}, {}, ["gaussian-copula cohort", "gaussian-copula condition", "tvae cohort"]),
        ({"cohort": {}}, {}, ["gaussian-copula cohort", "tvae cohort"]),
        ({"synthesiser": "ctgan"}, {"synthesisers": ["ctgan"]}, ["ctgan cohort", "ctgan condition"]),
        ({}, {"synthesisers": ["hma", "dp"]}, ["dp cohort"]),
    ],
)
def test_candidates(wish: dict, terms: dict, expected: list[str]) -> None:
    assert [" ".join(one) for one in stage.candidates(task(wish, **terms))] == expected


def test_sealed_rows_are_checked_again() -> None:
    what = task()
    right = pa.table({**{name: [None] for name in ("born", "sick")}, "id": ["syn-1"], "race": ["rare"], "age": [30]})
    constraints, risk = what.check({"people": right})
    assert "1 rows" in constraints.finding
    assert risk.finding == "the policy demands nothing of the quasi-identifiers of these tables"
    for column, value in (("race", "common"), ("age", 61)):
        place = right.schema.get_field_index(column)
        wrong = right.set_column(place, column, [[value]])
        with pytest.raises(RiskRefused, match="0 keep all constraints"):
            what.check({"people": wrong})


@pytest.mark.parametrize(("k", "refused"), [(15, False), (16, True)])
def test_a_row_that_looks_like_too_few_in_the_release_is_refused(k: int, refused: bool) -> None:
    """30 of the cohort, 15 of whom are sick: a row like them is like 15 released subjects."""
    what = task(risk=RiskTerms(k, 0.05))
    planted = pa.table({"id": ["syn-1"], "race": ["rare"], "age": [30], "born": [None], "sick": ["1"]})
    assert what.classes.columns == ("people.race", "people.sick")
    if not refused:
        assert "that at least 15 released subjects share" in what.check({"people": planted})[1].finding
        return
    with pytest.raises(RiskRefused, match="1 of 1 synthetic rows") as error:
        what.check({"people": planted})
    assert (error.value.reason, error.value.numbers) == ("synthetic-risk", {"rows": 1, "outside": 1, "k": 16})


def test_a_row_that_looks_like_somebody_who_was_suppressed_is_refused() -> None:
    what = task(risk=RiskTerms(5, 0.05))
    suppressed = pa.table({"id": ["syn-1"], "race": ["rare"], "age": [30], "born": [None], "sick": ["unheard-of"]})
    with pytest.raises(RiskRefused, match="1 of 1 synthetic rows") as error:
        what.check({"people": suppressed})
    assert "unheard-of" not in str(error.value)


def test_figures_are_fit_for_canonical_json() -> None:
    assert stage.plain({"a": (1.23456789, float("nan")), 3: [True, None]}) == {"a": [1.234568, None], "3": [True, None]}
