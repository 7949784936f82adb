"""Makers of rows in; which of them helps most among those that expose nobody beyond the limits, or none, out.

Copies, membership and gains are held against their limits by the end of the 95 % interval that speaks against the
rows: what cannot be told apart from harm counts as harm, and what cannot be told apart from no gain counts as none.
Copies of training rows that are more than chance are refused whatever the policy allows.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
import pandas as pd

from gateway.errors import BadInput
from gateway.model import SyntheticLimits
from gateway.synth.base import SUBJECT, NotMade
from gateway.synth.evidence.base import Attack, Copies, Estimate, Maker, Privacy, Quality, Shape, Utility

Outcome = Literal["helps", "does not help", "exposes", "failed"]


class Measure(Protocol):
    """How the evidence is gathered."""

    def utility(self, make: Maker, real: pd.DataFrame, shape: Shape, seed: int) -> Utility: ...
    def privacy(self, training: pd.DataFrame, control: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape,
                seed: int) -> Privacy: ...  # fmt: skip
    def repeated(self, real: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape, by_chance: float) -> Copies: ...
    def quality(self, real: pd.DataFrame, synthetic: pd.DataFrame, shape: Shape) -> Quality: ...


@dataclass(frozen=True, slots=True)
class Assessed:
    """One maker with its figures, and why it is taken or not. gain: the lower bound that it is ranked by."""

    name: str
    outcome: Outcome
    why: str
    privacy: Privacy | None = None
    utility: Utility | None = None

    @property
    def gain(self) -> float:
        return self.utility.gain.low if self.utility else -1.0

    def json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "outcome": self.outcome,
            "why": self.why,
            "privacy": self.privacy.json() if self.privacy else None,
            "utility": self.utility.json() if self.utility else None,
        }


def assess(name: str, make: Maker, real: pd.DataFrame, shape: Shape, limits: SyntheticLimits, seed: int,
           measure: Measure) -> Assessed:  # fmt: skip
    """Privacy first, on half of the cohort's subjects against the other half; then utility, fitted anew per split."""
    exposed = None
    try:
        training, control = halves(real, shape, seed)
        synthetic = make(real[~real[SUBJECT].isin(control[SUBJECT])], seed)
        exposed = measure.privacy(training, control, synthetic, shape, seed)
        if beyond := list(over(exposed, limits)):
            return Assessed(name, "exposes", "; ".join(beyond), exposed)
        if shape.target is None:
            return Assessed(name, "does not help", "no target was named, so nothing shows that it helps", exposed)
        utility = measure.utility(make, real, shape, seed)
    except NotMade as why:
        return Assessed(name, "failed", str(why), exposed)
    except BadInput as why:
        return Assessed(name, "failed", why.what, exposed)
    gain = utility.gain
    words = f"AUROC on the cohort {gain.value:+.3f} ({gain.low:+.3f} to {gain.high:+.3f})"
    return Assessed(name, "helps" if gain.low > 0 else "does not help", words, exposed, utility)


def best(assessed: Sequence[Assessed]) -> Assessed | None:
    """The one to publish: of those that help, else of those within the limits, the highest lower bound."""
    ranked = [[one for one in assessed if one.outcome == outcome] for outcome in ("helps", "does not help")]
    return next((max(group, key=lambda one: one.gain) for group in ranked if group), None)


def halves(real: pd.DataFrame, shape: Shape, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The cohort's rows in two halves, all rows of a subject in one of them. As many in both, or risk is overstated."""
    cohort = real[shape.in_cohort(real)]
    subjects = np.array(sorted(cohort[SUBJECT].unique()))
    np.random.default_rng(seed).shuffle(subjects)
    first = cohort[SUBJECT].isin(subjects[: len(subjects) // 2])
    fewer = min(int(first.sum()), int((~first).sum()))
    if not fewer:
        raise NotMade("the cohort cannot be halved")
    return cohort[first].head(fewer), cohort[~first].head(fewer)


def over(found: Privacy, limits: SyntheticLimits) -> Iterator[str]:
    """Each limit that is passed, with its figures.

    Of many attacks some succeed by chance, and most are too few to tell: one alone passes the limit where all of its
    interval does, and those of a kind together where their mean does.
    """
    if found.exact.excess.low > 0:
        excess = found.exact.excess
        yield f"exact copies beyond chance {excess.value:.3f} (at least {excess.low:.3f}), where none may be"
    for what, estimate, limit in _held(found, limits):
        if estimate.high > limit:
            yield f"{what} {estimate.value:.3f} (up to {estimate.high:.3f}), the policy allows {limit:g}"
    for kind, attacks in _kinds(found).items():
        mean = sum(attack.risk.value for attack in attacks) / len(attacks)
        if mean > limits.attack:
            yield f"{kind} {mean:.3f} over {len(attacks)} attacks, the policy allows {limits.attack:g}"
        for attack in (attack for attack in attacks if attack.risk.low > limits.attack):
            yield f"{kind}, {attack.name}: at least {attack.risk.low:.3f}, the policy allows {limits.attack:g}"


def _held(found: Privacy, limits: SyntheticLimits) -> Iterator[tuple[str, Estimate, float]]:
    yield "exact copies beyond chance", found.exact.excess, limits.copies
    yield "near copies beyond chance", found.near.excess, limits.near
    for name, estimate in found.membership.items():
        yield f"membership inference ({name})", estimate, limits.membership


def _kinds(found: Privacy) -> Mapping[str, Sequence[Attack]]:
    linked = (found.linkability,) if found.linkability else ()
    kinds = {"singling out": found.singling_out, "linking": linked, "inference": found.inference}
    return {kind: attacks for kind, attacks in kinds.items() if attacks}


def verdict(assessed: Sequence[Assessed], chosen: Assessed | None) -> str:
    """The outcome in a sentence."""
    outcomes: Mapping[str, int] = {one.outcome: 1 for one in assessed}
    if chosen and chosen.outcome == "helps":
        return f"synthetic data helps this cohort: {chosen.why}"
    if chosen or "does not help" in outcomes:
        return "synthetic data does not help this cohort"
    if "exposes" in outcomes:
        return "no synthesiser stays within the policy's privacy limits"
    return "no synthesiser gave the rows that were asked for"
