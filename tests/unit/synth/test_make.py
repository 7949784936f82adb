"""Rows that are learnt from and rows that come out: what is coarsened, what is kept, and that every rule holds."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gateway import synth
from gateway.model.flow import SMALL
from gateway.policy.synthetic import NAMES
from gateway.synth.base import SUBJECT, Classes, Columns, NotMade
from gateway.synth.make import make
from gateway.synth.prepare import holds, prepare

from . import fakes


@pytest.fixture(autouse=True)
def shelf(monkeypatch):
    fake = {"shuffled": fakes.Shuffled, "short": fakes.Short, "exposing": fakes.Exposing}
    monkeypatch.setattr("gateway.synth.make.SYNTHESISERS", fake)


@pytest.mark.parametrize("mode", ["cohort", "condition"])
def test_all_rules_hold_on_all_rows_and_all_are_of_the_cohort(mode: str) -> None:
    job = fakes.job(mode=mode)
    made = make(job).rows
    assert len(made) == 100
    assert set(made["t.race"]) == {"rare"}
    assert holds(made, job.training, fakes.RULES).all()
    assert made["t.age"].between(18, 90).all()
    assert not (made["t.to"] < made["t.from"]).any()
    pairs = set(zip(job.training["t.code"], job.training["t.text"], strict=True))
    assert set(zip(made["t.code"], made["t.text"], strict=True)) <= pairs


def test_too_few_rows_are_a_failure_with_the_count() -> None:
    with pytest.raises(NotMade, match="gave 30 of the 100 rows asked for"):
        make(fakes.job(synthesiser="short"))


CLASSES = Classes(("t.race", "t.age", "t.outcome"), 2)


def test_rows_have_only_quasi_identifiers_that_enough_real_subjects_share() -> None:
    job = fakes.job(classes=CLASSES, columns=replace(fakes.COLUMNS, whole=("t.age",)))
    made = make(job).rows
    held = job.training.groupby(list(CLASSES.columns))[SUBJECT].nunique()
    assert len(made) == 100
    assert all(held[tuple(row)] >= 2 for row in made[list(CLASSES.columns)].to_numpy())
    free = make(replace(job, classes=Classes())).rows
    assert not all(held.get(tuple(row), 0) >= 2 for row in free[list(CLASSES.columns)].to_numpy())


def test_a_synthesiser_that_gives_only_people_outside_of_the_release_gives_nothing() -> None:
    assert len(make(fakes.job(synthesiser="exposing")).rows) == 100
    with pytest.raises(NotMade, match="gave 0 of the 100 rows asked for, with quasi-identifiers that 2 released"):
        make(fakes.job(synthesiser="exposing", classes=CLASSES))


def test_whole_numbers_are_judged_as_they_are_released() -> None:
    made = make(fakes.job(columns=replace(fakes.COLUMNS, whole=("t.age",)))).rows
    assert (made["t.age"] % 1 == 0).all()
    assert not (make(fakes.job()).rows["t.age"] % 1 == 0).all()


def test_nothing_to_learn_from_is_a_failure() -> None:
    with pytest.raises(NotMade, match="no two different rows"):
        make(fakes.job(training=fakes.real(1)))


def test_a_model_comes_only_where_it_is_to_be_kept() -> None:
    assert (make(fakes.job()).model, make(fakes.job(keep=True)).model) == (b"", b"a model")


def test_what_stands_for_few_subjects_is_not_learnt() -> None:
    rows = fakes.real()
    rows.loc[rows.index[: SMALL - 1], "t.code"] = "CANARY"
    rows.loc[0, "t.age"] = 117.0
    learnt = prepare(rows, fakes.COLUMNS, ()).rows
    assert "CANARY" not in set(learnt["t.code"])
    assert learnt["t.code"].isna().sum() == SMALL - 1
    assert learnt["t.age"].max() == np.sort(rows["t.age"])[-SMALL]


def test_many_rows_of_one_subject_are_few_subjects() -> None:
    rows = fakes.real()
    rows.loc[:99, ["t.code", SUBJECT]] = ["CANARY", "s0"]
    assert "CANARY" not in set(prepare(rows, fakes.COLUMNS, ()).rows["t.code"])


def test_what_the_request_names_is_kept() -> None:
    rows = fakes.real()
    rows.loc[0, "t.race"] = "single"
    assert "single" in set(prepare(rows, fakes.COLUMNS, ()).rows["t.race"])


def test_prepared_rows_come_back_as_they_were() -> None:
    rows = fakes.real()
    prepared = prepare(rows, Columns(fakes.NUMERIC, fakes.CATEGORICAL, (), (*fakes.NUMERIC, *fakes.CATEGORICAL)),
                       fakes.RULES)  # fmt: skip
    back = prepared.restore(prepared.rows)
    pd.testing.assert_frame_equal(back, rows[list(back.columns)], check_dtype=False)


@pytest.mark.parametrize(
    ("column", "value"), [("t.age", 91.0), ("t.to", 0.0), ("t.text", "text 99"), ("t.text", None)]
)
def test_a_broken_rule_is_seen(column: str, value: object) -> None:
    rows = fakes.real(50)
    rows.loc[3, "t.to"] = rows.loc[3, "t.from"]
    assert holds(rows, rows, fakes.RULES).all()
    changed = rows.copy()
    changed.loc[3, column] = value
    assert list(np.flatnonzero(~holds(changed, rows, fakes.RULES))) == [3]


def test_every_synthesiser_of_a_policy_is_on_the_shelf() -> None:
    assert tuple(synth.SYNTHESISERS) == NAMES
