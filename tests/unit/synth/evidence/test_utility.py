"""Utility against a population whose law is known: what helps is seen to help, what does not is not."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gateway.errors import BadInput

pytest.importorskip("imblearn")
pytest.importorskip("fairlearn")

from population import SHAPE, cohort, noise, people

from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.scores import calibration, over_splits, rates
from gateway.synth.evidence.utility import held_out, utility

REAL = people(1000, 1)


def honest(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    del rows
    return people(800, seed, native=1)


def copier(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    return cohort(rows).sample(800, replace=True, random_state=seed)


def noisy(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    return noise(rows, 800, seed)


@pytest.fixture(scope="module")
def found():
    return {make.__name__: utility(make, REAL, SHAPE, seed=3) for make in (honest, copier, noisy)}


def test_more_rows_of_the_true_law_are_seen_to_help(found) -> None:
    assert found["honest"].gain.low > 0.01


def test_a_noise_generator_and_a_copier_are_not_seen_to_help(found) -> None:
    assert found["noisy"].gain.value < -0.03
    assert found["noisy"].gain.low <= 0
    assert found["copier"].gain.low <= 0


def test_every_arm_is_compared_with_real_rows_alone(found) -> None:
    figures = found["honest"]
    assert [arm.name for arm in figures.arms] == ["real", "synthetic", "reweighted", "smote"]
    assert figures.arm("real").gain.value == figures.arm("real").gain.high == 0
    assert [figures.arm(name).added for name in ("real", "synthetic", "reweighted", "smote")] == [0, 800, 0, 800]
    assert figures.arm("real").everyone.rows == len(REAL)
    assert figures.target_freed
    assert figures.cohort_rows == len(cohort(REAL)) == figures.arm("real").cohort.rows


def test_error_rates_of_groups_count_every_row_once(found) -> None:
    rates_ = found["honest"].arm("real").rates
    assert [one.group for one in rates_] == ["race: black", "race: native", "race: white", "sex: female", "sex: male"]
    for column in ("race", "sex"):
        of = [one for one in rates_ if one.group.startswith(column)]
        assert sum(one.positives for one in of) == (REAL["ill"] == REAL["ill"].value_counts().idxmin()).sum()
        assert sum(one.positives + one.negatives for one in of) == len(REAL)


def test_what_is_tested_on_was_never_fitted_on() -> None:
    seen: list[set[str]] = []

    def spy(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
        seen.append(set(rows["age"].astype(str) + rows["weight"].astype(str) + rows["lab"].astype(str)))
        return honest(rows, seed)

    utility(spy, REAL, SHAPE, seed=3)
    names = REAL["age"].astype(str) + REAL["weight"].astype(str) + REAL["lab"].astype(str)
    assert [len(one) for one in seen] == [800] * 5
    assert all(sum(name not in one for one in seen) == 1 for name in names)


def test_all_rows_of_a_person_are_held_out_together() -> None:
    whose = replace(SHAPE, subject="who")
    rows = pd.concat([REAL.assign(who=REAL["key"])] * 2, ignore_index=True)
    seen: list[pd.Series] = []

    def spy(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
        seen.append(rows["who"].value_counts())
        return honest(rows, seed)

    utility(spy, rows, whose, seed=3)
    assert [set(one) for one in seen] == [{2}] * 5


def test_the_same_seed_gives_the_same_figures(found) -> None:
    assert utility(noisy, REAL, SHAPE, seed=3) == found["noisy"]


def test_rows_that_are_there_are_tested_on_control_rows() -> None:
    training, control = people(800, 5, native=0.3), people(800, 6, native=0.3)
    good = held_out(training, control, people(800, 7, native=1), SHAPE, seed=1)
    bad = held_out(training, control, noise(training, 800, 1), SHAPE, seed=1)
    assert good.gain.low > 0 > bad.gain.value
    assert good.arm("real").everyone.rows == 800


def test_the_interval_is_nadeau_and_bengio_s() -> None:
    made = over_splits([0.1, 0.2, 0.3, 0.2, 0.2], 0.25)
    assert made.value == pytest.approx(0.2)
    assert made.high - made.value == pytest.approx(2.7764451 * np.sqrt((1 / 5 + 1 / 4) * 0.005))


def test_calibration_of_right_and_wrong_chances() -> None:
    rng = np.random.default_rng(1)
    chance = rng.random(20_000)
    truth = (rng.random(20_000) < chance).astype(int)
    assert calibration(truth, chance) < 0.02
    assert calibration(truth, chance / 2) == pytest.approx(0.25, abs=0.02)


def test_small_groups_and_missing_rates() -> None:
    names = {"race": np.array(["a"] * 4 + ["b"] * 2, dtype=object)}
    made = rates(names, np.array([1, 1, 0, 0, 0, 0]), np.array([1, 0, 1, 1, 0, 0]))
    assert [(one.group, one.positives, one.negatives) for one in made] == [("race: a", 2, 2), ("race: b", 0, 2)]
    assert made[0].true_positive.value == 0.5
    assert made[0].false_positive.value == 1
    assert made[1].true_positive is None


@pytest.mark.parametrize(
    ("rows", "shape", "message"),
    [
        (REAL, Shape(("age",), ("race", "ward"), "ward", (), {}), "'ward' has 3 values"),
        (REAL, Shape(("age",), ("race",), None, (), {}), "no target"),
        (REAL.head(20), SHAPE, "the cohort has"),
        (REAL, Shape(("age", "race"), ("ill",), "ill", (), {}), "'race' is numeric by its description"),
        (REAL, Shape((), ("ill",), "ill", (), {}), "no column to predict"),
    ],
)
def test_what_cannot_be_tested_is_said(rows: pd.DataFrame, shape: Shape, message: str) -> None:
    with pytest.raises(BadInput, match=message) as caught:
        utility(honest, rows, shape, seed=1)
    assert caught.value.hint
