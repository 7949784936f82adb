"""SDV's synthesisers behind ours: as many rows as asked, of the cohort, within the rules, and the same for a seed."""

import pandas as pd
import pytest

from gateway.synth import sdv
from gateway.synth.base import SUBJECT, Columns, NotMade, in_cohort
from gateway.synth.make import make
from gateway.synth.prepare import holds

from . import fakes


@pytest.fixture(autouse=True)
def few_steps(monkeypatch):
    monkeypatch.setattr(sdv, "STEPS", 3)


@pytest.mark.parametrize("name", ["gaussian-copula", "ctgan", "tvae", "copula-gan"])
def test_rows_of_the_cohort_within_all_rules_and_the_same_again(name: str) -> None:
    job = fakes.job(synthesiser=name, wanted=60, seed=5)
    made = make(job).rows
    assert len(made) == 60
    assert in_cohort(made, fakes.COHORT).all()
    assert holds(made, job.training, fakes.RULES).all()
    assert made[SUBJECT].nunique() == 60
    pd.testing.assert_frame_equal(made, make(job).rows)


def test_a_condition_on_a_copula_of_all_rows() -> None:
    cohort = {"t.race": ("rare",), "t.outcome": ("1",)}
    made = make(fakes.job(synthesiser="gaussian-copula", mode="condition", cohort=cohort, wanted=80)).rows
    assert len(made) == 80
    assert set(zip(made["t.race"], made["t.outcome"], strict=True)) == {("rare", "1")}


def test_another_seed_gives_other_rows() -> None:
    rows = [make(fakes.job(synthesiser="gaussian-copula", wanted=30, seed=seed)).rows for seed in (1, 2)]
    assert not rows[0].equals(rows[1])


LINKED = Columns(("t.age", "t.from", "t.to"), fakes.CATEGORICAL, ("t.age", "t.race"), ("t.race", "t.outcome"))


def visits() -> pd.DataFrame:
    """Three rows a subject, the same age and race in each."""
    rows = fakes.real(240)
    rows[SUBJECT] = [f"s{n // 3}" for n in range(len(rows))]
    for name in LINKED.linked:
        rows[name] = rows.groupby(SUBJECT)[name].transform("first")
    return rows


def test_linked_rows_share_what_is_their_subjects() -> None:
    job = fakes.job(synthesiser="hma", columns=LINKED, training=visits(), cohort={}, wanted=90)
    made = make(job).rows
    assert len(made) == 90
    assert made[SUBJECT].nunique() < 90
    assert (made.groupby(SUBJECT)[list(LINKED.linked)].nunique(dropna=False) == 1).all().all()
    assert holds(made, job.training, fakes.RULES).all()
    pd.testing.assert_frame_equal(made, make(job).rows)


def test_one_table_is_nothing_for_hma() -> None:
    with pytest.raises(NotMade, match="two tables"):
        make(fakes.job(synthesiser="hma"))


def test_metadata_is_never_detected(monkeypatch) -> None:
    def detected(*args, **kwargs):
        raise AssertionError

    for name in ("detect_from_dataframes", "detect_from_dataframe"):
        if hasattr(sdv.Metadata, name):
            monkeypatch.setattr(sdv.Metadata, name, detected)
    assert len(make(fakes.job(synthesiser="gaussian-copula", wanted=10)).rows) == 10
