"""Training rows in, what a learner is trained on out: real rows alone, or helped in one of three ways."""

import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.cells import Floats, numbers, texts

REAL, SYNTHETIC, REWEIGHTED, SMOTE = "real", "synthetic", "reweighted", "smote"
_NEIGHBOURS = 5


@dataclass(frozen=True, eq=False)
class Labelled:
    """Rows with their target as 0 and 1, and how much each weighs."""

    rows: pd.DataFrame
    target: npt.NDArray[np.int64]
    weight: Floats


def labelled(rows: pd.DataFrame, shape: Shape, positive: str) -> Labelled:
    """Rows whose target is known; 1 where it is `positive`."""
    names = [*shape.needed, *(name for name in rows if name == shape.subject)]
    rows = rows.loc[rows[shape.target].notna(), names].reset_index(drop=True)
    target = (texts(rows, (str(shape.target),))[:, 0] == positive).astype(np.int64)
    return Labelled(rows, target, np.ones(len(rows)))


def arms(real: Labelled, synthetic: Labelled, shape: Shape, seed: int) -> Mapping[str, Labelled | str]:
    """What each arm is trained on, or why it cannot be made. All three helpers add as many rows' weight."""
    cohort = shape.in_cohort(real.rows, shape.target)
    extra = int(shape.in_cohort(synthetic.rows, shape.target).sum())
    made: dict[str, Labelled | str] = {REAL: real}
    made[SYNTHETIC] = joined(real, synthetic) if len(synthetic.rows) else "there are no synthetic rows"
    if not extra:
        return {**made, **dict.fromkeys((REWEIGHTED, SMOTE), "no synthetic row is of the cohort")}
    heavier = np.where(cohort, 1 + extra / cohort.sum(), 1.0)
    made[REWEIGHTED] = Labelled(real.rows, real.target, heavier)
    within = Labelled(real.rows[cohort], real.target[cohort], real.weight[cohort])
    made[SMOTE] = _smote(real, within, shape, extra, seed)
    return made


def joined(one: Labelled, other: Labelled) -> Labelled:
    """Both, one after the other."""
    rows = pd.concat([one.rows, other.rows], ignore_index=True)
    return Labelled(rows, np.append(one.target, other.target), np.append(one.weight, other.weight))


def _smote(real: Labelled, within: Labelled, shape: Shape, extra: int, seed: int) -> Labelled | str:
    """Real rows and `extra` between neighbours of the cohort (Chawla et al., JAIR 16 (2002) 321: SMOTE-NC)."""
    classes = np.bincount(within.target, minlength=2)
    if classes.min() < 2:
        return "SMOTE-NC needs two rows of each class in the cohort"
    numeric = tuple(name for name in shape.numeric if name != shape.target)
    categorical = tuple(name for name in shape.categorical if name != shape.target)
    values = numbers(within.rows, numeric)
    middle = np.array([np.nanmedian(one) if (~np.isnan(one)).any() else 0.0 for one in values.T])
    words = texts(within.rows, categorical)
    frame = pd.DataFrame(np.where(np.isnan(values), middle, values), columns=list(numeric))
    for place, name in enumerate(categorical):
        frame[name] = words[:, place]
    share = np.round(extra * classes / classes.sum()).astype(int)
    sampler = _sampler(len(numeric), categorical, int(classes.min()))(
        sampling_strategy={label: int(classes[label] + share[label]) for label in (0, 1)}, random_state=seed
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows, target = sampler.fit_resample(frame, within.target)
    new = rows.iloc[len(frame) :].reset_index(drop=True)
    return joined(real, Labelled(new, np.asarray(target[len(frame) :]), np.ones(len(new))))


def _sampler(numeric: int, categorical: tuple[str, ...], fewest: int) -> Any:
    """SMOTE for numbers, SMOTE-N for words, SMOTE-NC for both."""
    from functools import partial

    from imblearn.over_sampling import SMOTE as NUMBERS
    from imblearn.over_sampling import SMOTEN, SMOTENC

    neighbours = min(_NEIGHBOURS, fewest - 1)
    if not categorical:
        return partial(NUMBERS, k_neighbors=neighbours)
    if not numeric:
        return partial(SMOTEN, k_neighbors=neighbours)
    return partial(SMOTENC, categorical_features=list(categorical), k_neighbors=neighbours)
