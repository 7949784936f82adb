"""What a person reads of the evidence: places on plots, what exceeds chance, and sentences that claim no more."""

from typing import Any

import pytest

from gateway.report.evidence import distances, exposures, gains, rates, sentences


def estimate(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def arm(name: str, gain: dict[str, float], rate: dict[str, float] | None = None) -> dict[str, Any]:
    group = {"group": "race: native", "positives": 9, "negatives": 0, "true_positive": rate, "false_positive": None}
    return {"name": name, "gain": gain, "gain_everyone": estimate(0, -0.001, 0.001), "rates": [group]}


def utility(gain: dict[str, float]) -> dict[str, Any]:
    real = arm("real", estimate(0, 0, 0), estimate(0.5, 0.3, 0.7))
    return {"arms": [real, arm("synthetic", gain, estimate(0.6, 0.4, 0.8)), arm("smote", estimate(0.01, -0.04, 0.06))]}


PRIVACY = {
    "even": 0.4,
    "worst": {"exact": estimate(0.2, 0.1, 0.3), "closer": estimate(0.45, 0.38, 0.52), "near": estimate(-0.1, -0.2, 0)},
    "distances": {"5%": (0.0, 1.0), "25%": (0.5, 1.5), "50%": (1.0, 2.0), "75%": (1.5, 2.5), "95%": (2.0, 4.0)},
}


def test_no_gain_is_in_the_middle_and_the_widest_interval_reaches_the_edge() -> None:
    synthetic, smote = gains(utility(estimate(0.03, -0.02, 0.08)))
    assert synthetic.places == pytest.approx((0.6875, 0.375, 1.0, 0.5))
    assert smote.label == "real rows and SMOTE-NC’s"


def test_only_what_exceeds_chance_with_all_of_its_interval_is_marked() -> None:
    found = {line.label: line for line in exposures(PRIVACY)}
    assert [label for label, line in found.items() if line.beyond] == ["Exact copies"]
    assert found["Closer to training rows"].places[3] == 0.4
    assert found["Near copies"].places == (0, 0, 0, 0)


def test_rates_stand_side_by_side_where_a_group_has_them() -> None:
    (pair,) = rates(utility(estimate(0, 0, 0)), "true_positive")
    assert (pair.group, pair.rows, pair.real and pair.real.value) == ("race: native", 9, 0.5)
    assert pair.synthetic is not None
    (none,) = rates(utility(estimate(0, 0, 0)), "false_positive")
    assert (none.real, none.synthetic) == (None, None)


def test_distances_share_one_scale() -> None:
    (_, ours, _), (_, theirs, median) = distances(PRIVACY)
    assert ours == (0.0, 0.125, 0.25, 0.375, 0.5)
    assert (theirs[4], median) == (1.0, "2.000")


@pytest.mark.parametrize(
    ("gain", "told"),
    [((0.03, 0.01, 0.05), "help:"), ((-0.03, -0.05, -0.01), "harm:"), ((0.03, -0.01, 0.07), "cannot be told from no")],
)
def test_what_is_said_of_use(gain: tuple[float, float, float], told: str) -> None:
    (said,) = sentences({"utility": utility(estimate(*gain)), "privacy": None})
    assert told in said


def test_what_is_said_of_exposure_claims_no_safety() -> None:
    said = " ".join(sentences({"utility": None, "privacy": PRIVACY}))
    assert "1 of 3 privacy tests exceed chance: exact copies." in said
    assert "does not prove that there is none" in said
    assert sentences({"utility": None, "privacy": None}) == ()
