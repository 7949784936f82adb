"""The house's rules that a program can check, beside the import rules: makers, sizes, shelves."""

import ast
from pathlib import Path

import pytest

import gateway

PACKAGE = Path(gateway.__file__).parent
FILES = sorted(PACKAGE.rglob("*.py"))
MAKERS = {
    "Approved": "policy/approve.py", "Permitted": "policy/decide.py", "Planned": "policy/plan.py",
    "Consented": "consent/cover.py", "Generalised": "risk/gate.py", "Sealed": "seal/sealing.py",
    "Verified": "verify.py", "Published": "seal/publish.py",
}  # fmt: skip


@pytest.mark.parametrize(("value", "maker"), MAKERS.items())
def test_each_value_that_flows_has_one_maker(value, maker):
    def makes(file: Path) -> bool:
        tree = ast.parse(file.read_text(encoding="utf-8"))
        calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
        return any(isinstance(called, ast.Name) and called.id == value for called in calls)

    assert [str(file.relative_to(PACKAGE)) for file in FILES if makes(file)] == [maker]


def test_files_stay_readable():
    assert [f"{file.relative_to(PACKAGE)}" for file in FILES if len(file.read_text().splitlines()) > 300] == []


def test_functions_stay_readable():
    long = []
    for file in FILES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno > 45:
                long.append(f"{file.relative_to(PACKAGE)}:{node.name}")
    assert long == []


def test_there_is_no_room_for_odds_and_ends():
    assert [file.name for file in FILES if file.stem in {"utils", "util", "helpers", "models", "misc"}] == []
