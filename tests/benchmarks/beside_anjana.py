"""The search beside anjana's greedy one, on UCI Adult: never more loss, and at least ten times as fast.

anjana pins old packages, so it runs in an environment of its own:

    python -m venv oracle && oracle/bin/pip install anjana
    GATEWAY_CORPORA=… python tests/benchmarks/beside_anjana.py oracle/bin/python
"""

import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.models import KAnonymity
from gateway.risk.problem import Problem
from gateway.risk.search import solve
from gateway.risk.table import tabulate

ARX = Path(os.environ["GATEWAY_CORPORA"]) / "arx"
QUASI = ["sex", "age", "race", "marital-status", "education", "native-country", "workclass", "salary-class"]
CASES = [(2, 0.0), (5, 0.0), (5, 0.05), (10, 0.05), (50, 0.05)]

THEIRS = """
import json, sys, time
import pandas as pd
from anjana.anonymity import k_anonymity
folder, output, k, limit, *quasi = sys.argv[1:]
frame = pd.read_csv(f"{folder}/adult.csv", sep=";", dtype=str, keep_default_na=False)
ladders = {}
for column in quasi:
    rows = [line.split(";") for line in open(f"{folder}/adult_hierarchy_{column}.csv").read().splitlines()]
    ladders[column] = {level: pd.Series([row[level] for row in rows]).values for level in range(len(rows[0]))}
started = time.perf_counter()
found = k_anonymity(frame, [], quasi, int(k), float(limit) * 100, ladders)
print(json.dumps({"seconds": time.perf_counter() - started, "rows": len(found)}))
found[quasi].to_csv(output, index=False)
"""


def loss(released: Path, total: int, hierarchies: dict[str, Hierarchy]) -> float:
    """The Loss of a generalised table; rows that it lacks count as suppressed."""
    with released.open(newline="") as file:
        rows = list(csv.DictReader(file))
    product = 1.0
    for name, hierarchy in hierarchies.items():
        leaves = len(hierarchy.leaves)
        under: dict[str, int] = {}
        for codes, labels in zip(hierarchy.maps, hierarchy.labels, strict=True):
            for code, size in enumerate(np.bincount(codes)):
                under.setdefault(labels[code], int(size))
        cost = sum(under[value] * count for value, count in Counter(row[name] for row in rows).items()) / leaves
        cost += total - len(rows)
        product *= 1 + max(0.0, (cost - total / leaves) / (total - total / leaves))
    return product ** (1 / len(hierarchies)) - 1


def main(python: str) -> None:
    hierarchies = {name: Hierarchy.read(ARX / f"adult_hierarchy_{name}.csv", ";") for name in QUASI}
    with (ARX / "adult.csv").open(newline="") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    codes = {
        name: np.array([hierarchy.leaves.index(row[name]) for row in rows]) for name, hierarchy in hierarchies.items()
    }
    print("k    limit  loss: ours  anjana   seconds: ours  anjana")
    worse = 0
    for k, limit in CASES:
        started = time.perf_counter()
        ours = solve(Problem(tabulate(codes, hierarchies), [KAnonymity(k=k)], suppression=limit))
        seconds = time.perf_counter() - started
        with tempfile.TemporaryDirectory() as folder:
            output = Path(folder) / "released.csv"
            words = [python, "-W", "ignore", "-c", THEIRS, ARX, output, k, limit, *QUASI]
            done = subprocess.run(list(map(str, words)), capture_output=True, text=True, check=True)
            theirs = json.loads(done.stdout.strip().splitlines()[-1])
            their_loss = loss(output, len(rows), hierarchies)
        print(f"{k:<4} {limit:5.2f}  {ours.loss:10.3f}  {their_loss:6.3f}   {seconds:13.2f}  {theirs['seconds']:6.2f}")
        worse += ours.loss > their_loss + 1e-9 or theirs["seconds"] < 10 * seconds
    if worse:
        sys.exit(f"{worse} of {len(CASES)} cases lose more than anjana's, or are not ten times as fast")


main(sys.argv[1])
