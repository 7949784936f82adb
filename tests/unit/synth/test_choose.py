"""The gate, with the real evidence: who copies is refused for whom it exposes, who makes noise for what it is worth."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from gateway.model import SyntheticLimits
from gateway.synth import choose, gather
from gateway.synth.base import SUBJECT, NotMade
from gateway.synth.choose import Assessed
from gateway.synth.evidence.base import Arm, Estimate, Score, Shape, Utility

LIMITS = SyntheticLimits(copies=0.02, near=0.1, attack=0.2, membership=0.75)
SHAPE = Shape(("age", "bmi", "dose"), ("race", "ward", "outcome"), "outcome", (), {"race": ("rare",)}, SUBJECT)


def people(rows: int = 900, seed: int = 0, seen: float = 0.25) -> pd.DataFrame:
    """The outcome hangs on age in the cohort, and on the dose elsewhere."""
    rng = np.random.default_rng(seed)
    race = np.where(rng.random(rows) < seen, "rare", "common")
    age, dose = rng.normal(50, 12, rows), rng.normal(10, 3, rows)
    odds = np.where(race == "rare", (age - 50) / 6, (dose - 10) / 2)
    outcome = rng.random(rows) < 1 / (1 + np.exp(-odds))
    return pd.DataFrame(
        {
            "age": age.round(1), "bmi": rng.normal(27, 4, rows).round(1), "dose": dose.round(1), "race": race,
            "ward": rng.choice(["a", "b", "c"], rows), "outcome": outcome.astype(int).astype(str),
            SUBJECT: [f"s{n}" for n in range(rows)],
        }
    )  # fmt: skip


def copier(training: pd.DataFrame, seed: int) -> pd.DataFrame:
    cohort = training[training["race"] == "rare"]
    return cohort.sample(300, replace=True, random_state=seed).reset_index(drop=True)


def noise(training: pd.DataFrame, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    cohort = training[training["race"] == "rare"]
    made = {name: rng.permutation(rng.choice(cohort[name].to_numpy(), 300)) for name in SHAPE.columns}
    made |= {name: rng.normal(cohort[name].mean(), cohort[name].std(), 300) for name in SHAPE.numeric}
    return pd.DataFrame(made).assign(**{SUBJECT: [str(n) for n in range(300)]})


def contrary(rows: int, seed: int, seen: float) -> pd.DataFrame:
    """People of whom age does to the cohort the opposite of what it does to all others."""
    found = people(rows, seed, seen)
    odds = np.where(found["race"] == "rare", 1, -1) * (found["age"] - 50) / 3
    outcome = np.random.default_rng(seed + 1).random(rows) < 1 / (1 + np.exp(-odds))
    return found.assign(outcome=outcome.astype(int).astype(str))


def oracle(training: pd.DataFrame, seed: int) -> pd.DataFrame:
    """More people of the same kind, whom nobody has seen: what a perfect synthesiser would give."""
    return contrary(1000, seed % 1000 + 7, seen=1.0)


def test_a_copier_is_refused_by_the_privacy_gate() -> None:
    found = choose.assess("copier", copier, people(), SHAPE, LIMITS, 1, gather)
    assert found.outcome == "exposes"
    assert "exact copies beyond chance" in found.why
    assert "membership inference" in found.why
    assert found.utility is None


def test_a_noise_generator_is_refused_by_the_utility_gate() -> None:
    found = choose.assess("noise", noise, people(), SHAPE, LIMITS, 1, gather)
    assert found.outcome == "does not help", found.why
    assert found.utility is not None
    assert found.utility.gain.low <= 0


def test_the_gate_can_say_yes() -> None:
    """Else neither of the two tests above could fail."""
    found = choose.assess("oracle", oracle, contrary(2000, 0, seen=0.1), SHAPE, LIMITS, 1, gather)
    assert found.outcome == "helps", found.why


WIDE = SyntheticLimits(1.0, 1.0, 1.0, 1.0)


def test_no_limit_allows_copies_beyond_chance() -> None:
    found = choose.assess("copier", copier, people(), SHAPE, WIDE, 1, gather)
    assert found.outcome == "exposes"
    assert found.why.startswith("exact copies beyond chance ")
    assert ";" not in found.why


def nearly(training: pd.DataFrame, seed: int) -> pd.DataFrame:
    found = copier(training, seed)
    return found.assign(bmi=found["bmi"] + np.random.default_rng(seed).normal(0, 0.01, len(found)))


def test_near_copies_are_for_the_policy_to_limit() -> None:
    assert choose.assess("near", nearly, people(), SHAPE, LIMITS, 1, gather).outcome == "exposes"
    assert choose.assess("near", nearly, people(), SHAPE, WIDE, 1, gather).outcome != "exposes"


def test_copies_as_many_as_chance_gives_are_no_exposure() -> None:
    """Rows of two columns occur among all people: as often among those whom the synthesiser never saw."""
    few = replace(SHAPE, numeric=(), categorical=("race", "ward"), target=None)
    found = choose.assess("oracle", oracle, people(), few, LIMITS, 1, gather)
    assert found.privacy is not None
    assert found.privacy.exact.share == 1
    assert found.outcome == "does not help", found.why


def test_without_a_target_nothing_helps() -> None:
    found = choose.assess("oracle", oracle, people(), replace(SHAPE, target=None), LIMITS, 1, gather)
    assert (found.outcome, found.why) == ("does not help", "no target was named, so nothing shows that it helps")


def test_a_failure_is_a_word() -> None:
    def failing(training: pd.DataFrame, seed: int) -> pd.DataFrame:
        raise NotMade("gave 338 of the 500 rows asked for")

    found = choose.assess("tvae", failing, people(), SHAPE, LIMITS, 1, gather)
    assert (found.outcome, found.why) == ("failed", "gave 338 of the 500 rows asked for")


def test_halves_hold_as_many_rows_and_no_subject_twice() -> None:
    rows = people()
    rows[SUBJECT] = [f"s{n // 3}" for n in range(len(rows))]
    training, control = choose.halves(rows, SHAPE, 3)
    assert len(training) == len(control) > 80
    assert not set(training[SUBJECT]) & set(control[SUBJECT])
    assert set(pd.concat([training, control])["race"]) == {"rare"}


def told(name: str, outcome: str, low: float) -> Assessed:
    whole = Estimate(0.7, 0.6, 0.8)
    score = Score(10, whole, whole, whole)
    gain = Estimate(low + 0.01, low, low + 0.02)
    arm = Arm("synthetic", 10, score, score, gain, gain, ())
    return Assessed(name, outcome, "", None, Utility(5, 10, False, (arm,), {}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("outcomes", "expected"),
    [
        ([("a", "helps", 0.01), ("b", "helps", 0.03), ("c", "exposes", 0.2)], "b"),
        ([("a", "does not help", -0.2), ("b", "does not help", -0.1), ("c", "exposes", 0.2)], "b"),
        ([("a", "does not help", -0.01), ("b", "helps", 0.001)], "b"),
        ([("a", "exposes", 0.2), ("b", "failed", 0.3)], None),
        ([], None),
    ],
)
def test_the_best_lower_bound_within_the_limits_is_chosen(outcomes: list, expected: str | None) -> None:
    assessed = [told(*one) for one in outcomes]
    chosen = choose.best(assessed)
    assert (chosen.name if chosen else None) == expected
    words = choose.verdict(assessed, chosen)
    assert "anonymous" not in words
    assert words.startswith("synthetic data helps") == (bool(chosen) and chosen.outcome == "helps")
