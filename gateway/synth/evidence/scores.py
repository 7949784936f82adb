"""A learner's probabilities on held-out real rows in; AUROC, Brier score, calibration and rates by group out."""

import warnings
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats
from sklearn.metrics import brier_score_loss, roc_auc_score

from gateway.intervals import wilson
from gateway.records.demographics import UNLISTED, public_word
from gateway.synth.evidence.base import Estimate, Rates, Score
from gateway.synth.evidence.cells import Floats

SMALL = 11  # rows; smaller groups are counted together
_ROWS_A_BIN, _BINS = 20, 10
CONFIDENCE = 0.95

Figures = tuple[float, float, float]


def figures(truth: npt.NDArray[np.int64], chance: Floats) -> Figures:
    """AUROC, Brier score and calibration error of one split."""
    return float(roc_auc_score(truth, chance)), float(brier_score_loss(truth, chance)), calibration(truth, chance)


def calibration(truth: npt.NDArray[np.int64], chance: Floats) -> float:
    """Expected calibration error over bins of equally many rows, fewer bins where rows are few.

    After Naeini, Cooper and Hauskrecht, AAAI 2015. It is never quite 0: few rows a bin raise it by chance.
    """
    bins = max(1, min(_BINS, len(truth) // _ROWS_A_BIN))
    pieces = np.array_split(np.argsort(chance, kind="stable"), bins)
    return float(sum(len(one) * abs(truth[one].mean() - chance[one].mean()) for one in pieces) / len(truth))


def over_splits(values: Sequence[float], test_over_train: float) -> Estimate:
    """The mean over splits with the corrected resampled t interval (Nadeau and Bengio, Mach Learn 52 (2003) 239).

    Splits share training rows, so the variance grows by test_over_train, the number of test by that of training rows.
    """
    found = np.asarray(values, dtype=float)
    spread = np.sqrt((1 / len(found) + test_over_train) * found.var(ddof=1))
    reach = float(stats.t.ppf((1 + CONFIDENCE) / 2, len(found) - 1) * spread)
    mean = float(found.mean())
    return Estimate(mean, mean - reach, mean + reach)


def score(rows: int, found: Sequence[Figures], test_over_train: float) -> Score:
    """The three figures over the splits, each within 0…1."""
    made = [over_splits(column, test_over_train) for column in zip(*found, strict=True)]
    return Score(rows, *(Estimate(one.value, max(0.0, one.low), min(1.0, one.high)) for one in made))


def groups(rows: pd.DataFrame, columns: Sequence[str]) -> Mapping[str, npt.NDArray[np.object_]]:
    """Each row's group by column, as words of public lists; small groups stand together."""
    return {column: _named(rows[column].astype(str).where(rows[column].notna(), "")) for column in columns}


def _named(texts: "pd.Series[str]") -> npt.NDArray[np.object_]:
    words: dict[str, str] = {}
    for text, count in texts.value_counts().items():
        word = public_word(str(text)) if count >= SMALL else "small groups"
        if word == UNLISTED and UNLISTED in words.values():
            word = f"{UNLISTED}-{sum(name.startswith(UNLISTED) for name in words.values()) + 1}"
        words[str(text)] = word
    return texts.map(words).to_numpy(dtype=object)


def rates(of: Mapping[str, npt.NDArray[np.object_]], truth: npt.NDArray[np.int64],
          flagged: npt.NDArray[np.int64]) -> tuple[Rates, ...]:  # fmt: skip
    """True and false positive rates by group, with Wilson's intervals."""
    from fairlearn.metrics import MetricFrame, false_positive_rate, true_positive_rate

    metrics = {
        "true": true_positive_rate,
        "false": false_positive_rate,
        "positives": lambda y_true, y_pred: int(np.sum(y_true)),  # noqa: ARG005 - fairlearn's names
        "negatives": lambda y_true, y_pred: int(np.sum(1 - y_true)),  # noqa: ARG005 - fairlearn's names
    }
    found: list[Rates] = []
    for column, names in of.items():
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a group without positives has no rate, and is given none below
            frame = MetricFrame(metrics=metrics, y_true=truth, y_pred=flagged, sensitive_features=names).by_group
        for name, row in frame.iterrows():
            yes, no = int(row["positives"]), int(row["negatives"])
            found.append(Rates(f"{column}: {name}", yes, no, _share(row["true"], yes), _share(row["false"], no)))
    return tuple(found)


def _share(value: float, of: int) -> Estimate | None:
    return Estimate(float(value), *wilson(round(value * of), of)) if of else None
