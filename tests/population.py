"""A population whose law is known: rows are drawn from it, so that honest, copied and noisy rows can be made."""

import numpy as np
import pandas as pd

from gateway.synth.evidence.base import Shape

SHAPE = Shape(("age", "dose", "lab", "weight"), ("race", "sex", "ward", "ill"), "ill", ("race", "sex"),
              {"race": ("native",), "ill": ("1",)})  # fmt: skip


def people(rows: int, seed: int, native: float = 0.15) -> pd.DataFrame:
    """Independent draws; among the natives lab and dose mean the opposite of what they mean for others."""
    rng = np.random.default_rng(seed)
    race = np.where(rng.random(rows) < native, "native", np.where(rng.random(rows) < 0.3, "black", "white"))
    age, lab, weight = rng.normal(50, 15, rows), rng.normal(size=rows), rng.normal(70, 12, rows)
    dose, sex = rng.exponential(size=rows), rng.choice(["F", "M"], rows)
    sign = np.where(race == "native", -1, 1)
    slope = sign * (1.6 * lab + 0.8 * (dose - 1)) + 0.02 * (age - 50)
    ill = (rng.random(rows) < 1 / (1 + np.exp(0.5 - slope))).astype(int)
    ward = np.where(rng.random(rows) < 0.7, np.where(ill == 1, "icu", "day"), "er")
    return pd.DataFrame({"key": [f"{seed}-{n}" for n in range(rows)], "age": age.round(1), "dose": dose.round(2),
                         "lab": lab.round(2), "weight": weight.round(), "race": race, "sex": sex, "ward": ward,
                         "ill": ill})  # fmt: skip


def noise(rows: pd.DataFrame, size: int, seed: int) -> pd.DataFrame:
    """Every column drawn by itself, all of the cohort."""
    rng = np.random.default_rng(seed)
    drawn = pd.DataFrame({name: rng.choice(rows[name].to_numpy(), size) for name in rows})
    return drawn.assign(race="native", ill=rng.integers(0, 2, size))


def cohort(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["race"] == "native"]
