"""UCI Adult with ARX's hierarchies and figures; tests that need them skip where the corpus is absent."""

import csv
import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.table import SensitiveColumn, Table, tabulate

CORPORA = Path(os.environ.get("GATEWAY_CORPORA", Path(__file__).parents[4] / "shared/corpora"))
FOLDER = CORPORA / "arx"
needed = pytest.mark.skipif(not FOLDER.is_dir(), reason="needs the corpora: ARX (GATEWAY_CORPORA)")


def golden() -> dict[str, Any]:
    return json.loads((FOLDER / "golden_adult.json").read_text()) if FOLDER.is_dir() else {}


def arx_cases() -> list[dict[str, Any]]:
    if not FOLDER.is_dir():
        return []
    return [json.loads(line) for line in (FOLDER / "arx_adult_cases.jsonl").read_text().splitlines()]


def hierarchy(column: str) -> Hierarchy:
    return Hierarchy.read(FOLDER / f"adult_hierarchy_{column}.csv", ";")


@cache
def columns() -> dict[str, np.ndarray]:
    with (FOLDER / "adult.csv").open(newline="") as file:
        names, *rows = csv.reader(file, delimiter=";")
    values = dict(zip(names, zip(*rows, strict=True), strict=True))
    place = {name: {leaf: code for code, leaf in enumerate(hierarchy(name).leaves)} for name in names}
    return {name: np.array([place[name][v] for v in values[name]], dtype=np.int8) for name in names}


def table(names: list[str], rows: np.ndarray | None = None) -> Table:
    """The table over these quasi-identifiers; occupation is sensitive where it is not one of them."""
    some = slice(None) if rows is None else rows
    over = hierarchy("occupation")
    sensitive = {"occupation": SensitiveColumn(columns()["occupation"][some], over.leaves, over)}
    return tabulate(
        {name: columns()[name][some] for name in names},
        {name: hierarchy(name) for name in names},
        {} if "occupation" in names else sensitive,
    )
