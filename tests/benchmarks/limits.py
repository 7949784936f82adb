"""The default privacy limits against rows whose truth is known: how many honest draws pass, how many leaks do not.

python tests/benchmarks/limits.py [RUNS]

Patients of the invented hospital: half of a cohort is learnt from, the other half is the control, and 1,500 synthetic
rows are as many other patients of the same law (which expose nobody), or partly repeat the first half.
"""

import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd

sys.path.append(str(Path(__file__).parents[1]))

from benchmarks.synthesis import COLUMNS, invent

from gateway.policy.synthetic import SyntheticSection, synthetic_terms
from gateway.synth.choose import over
from gateway.synth.evidence.base import Shape
from gateway.synth.evidence.privacy import privacy

NUMERIC = ("birth_year", "bmi", "sodium", "glucose", "days", "visits")
SHAPE = Shape(NUMERIC, tuple(name for name in COLUMNS if name not in (*NUMERIC, "patient_id")), "outcome", (), {})
ROWS = 1500


def beyond(everybody: pd.DataFrame, cohort: int, leak: float, seed: int) -> Iterator[str]:
    """The first words of each limit that is passed."""
    rows = everybody.sample(frac=1, random_state=seed).reset_index(drop=True)
    half = cohort // 2
    training, control, others = rows[:half], rows[half : 2 * half], rows[2 * half : 2 * half + ROWS]
    copies = training.sample(round(leak * ROWS), replace=True, random_state=seed)
    synthetic = pd.concat([others.head(ROWS - len(copies)), copies], ignore_index=True)
    terms = synthetic_terms(SyntheticSection())
    assert terms is not None
    for words in over(privacy(training, control, synthetic, SHAPE, seed), terms.limits):
        yield words.partition(" 0.")[0].partition(",")[0]


def main(runs: int = 20) -> None:
    """Print a line for each cohort's size and leak."""
    with tempfile.TemporaryDirectory() as folder:
        invent(Path(folder), 20_000, 1.0)
        everybody = pd.read_csv(Path(folder) / "patients.csv", dtype=str)
    print("cohort  leak  refused  by")
    for cohort in (100, 300, 1000):
        for leak in (0.0, 0.02, 0.1):
            found = [set(beyond(everybody, cohort, leak, int(seed))) for seed in np.arange(runs)]
            by = Counter(what for one in found for what in one)
            words = ", ".join(f"{what} {count}" for what, count in by.most_common())
            print(f"{cohort:6}  {leak:4.0%}  {sum(map(bool, found)):3} of {runs}  {words}", flush=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
