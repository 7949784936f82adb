"""`gateway risk` from file to file: results, refusals, and that no cell value is ever printed."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from gateway.cli.risk import risk_
from gateway.errors import BadInput, GatewayError, RiskRefused

CANARY = "Zanzibar-7731"
PEOPLE = [  # age, sex, ward, diagnosis
    ("31", "f", "a", "flu"), ("32", "f", "a", "ulcer"), ("33", "f", "a", "flu"), ("34", "f", "b", "ulcer"),
    ("51", "m", "b", "flu"), ("52", "m", "b", "ulcer"), ("53", "m", "b", "None"), ("54", "m", "b", ""),
    ("91", "m", "c", CANARY),
]  # fmt: skip
AGES = "\n".join(f"{age},{age[0]}0s,*" for age, *_ in PEOPLE)
FILES = {
    "people.csv": "age,sex,ward,diagnosis\n" + "\n".join(map(",".join, PEOPLE)) + "\n",
    "age.csv": AGES,
    "sex.csv": "f,*\nm,*\n",
    "diagnosis.csv": f"flu,x,*\nulcer,x,*\nNone,y,*\n,y,*\n{CANARY},y,*\n",
}
CONFIG: dict[str, Any] = {
    "quasi_identifiers": {"age": "age.csv", "sex": "sex.csv"},
    "models": [{"k_anonymity": 4}],
    "suppression": 0.2,
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def run(folder: Path, /, *options: str, **changes: Any) -> Result:
    config = {k: v for k, v in (CONFIG | changes).items() if v is not None}
    (folder / "risk.yaml").write_text(yaml.safe_dump(config))
    return CliRunner().invoke(risk_, [str(folder / "people.csv"), "--config", str(folder / "risk.yaml"), *options])


def refused(folder: Path, kind: type[GatewayError], /, **changes: Any) -> str:
    result = run(folder, **changes)
    assert isinstance(result.exception, kind), result.output
    assert CANARY not in f"{result.exception}{result.exception.__cause__}{result.output}"
    assert result.exception.hint
    return str(result.exception)


def test_json_has_what_the_command_line_promises(folder: Path) -> None:
    report = json.loads(run(folder, "--json").stdout)
    assert report.pop("seconds") >= 0
    measures = report.pop("measures")
    assert report == {
        "levels": {"age": 1, "sex": 0},
        # age: 8 rows stand for 4 of 9 leaves, one is lost; sex: 8 for 1 of 2, one lost; each scaled to 0…1.
        "loss": pytest.approx(((1 + (8 * 4 / 9 + 1 - 1) / 8) * (1 + (8 / 2 + 1 - 4.5) / 4.5)) ** 0.5 - 1),
        "suppressed": 1,
        "optimal": True,
        "checks": report["checks"],
        "suppressed_by_group": {},
    }
    assert measures == {
        "k": 4, "classes": 2, "average_class_size": 4.0, "prosecutor_max": 0.25, "prosecutor_average": 0.25,
        "records_at_risk": 1.0, "l": {}, "entropy_l": {}, "t": {},
        "recursive_c": {}, "alpha": {}, "beta": {}, "delta_disclosure": {},
    }  # fmt: skip


def test_the_table_is_readable_and_holds_no_value(folder: Path) -> None:
    models = [{"k_anonymity": 4}, {"t_closeness": {"column": "diagnosis", "t": 0.9}}]
    text = run(folder, models=models).stdout
    assert "age                   1   2" in text
    assert "suppressed   1 of 9 rows (11.11%)" in text
    assert "t diagnosis" in text
    assert CANARY not in text


def test_the_generalised_table_keeps_every_row_and_column(folder: Path) -> None:
    run(folder, "--output", str(folder / "out.csv"))
    with (folder / "out.csv").open(newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["age", "sex", "ward", "diagnosis"]
    assert rows[1:] == [["*", "*", *rest] if age == "91" else [f"{age[0]}0s", sex, *rest] for age, sex, *rest in PEOPLE]
    assert not list(folder.glob(".out*"))


def test_quotes_delimiters_and_line_breaks_survive(folder: Path) -> None:
    odd = ['a "quoted" ward', "one; two", "two\nlines", "", "NULL", " x ", "é", "-", "n/a"]
    with (folder / "people.csv").open("w", newline="") as file:
        csv.writer(file).writerows(
            [["age", "sex", "ward"], *([p[0], p[1], w] for p, w in zip(PEOPLE, odd, strict=True))]
        )
    run(folder, "--output", str(folder / "out.csv"))
    with (folder / "out.csv").open(newline="") as file:
        assert [row[2] for row in csv.reader(file)] == ["ward", *odd]


def test_a_rule_is_a_hierarchy_like_any_file(folder: Path) -> None:
    files = json.loads(run(folder, "--json").stdout)
    rules = {"age": {"intervals": [10]}, "sex": {"csv": {"file": "sex.csv", "delimiter": ","}}}
    ruled = json.loads(run(folder, "--json", "--output", str(folder / "out.csv"), quasi_identifiers=rules).stdout)
    assert ruled["levels"] == files["levels"]
    assert ruled["loss"] == pytest.approx(files["loss"])
    with (folder / "out.csv").open(newline="") as file:
        assert [row[0] for row in csv.reader(file)] == ["age", *["30-39"] * 4, *["50-59"] * 4, "*"]


def test_a_rule_covers_the_population_too(folder: Path) -> None:
    (folder / "all.csv").write_text("sex,age\n" + "\n".join(f"{p[1]},{p[0]}" for p in PEOPLE * 3) + "\nf,17\n")
    presence = {"delta_presence": {"at_most": 0.34, "population": "all.csv"}}
    rules = {"age": {"intervals": [10]}, "sex": {"flat": None}}
    report = json.loads(run(folder, "--json", models=[presence], quasi_identifiers=rules).stdout)
    assert report["levels"] == {"age": 0, "sex": 0}


def test_a_value_that_a_rule_does_not_cover_is_refused_by_row(folder: Path) -> None:
    (folder / "people.csv").write_text(f"age,sex\n31,f\n{CANARY},f\n")
    rules = {"age": {"intervals": [10]}, "sex": {"flat": None}}
    message = refused(folder, BadInput, quasi_identifiers=rules)
    assert re.search(r"column 'age': .* 1 rows, the first of them row 3\n  hint: .* a number", message)


def test_sensitive_values_are_texts_and_the_empty_text_is_one(folder: Path) -> None:
    models = [{"k_anonymity": 4}, {"l_diversity": {"column": "diagnosis", "l": 2}}]
    measures = json.loads(run(folder, "--json", models=models).stdout)["measures"]
    assert measures["l"] == {"diagnosis": 2}
    assert json.loads(run(folder, "--json", models=[*models, {"l_diversity": {"column": "diagnosis", "l": 3}}]).stdout)[
        "levels"
    ] == {"age": 2, "sex": 1}


def test_hierarchical_closeness_reads_its_hierarchy(folder: Path) -> None:
    closeness = {"column": "diagnosis", "t": 0.3, "distance": "hierarchical", "hierarchy": "diagnosis.csv"}
    report = json.loads(run(folder, "--json", models=[{"k_anonymity": 2}, {"t_closeness": closeness}]).stdout)
    assert report["measures"]["t"]["diagnosis"] <= 0.3


def test_a_cap_is_reported_by_group(folder: Path) -> None:
    cap = {"columns": ["sex"], "at_most": 0.2}
    report = json.loads(run(folder, "--json", group_cap=cap).stdout)
    assert report["suppressed_by_group"] == {
        "f": {"rows": 4, "suppressed": 0, "share": 0.0},
        "m": {"rows": 5, "suppressed": 1, "share": 0.2},
    }
    tight = json.loads(run(folder, "--json", group_cap=cap | {"at_most": 0.19}).stdout)
    assert tight["suppressed"] == 0
    assert tight["levels"] == {"age": 2, "sex": 0}


def test_presence_in_a_population(folder: Path) -> None:
    (folder / "all.csv").write_text("sex,age\n" + "\n".join(f"{p[1]},{p[0]}" for p in PEOPLE * 3))
    presence = {"delta_presence": {"at_most": 0.34, "population": "all.csv"}}
    assert json.loads(run(folder, "--json", models=[presence]).stdout)["levels"] == {"age": 0, "sex": 0}
    assert "no generalisation satisfies" in refused(
        folder, RiskRefused, models=[{"delta_presence": {"at_most": 0.33, "population": "all.csv"}}]
    )
    (folder / "all.csv").write_text("sex,age\nf,31\n")
    assert "8 combinations" in refused(folder, BadInput, models=[presence])


def test_nothing_satisfies(folder: Path) -> None:
    assert "no generalisation satisfies the models" in refused(folder, RiskRefused, models=[{"k_anonymity": 10}])
    assert RiskRefused.exit_code == 5


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"models": None}, "models: field required"),
        ({"models": []}, "models: "),
        ({"models": [{"k_anonymity": 1}]}, "models.0.*: .*greater than or equal to 2"),
        ({"models": [{"k_anonymty": 2}]}, "models.0: no such model; choose from k_anonymity"),
        ({"models": [{"l_diversity": {"column": "x", "l": 2, "q": 1}}]}, "models.0.*q: extra"),
        ({"supression": 0.1}, "supression: extra"),
        ({"folder": "/"}, "folder: unknown key"),
        ({"suppression": 1.5}, "suppression: "),
        ({"suppression": "0.1"}, "suppression: "),
        ({"loss": "los"}, "loss: no such loss; choose from loss, nue"),
        ({"loss": "nue", "balance": 0.2}, "balance does not apply"),
        ({"loss": "class_size", "weights": {"age": 2.0}}, "weights do not apply"),
        ({"weights": {"ward": 2.0}}, "weights: 'ward' is not a quasi-identifier"),
        ({"group_cap": {"columns": ["ward"], "at_most": 0.1}}, "group_cap: 'ward' is not a quasi-identifier"),
        ({"recoding": "mondrian", "checks_at_most": 5}, "recoding: mondrian searches nothing"),
        ({"recoding": "local"}, "recoding: "),
        ({"quasi_identifiers": {"age": "gone.csv"}}, "gone.csv: no such hierarchy file"),
        ({"quasi_identifiers": {"age": {"interval": [5]}}}, "age: no such kind of hierarchy; choose from csv, int"),
        ({"quasi_identifiers": {"age": {"intervals": [5, 7]}}}, "age.*: each width must be a multiple"),
        ({"quasi_identifiers": {"age": {"dates": ["month"]}}}, "people.csv: column 'age': not one value is a date"),
        ({"quasi_identifiers": {"height": {"intervals": [5]}}}, "people.csv: no column 'height'"),
        ({"quasi_identifiers": {"diagnosis": {"icd10cm": None}}}, "column 'diagnosis': not one|lacks the values of"),
        ({"quasi_identifiers": {"height": "age.csv"}}, "people.csv: no column 'height'"),
        ({"models": [{"l_diversity": {"column": "sex", "l": 2}}]}, "'sex' is a quasi-identifier and a sensitive"),
        ({"quasi_identifiers": {"age": "age.csv", "ward": "sex.csv"}}, "'ward': .* 9 rows, the first of them row 2"),
        ({"delimiter": ";"}, "people.csv: no column"),
    ],
)
def test_a_bad_configuration_is_refused_by_place(folder: Path, changes: dict[str, Any], message: str) -> None:
    assert re.search(message, refused(folder, BadInput, **changes))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (f"age,sex\n31,f\n{CANARY}\n", "row 3 has 1 columns, the header 2"),
        (f"age,sex\n31,f\n{CANARY},f\n", "column 'age': .* 1 rows, the first of them row 3"),
        ("age,age\n31,f\n", "names a column twice"),
        ("", "the header is empty"),
        ("age,sex\n", "the table has no rows"),
    ],
)
def test_a_bad_table_is_refused_by_row(folder: Path, text: str, message: str) -> None:
    (folder / "people.csv").write_text(text)
    assert re.search(message, refused(folder, BadInput))


def test_a_table_that_is_not_utf8_is_refused(folder: Path) -> None:
    (folder / "people.csv").write_bytes(b"age,sex\n\xff,f\n")
    assert "UTF-8" in refused(folder, BadInput)
    (folder / "people.csv").write_bytes(b"age,sex\n" + b"31,f\n" * 100_000 + b"\xff,f\n")
    assert "is not CSV in UTF-8" in refused(folder, BadInput)


def test_the_input_is_never_overwritten(folder: Path) -> None:
    result = run(folder, "--output", str(folder / "people.csv"))
    assert isinstance(result.exception, BadInput)
    assert (folder / "people.csv").read_text() == FILES["people.csv"]


def test_a_search_that_ran_out_of_time_says_what_it_proved(folder: Path) -> None:
    result = run(folder, "--json", seconds_at_most=1e-9)
    assert isinstance(result.exception, RiskRefused)
    assert "no solution found in 1e-09 s" in str(result.exception)


def test_local_recoding_warns_and_keeps_every_row(folder: Path) -> None:
    rules = {"age": {"intervals": [10, 40]}, "sex": {"flat": None}}
    result = run(folder, "--json", "--output", str(folder / "out.csv"), recoding="mondrian", quasi_identifiers=rules)
    report = json.loads(result.stdout)
    assert "levels mix within a column" in report["warning"]
    assert "levels mix within a column" in result.stderr
    assert (report["suppressed"], report["optimal"], report["measures"]["k"]) == (0, False, 4)
    assert "levels" not in report
    with (folder / "out.csv").open(newline="") as file:
        assert [row[:2] for row in csv.reader(file)] == [
            ["age", "sex"], *[["30-39", "f"]] * 4, *[["51 to 91", "m"]] * 5]  # fmt: skip
    assert "nothing is proven" in run(folder, recoding="mondrian", quasi_identifiers=rules).stdout


def test_help_has_an_example() -> None:
    assert "gateway risk patients.csv --config risk.yaml" in CliRunner().invoke(risk_, ["--help"]).output
