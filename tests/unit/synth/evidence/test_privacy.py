"""Exposure against a population whose law is known: copies leak, independent draws do not."""

import numpy as np
import pandas as pd
import pytest

from gateway.errors import BadInput

pytest.importorskip("scipy")

from population import SHAPE, noise, people

from gateway.synth.evidence import privacy as module
from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.gower import coded, nearest
from gateway.synth.evidence.privacy import privacy, repeated
from gateway.synth.evidence.rates import area, attack, caught, clustered, rate

EVERYBODY = Shape(SHAPE.numeric, SHAPE.categorical, SHAPE.target, SHAPE.groups, {})
TRAINING, CONTROL = people(600, 1), people(600, 2)


def near_copies(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Training rows with a little noise on their numbers: no row is equal, every row is one."""
    rng = np.random.default_rng(seed)
    drawn = rows.sample(800, replace=True, random_state=seed)
    return drawn.assign(**{name: drawn[name] + rng.normal(0, 0.004 * drawn[name].std(), 800) for name in SHAPE.numeric})


@pytest.fixture(scope="module")
def worst():
    leak = pd.concat([TRAINING.sample(160, random_state=1), people(640, 3)], ignore_index=True)
    made = {
        "honest": people(800, 14),
        "copier": TRAINING.sample(800, replace=True, random_state=2),
        "noise": noise(TRAINING, 800, 5),
        "near": near_copies(TRAINING, 6),
        "leak": leak,
    }
    return {name: privacy(TRAINING, CONTROL, rows, EVERYBODY, seed=1).worst() for name, rows in made.items()}


def test_an_independent_draw_does_not_leak(worst) -> None:
    found_ = worst["honest"]
    assert found_["exact"].value == 0
    assert found_["exact"].high < 0.01
    assert all(found_[name].low <= 0 for name in ("near", "singling_out", "linkability", "inference", "caught"))
    assert found_["closer"].low <= 0.5
    assert found_["membership"].low <= 0.5


def test_a_copier_is_seen_by_every_test(worst) -> None:
    found_ = worst["copier"]
    assert found_["exact"].low > 0.9
    assert all(found_[name].low > 0.3 for name in ("near", "singling_out", "linkability", "inference", "caught"))
    assert found_["closer"].low > 0.9
    assert found_["membership"].low > 0.8


def test_near_copies_are_seen_without_one_equal_row(worst) -> None:
    assert worst["near"]["exact"].value == 0
    assert worst["near"]["near"].low > 0.5
    assert worst["near"]["closer"].low > 0.9
    assert worst["near"]["membership"].low > 0.7


def test_a_fifth_of_verbatim_rows_is_seen(worst) -> None:
    assert worst["leak"]["exact"].value == pytest.approx(0.2)
    assert worst["leak"]["exact"].low > 0.15
    assert worst["leak"]["closer"].low > 0.5
    assert worst["leak"]["membership"].low > 0.5
    assert worst["leak"]["caught"].low > 0.1


def test_noise_does_not_leak(worst) -> None:
    assert worst["noise"]["exact"].value == 0
    assert worst["noise"]["membership"].low <= 0.5


def test_copies_are_counted_over_all_rows_however_few_distances_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 50)
    rows = pd.concat([people(997, 10), TRAINING.head(3)], ignore_index=True)
    assert privacy(TRAINING, CONTROL, rows, EVERYBODY, seed=1).exact.rows == 3


@pytest.mark.parametrize(("copies", "beyond"), [(0, False), (3, False), (12, True)])
def test_repeats_of_the_published_rows_are_held_against_chance(copies: int, beyond: bool) -> None:
    rows = pd.concat([people(400 - copies, 10), TRAINING.head(copies)], ignore_index=True)
    found = repeated(TRAINING, rows, EVERYBODY, 0.0)
    assert (found.rows, found.excess.low > 0) == (copies, beyond)
    assert repeated(TRAINING, rows, EVERYBODY, 0.1).excess.low < 0


def test_what_many_share_is_no_leak() -> None:
    """Rows of few columns coincide by chance: as often with control rows, so nothing exceeds."""
    shape = Shape((), ("race", "sex", "ward"), None, (), {})
    figures = privacy(TRAINING, CONTROL, people(800, 11), shape, seed=1)
    assert figures.exact.share == figures.exact.by_chance == 1
    assert figures.exact.excess.low <= 0 <= figures.exact.excess.high
    assert figures.closer.value == 0.5


def test_only_the_cohort_is_attacked_where_the_rows_are_of_it() -> None:
    figures = privacy(TRAINING, CONTROL, people(400, 12, native=1).assign(ill=1), SHAPE, seed=1)
    assert figures.training == ((TRAINING["race"] == "native") & (TRAINING["ill"] == 1)).sum()
    assert figures.control <= figures.training


def test_the_same_seed_gives_the_same_figures() -> None:
    made = [privacy(TRAINING, CONTROL, people(200, 4), EVERYBODY, seed=seed) for seed in (1, 1)]
    assert made[0] == made[1]


@pytest.mark.parametrize(
    ("training", "control", "message"),
    [(600, 300, "300 control rows for 600"), (10, 600, "10 training rows"), (600, 5, "5 control rows of the cohort")],
)
def test_a_control_that_misleads_is_refused(training: int, control: int, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        privacy(TRAINING.head(training), CONTROL.head(control), people(100, 3), EVERYBODY, seed=1)


def test_missing_cells_and_text_that_only_looks_different() -> None:
    shape = Shape(("n",), ("c",), None, (), {})
    one = pd.DataFrame({"n": [1.0, np.nan, 3.0], "c": ["1", None, "x"]})
    two = pd.DataFrame({"n": ["1", "", "3"], "c": [1.0, np.nan, np.nan]}).replace("", np.nan)
    first, second = coded([one, two], shape)
    assert np.isin(first.keys, second.keys).tolist() == [True, True, False]
    assert nearest(first, second)[1].tolist() == [0.0, 0.0, 1.0]


def test_risk_is_what_exceeds_the_control_s_share() -> None:
    made = attack("x", (500, 1000), (200, 1000), (10, 1000))
    main, control = rate(500, 1000).value, rate(200, 1000).value
    assert made.risk.value == pytest.approx((main - control) / (1 - control))
    assert made.risk.low < 0.375 < made.risk.high
    assert attack("x", (100, 1000), (200, 1000), (0, 1000)).risk.value == 0


def test_rows_near_one_person_are_one_observation() -> None:
    values = np.array([1.0] * 50 + [0.0] * 50)
    alone, together = (clustered(values, groups, least=0.0) for groups in (np.arange(100), np.arange(100) // 10))
    assert alone.high - alone.value == pytest.approx(1.959964 * np.sqrt(26) / 102)
    assert together.high - together.value == pytest.approx(1.959964 * np.sqrt(251) / 102)
    assert clustered(np.zeros(100), np.arange(100), least=-1.0).low < 0


def test_areas_and_members_found() -> None:
    assert area(np.array([2.0, 3.0]), np.array([0.0, 1.0])).value == 1
    assert area(np.array([1.0, 1.0]), np.array([1.0, 1.0])).value == 0.5
    assert caught(np.array([5.0, 1.0]), np.arange(200) / 50.0, 0.01).value == pytest.approx(0.5 - 0.01)
