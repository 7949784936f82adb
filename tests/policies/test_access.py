"""The shipped access rules, asked what the files in ALLOW/ and DENY/ ask (see `gateway.policy.cases`)."""

import json
import shutil
from pathlib import Path

import pytest
from cli.desk import run as gateway

from gateway.policy.cases import Case, run
from gateway.policy.decide import Access

HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "policies"
ACCESS = Access(SHIPPED / "access.cedar", SHIPPED / "access.cedarschema")
CASES = run(ACCESS, HERE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.path.parent.name} {case.path.stem}")
def test_the_sentence_holds(case: Case) -> None:
    assert (case.allowed, case.rules) == (case.wanted, case.because)


def test_every_rule_decides_at_least_one_file() -> None:
    told = {rule for case in CASES for rule in case.rules}
    assert told == ACCESS.reasons.keys() | {"not-permitted"}


def test_the_command_runs_the_folders(tmp_path: Path) -> None:
    words = ("policy", "check", SHIPPED / "access.cedar", "--cases")
    done = gateway(*words, HERE, env={})
    assert (done.code, f"{len(CASES)} cases, all as they say" in done.out) == (0, True), done.err
    for name in ("ALLOW", "DENY"):
        shutil.copytree(HERE / name, tmp_path / name)
    turned = tmp_path / "ALLOW/an engineer approves.json"
    (tmp_path / "DENY/an engineer approves.json").rename(turned)
    done = gateway(*words, tmp_path, env={})
    assert (done.code, "an engineer approves: is denied by not-permitted" in done.err) == (3, True), done.err
    turned.write_text(json.dumps({"actor": "ana", "rule": "x"}))
    done = gateway(*words, tmp_path, env={})
    assert (done.code, "not a case" in done.err) == (3, True)
    assert gateway(*words, tmp_path / "nothing", env={}).code == 3
