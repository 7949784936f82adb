"""The manifest's section on synthetic rows in, what the card shows of it out; None where none were asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Fields = Mapping[str, Any]

OUTCOMES: Mapping[str, str] = {
    "helps": "helps",
    "does not help": "does not help",
    "exposes": "exposes people",
    "failed": "gave no rows",
}
ARMS: Mapping[str, str] = {
    "synthetic": "real and synthetic rows",
    "reweighted": "real rows, the cohort’s weighted up",
    "smote": "real rows and SMOTE-NC’s",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured share with its 95 % interval; `limit` is the policy's, None where it sets none."""

    label: str
    value: float
    low: float
    high: float
    limit: float | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """One synthesiser: the outcome, why, gains in AUROC on the cohort by way of training, and what it exposes."""

    name: str
    outcome: str
    why: str
    gains: tuple[Figure, ...]
    exposes: tuple[Figure, ...]
    utility: Fields | None
    privacy: Fields | None


@dataclass(frozen=True, slots=True)
class Synthetic:
    """The whole section, and what was tried in the order of the policy."""

    fields: Fields
    tried: tuple[Tried, ...]
    reach: float

    def place(self, value: float) -> str:
        """A gain as a place on a line from -reach to reach, as a length in SVG."""
        return f"{50 + 50 * max(-1.0, min(1.0, value / self.reach)):.2f}%"


def synthetic(fields: Fields) -> Synthetic | None:
    """What was asked for, tried and found."""
    section = fields.get("synthetic")
    if section is None:
        return None
    tried = tuple(_tried(one, section["limits"]) for one in section["candidates"])
    ends = [abs(end) for one in tried for gain in one.gains for end in (gain.low, gain.high)]
    return Synthetic(section, tried, max([*ends, 0.01]))


def _tried(one: Fields, limits: Fields) -> Tried:
    utility, privacy = one["utility"], one["privacy"]
    gains = tuple(
        _figure(ARMS.get(arm["name"], arm["name"]), arm["gain"])
        for arm in (utility["arms"] if utility else ())
        if arm["name"] in ARMS
    )
    exposes = tuple(_exposed(privacy, limits))
    return Tried(one["name"], OUTCOMES[one["outcome"]], one["why"], gains, exposes, utility, privacy)


def _exposed(privacy: Fields | None, limits: Fields) -> Sequence[Figure]:
    if privacy is None:
        return ()
    found = [
        _figure("exact copies beyond chance", privacy["exact"]["excess"], limits["copies"]),
        _figure("near copies beyond chance", privacy["near"]["excess"], limits["near"]),
        *(_figure(f"membership inference by {name} (AUC)", value, limits["membership"])
          for name, value in sorted(privacy["membership"].items())),
    ]  # fmt: skip
    kinds = {"singling out": privacy["singling_out"], "linking": [privacy["linkability"]],
             "inference": privacy["inference"]}  # fmt: skip
    for kind, attacks in kinds.items():
        risks = [attack["risk"] for attack in attacks if attack]
        if risks:
            mean = {end: sum(risk[end] for risk in risks) / len(risks) for end in ("value", "low", "high")}
            found.append(_figure(f"{kind}, mean of {len(risks)}", mean, limits["attack"]))
    return found


def _figure(label: str, estimate: Fields, limit: float | None = None) -> Figure:
    return Figure(label, estimate["value"], estimate["low"], estimate["high"], limit)
