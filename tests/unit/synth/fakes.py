"""Synthesisers that need no library, jobs for a worker, and a cohort to learn from."""

import os
import time

import numpy as np
import pandas as pd

from gateway.model import Bounded, Ordered, Together
from gateway.synth.base import SUBJECT, Columns, Job, Made, NotMade

NUMERIC, CATEGORICAL = ("t.age", "t.from", "t.to"), ("t.race", "t.code", "t.text", "t.outcome")
COLUMNS = Columns(NUMERIC, CATEGORICAL, (), ("t.race", "t.outcome"))
RULES = (Bounded("t.age", 18, 90), Ordered("t.from", "t.to"), Together(("t.code", "t.text")))
COHORT = {"t.race": ("rare",)}


def real(rows: int = 600, seed: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    code = rng.integers(0, 6, rows)
    start = rng.integers(10_000, 20_000, rows).astype(float)
    frame = pd.DataFrame(
        {
            "t.age": rng.integers(18, 91, rows).astype(float),
            "t.from": start,
            "t.to": start + rng.integers(0, 30, rows),
            "t.race": rng.choice(["rare", "common"], rows, p=[0.3, 0.7]),
            "t.code": [f"C{c}" for c in code],
            "t.text": [f"text {c}" for c in code],
            "t.outcome": rng.choice(["0", "1"], rows),
        }
    )
    frame.loc[rng.random(rows) < 0.1, "t.to"] = np.nan
    frame[SUBJECT] = [f"s{n}" for n in range(rows)]
    return frame


def job(**changes) -> Job:
    fields = {"training": real(), "columns": COLUMNS, "rules": RULES, "cohort": COHORT, "synthesiser": "shuffled",
              "mode": "cohort", "wanted": 100, "seed": 1, "epsilon": 1.0}  # fmt: skip
    return Job(**(fields | changes))


class Shuffled:
    """Every column drawn on its own, and numbers pushed out of bounds: what constraints have to mend."""

    def __init__(self, job: Job) -> None:
        self.rows = pd.DataFrame()

    def fit(self, rows, columns, seed):
        self.rows, self.columns = rows, columns

    def sample(self, count, conditions, seed):
        rng = np.random.default_rng(seed)
        names = (*self.columns.numeric, *self.columns.categorical)
        made = pd.DataFrame({name: rng.choice(self.rows[name].to_numpy(), count) for name in names})
        for name in self.columns.numeric:
            made[name] += rng.normal(0, 40, count)
        begin = 0
        for values, number in conditions:
            made.loc[begin : begin + number - 1, list(values)] = list(values.values())
            begin += number
        return made.assign(**{SUBJECT: [str(n) for n in range(count)]})

    def dump(self):
        return b"a model"


class Short(Shuffled):
    """Gives rows only now and then, as TVAE does."""

    def sample(self, count, conditions, seed):
        return super().sample(count, conditions, seed).head(3)


class Exposing(Shuffled):
    """Everybody is of an age that nobody in the release has."""

    def sample(self, count, conditions, seed):
        return super().sample(count, conditions, seed).assign(**{"t.age": 89.5})


# what a worker is given to do


def nothing() -> None:
    pass


def done(job: Job) -> Made:
    return Made(job.training.head(job.wanted))


def slow(job: Job) -> Made:
    time.sleep(60)
    return done(job)


def greedy(job: Job) -> Made:
    return Made(pd.DataFrame({"x": np.ones(400_000_000)}))


def dying(job: Job) -> Made:
    os._exit(9)


def talkative(job: Job) -> Made:
    raise ValueError(f"cannot convert CANARY {job.training.iloc[0].to_dict()}")


def telling(job: Job) -> Made:
    raise NotMade("gave 3 of the 100 rows asked for")


def process(job: Job) -> Made:
    """Which process it is; at once, but for who wants a single row."""
    time.sleep(60 if job.wanted == 1 else 0)
    return Made(pd.DataFrame({"pid": [os.getpid()]}))
