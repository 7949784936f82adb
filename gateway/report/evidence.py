"""Figures of synthetic rows in (`Utility.json`, `Privacy.json`, `Quality.json`); what a person reads of them out.

No limit is known here: a figure is said to exceed chance where its whole interval does, and nothing more is said.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]

ARMS: Mapping[str, str] = {
    "real": "real rows alone",
    "synthetic": "real and synthetic rows",
    "reweighted": "real rows, the cohort’s weighted up",
    "smote": "real rows and SMOTE-NC’s",
}
TESTS: Mapping[str, tuple[str, str, float]] = {
    "exact": ("Exact copies", "share of synthetic rows equal to a training row, less those equal to a control row", 0),
    "near": ("Near copies", "the same of rows nearer to a person than 19 of 20 people are to anybody", 0),
    "closer": ("Closer to training rows", "synthetic rows nearer to a training row than to any control row", 0.5),
    "membership": ("Membership", "telling training from control rows by the synthetic ones, area under the curve", 0.5),
    "caught": ("Sure of some", "share of training rows that a sure attack finds, less its false alarms", 0),
    "singling_out": ("Singling out", "guesses that exactly one person has certain traits, beyond the control’s", 0),
    "linkability": ("Linking", "two halves of a person’s columns joined by synthetic rows, beyond the control’s", 0),
    "inference": ("Inference", "a column guessed from all others, the worst one, beyond the control’s", 0),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its 95 % interval, and where they and chance lie on the plot (0…1 of its width)."""

    label: str
    note: str
    value: float
    low: float
    high: float
    places: tuple[float, float, float, float]

    @property
    def beyond(self) -> bool:
        """The whole interval lies above chance."""
        return self.places[1] > self.places[3]


@dataclass(frozen=True, slots=True)
class Pair:
    """A group's rate by two ways to train: real rows alone, and with synthetic ones. None without such rows."""

    group: str
    rows: int
    real: Line | None
    synthetic: Line | None


def gains(utility: Fields, key: str = "gain") -> tuple[Line, ...]:
    """AUROC that each way of training adds to real rows alone; chance lies in the middle."""
    arms = [arm for arm in utility["arms"] if arm["name"] != "real"]
    reach = max([0.01, *(abs(arm[name][end]) for arm in arms for name in ("gain", "gain_everyone")
                         for end in ("low", "high"))])  # fmt: skip
    return tuple(_line(ARMS[arm["name"]], "", arm[key], 0.0, -reach, reach) for arm in arms)


def exposures(privacy: Fields) -> tuple[Line, ...]:
    """Each privacy test, from 0 to 1; what chance gives is marked."""
    worst = privacy["worst"]
    chances = {"closer": privacy["even"]}
    return tuple(_line(label, note, worst[name], chances.get(name, chance), 0.0, 1.0)
                 for name, (label, note, chance) in TESTS.items() if name in worst)  # fmt: skip


def rates(utility: Fields, key: str) -> tuple[Pair, ...]:
    """`true_positive` or `false_positive` rates by group."""
    arms = {arm["name"]: {one["group"]: one for one in arm["rates"]} for arm in utility["arms"]}
    rows = "positives" if key == "true_positive" else "negatives"
    return tuple(Pair(group, one[rows], _rate(one[key]), _rate(arms.get("synthetic", {}).get(group, {}).get(key)))
                 for group, one in arms["real"].items())  # fmt: skip


def distances(privacy: Fields) -> tuple[tuple[str, tuple[float, ...], str], ...]:
    """Quantiles of the distance to the nearest training and control row, as places on the plot."""
    quantiles = privacy["distances"].values()
    reach = max([1e-9, *(value for pair in quantiles for value in pair)])
    names = ("to the nearest training row", "to the nearest control row")
    return tuple((name, tuple(pair[place] / reach for pair in quantiles), f"{list(quantiles)[2][place]:.3f}")
                 for place, name in enumerate(names))  # fmt: skip


def sentences(found: Fields) -> tuple[str, ...]:
    """What the figures say and what they don't, in words."""
    said = []
    if found["utility"] and any(arm["name"] == "synthetic" for arm in found["utility"]["arms"]):
        gain = next(arm["gain"] for arm in found["utility"]["arms"] if arm["name"] == "synthetic")
        told = "help" if gain["low"] > 0 else "harm" if gain["high"] < 0 else "cannot be told from no help at all"
        figures = f"{gain['value']:+.3f} AUROC, 95 % between {gain['low']:+.3f} and {gain['high']:+.3f}"
        said.append(f"On held-out real rows of the cohort the synthetic rows {told}: {figures}.")
    if found["privacy"]:
        lines = exposures(found["privacy"])
        beyond = [line.label.lower() for line in lines if line.beyond]
        named = f": {', '.join(beyond)}" if beyond else ""
        said.append(f"{len(beyond)} of {len(lines)} privacy tests exceed chance{named}.")
        said.append("A test that does not exceed chance failed to find a leak; it does not prove that there is none.")
    return tuple(said)


def _rate(estimate: Fields | None) -> Line | None:
    return _line("", "", estimate, 0.0, 0.0, 1.0) if estimate else None


def _line(label: str, note: str, estimate: Fields, chance: float, least: float, most: float) -> Line:
    value, low, high = (float(estimate[end]) for end in ("value", "low", "high"))
    places = [min(1.0, max(0.0, (one - least) / (most - least))) for one in (value, low, high, chance)]
    return Line(label, note, value, low, high, (places[0], places[1], places[2], places[3]))


VIEWS: Fields = {"gains": gains, "exposures": exposures, "rates": rates, "distances": distances, "arms": ARMS}
"""What the macros of `evidence.html` call."""
