"""`gateway synth evaluate`: files in, figures and a report out, without a site and without a value."""

import json
import re
from pathlib import Path

import pandas as pd
import pytest

pytest.importorskip("imblearn")
pytest.importorskip("sdmetrics")

from population import cohort, people

from .desk import run

CONFIG = """\
numeric: [age, dose, lab, weight]
categorical: [race, sex, ward, ill]
target: ill
groups: [race, sex]
cohort: {race: [native]}
"""
WARDS = ("icuKestrel", "dayKestrel", "erKestrel")  # no word of a public list: nobody may see them again


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    real, control = people(500, 1, native=0.3), people(500, 2, native=0.3)
    leak = pd.concat([cohort(real).sample(60, random_state=1), people(240, 3, native=1)])
    for name, rows in (("real", real), ("control", control), ("synthetic", leak)):
        rows.assign(ward=rows["ward"] + "Kestrel").to_csv(folder / f"{name}.csv", index=False)
    (folder / "columns.yaml").write_text(CONFIG)
    return folder


def evaluate(folder: Path, *more: object, config: str = "columns.yaml"):
    return run("synth", "evaluate", folder / "real.csv", folder / "synthetic.csv", "--config", folder / config, *more,
               env={})  # fmt: skip


@pytest.fixture(scope="module")
def done(files):
    return evaluate(files, "--control", files / "control.csv", "--json", "--output", files / "report.html")


def test_a_fifth_of_verbatim_rows_is_reported(done) -> None:
    assert done.code == 0, done.err
    found = done.json
    assert found["rows"] == {"real": 500, "synthetic": 300, "control": 500}
    assert found["privacy"]["exact"]["rows"] == 60
    assert found["privacy"]["exact"]["excess"]["low"] > 0.1
    assert found["repeated"] == 0.2
    assert [arm["name"] for arm in found["utility"]["arms"]] == ["real", "synthetic", "reweighted", "smote"]
    assert found["quality"]["duplicates"] > found["quality"]["overall"]["shapes"] - 0.2


def test_the_report_loads_nothing_and_holds_no_value(done, files) -> None:
    page = (files / "report.html").read_text()
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|link|img|iframe)\b|https?://(?!www\.w3\.org)", page)
    for part in ("Do they help?", "Whom do they expose?", "rewards copying", "native", "20%"):
        assert part in page
    assert not [ward for ward in WARDS if ward in page + done.out + done.err]
    assert "anonymous" not in page.replace("None of these figures makes the rows anonymous", "")


def test_without_held_out_rows_neither_use_nor_exposure_is_claimed(files) -> None:
    done = evaluate(files, "--output", files / "bare.html")
    assert done.code == 0
    assert "utility was not measured: no held-out rows were given (--control)" in done.out
    assert "privacy was not measured" in done.out
    assert "how many would be by chance is unknown" in (files / "bare.html").read_text()
    assert json.loads(evaluate(files, "--json").out)["privacy"] is None


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (CONFIG + "colour: red\n", "colour: extra inputs"),
        (CONFIG.replace("lab,", "labs,"), "no column 'labs'"),
        (CONFIG.replace("target: ill", "target: well"), "target: 'well' is no column"),
        (CONFIG.replace("age,", "age, sex,"), "column 'sex' is named twice"),
        (CONFIG.replace("weight]", "weight, ward]").replace("ward, ill", "ill"), "'ward' is numeric by"),
        (CONFIG.replace("target: ill", "target: ward"), "target 'ward' has 3 values"),
        (CONFIG + 'delimiter: ";"\n', "no column 'age'"),
        ("target: ill\n", "names no column"),
    ],
)
def test_what_cannot_be_used_is_said(files, config: str, message: str) -> None:
    (files / "wrong.yaml").write_text(config)
    done = evaluate(files, "--control", files / "control.csv", config="wrong.yaml")
    assert done.code == 3
    assert message in done.err
    assert "hint: " in done.err
    assert not [ward for ward in WARDS if ward in done.err]


def test_a_small_control_is_refused(files) -> None:
    rows = pd.read_csv(files / "control.csv").head(200)
    rows.to_csv(files / "few.csv", index=False)
    done = evaluate(files, "--control", files / "few.csv")
    assert done.code == 3
    assert "control rows for" in done.err
