"""Writes figures.json: what pycanon 1.3.5 measures. Run in an environment of its own, for it pins old packages:

python -m venv oracle && oracle/bin/pip install pycanon==1.3.5
GATEWAY_CORPORA=… oracle/bin/python tests/golden/pycanon/make.py
"""

import json
import os
from pathlib import Path

import numpy as np
import pandas as pd
from pycanon import anonymity

HERE = Path(__file__).parent
ARX = Path(os.environ["GATEWAY_CORPORA"]) / "arx"


def people() -> pd.DataFrame:
    """An invented table whose classes are neither all small nor all alike."""
    rng = np.random.default_rng(11)
    rows = 600
    illness = np.array(["asthma", "flu", "gout", "none", "ulcer"])
    return pd.DataFrame(
        {
            "age": rng.choice(["20-39", "40-59", "60-79"], rows, p=[0.5, 0.3, 0.2]),
            "sex": rng.choice(["f", "m"], rows),
            "ward": rng.choice(["a", "b", "c"], rows, p=[0.6, 0.3, 0.1]),
            "illness": rng.choice(illness, rows, p=[0.3, 0.25, 0.2, 0.15, 0.1]),
            "cost": rng.choice([10, 20, 50, 80, 200], rows, p=[0.1, 0.4, 0.2, 0.2, 0.1]),
        }
    )


def adult(levels: dict[str, int]) -> pd.DataFrame:
    """UCI Adult with each quasi-identifier at a level of its hierarchy."""
    frame = pd.read_csv(ARX / "adult.csv", sep=";", dtype=str, keep_default_na=False)
    for column, level in levels.items():
        lines = (ARX / f"adult_hierarchy_{column}.csv").read_text().splitlines()
        frame[column] = frame[column].map({line.split(";")[0]: line.split(";")[level] for line in lines})
    return frame


def figures(frame: pd.DataFrame, quasi: list[str], sensitive: str) -> dict[str, object]:
    columns = [sensitive]
    alpha, k = anonymity.alpha_k_anonymity(frame, quasi, columns)
    c, distinct = anonymity.recursive_c_l_diversity(frame, quasi, columns)
    return {
        "k": int(k), "alpha": float(alpha), "l": int(distinct),
        "recursive_c": None if np.isnan(c) else int(c),
        "entropy_l": int(anonymity.entropy_l_diversity(frame, quasi, columns)),
        "basic_beta": float(anonymity.basic_beta_likeness(frame, quasi, columns)),
        "enhanced_beta": float(anonymity.enhanced_beta_likeness(frame, quasi, columns)),
        "t": float(anonymity.t_closeness(frame, quasi, columns)),
        "delta_disclosure": float(anonymity.delta_disclosure(frame, quasi, columns)),
    }  # fmt: skip


def main() -> None:
    frame = people()
    frame.to_csv(HERE / "people.csv", index=False)
    cases = [
        {"table": "people", "quasi": quasi, "sensitive": sensitive, "figures": figures(frame, quasi, sensitive)}
        for quasi in (["age"], ["age", "sex"], ["age", "sex", "ward"])
        for sensitive in ("illness", "cost")
    ]
    for levels in (
        {"sex": 1, "age": 1, "race": 1, "marital-status": 1, "education": 3, "native-country": 2, "workclass": 2,
         "salary-class": 1},
        {"sex": 0, "age": 3, "race": 1, "marital-status": 2, "education": 2, "native-country": 1, "workclass": 2,
         "salary-class": 0},
    ):  # fmt: skip
        found = figures(adult(levels), list(levels), "occupation")
        cases.append({"table": "adult", "levels": levels, "sensitive": "occupation", "figures": found})
    (HERE / "figures.json").write_text(json.dumps({"source": "pycanon 1.3.5", "cases": cases}, indent=1) + "\n")


main()
