"""The gate: classes as a plain program would make them, and exactly the small ones suppressed or refused."""

from collections import Counter
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import build
from gateway.errors import BadInput, RiskRefused
from gateway.model import ColumnPlan, Generalised, NoteTerms, Plan, RiskTerms, Trait
from gateway.risk.cohort import cohort as cohort_of
from gateway.risk.figures import figures
from gateway.risk.gate import generalise

KEEP = build("keep", None, Path())
TYPES = {"text": pa.string(), "whole": pa.int64(), "real": pa.float64(), "day": pa.date32(), "yes": pa.bool_()}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "text": st.sampled_from(["a", "b", "", "null", "0", "-0.0"]) | st.none(),
    "whole": st.integers(-2, 2) | st.none(),
    "real": st.sampled_from([0.0, -0.0, 1.5, 1e300]) | st.none(),
    "day": st.sampled_from([date(2020, 1, 1), date(1900, 1, 1)]) | st.none(),
    "yes": st.booleans() | st.none(),
}
TERMS = RiskTerms(None, 0.05)
SUBJECTS = [f"p{n}" for n in range(8)]


@st.composite
def tables(draw) -> dict[str, tuple[list[str], list[tuple]]]:
    """Tables by name: the types of their columns, and rows of (subject, values …)."""
    made = {}
    for name in draw(st.lists(st.sampled_from(["t", "u", "v"]), unique=True, max_size=3)):
        types = draw(st.lists(st.sampled_from(list(TYPES)), min_size=1, max_size=3))
        rows = st.tuples(st.sampled_from([*SUBJECTS, "stranger"]), *(VALUES[type] for type in types))
        made[name] = (types, draw(st.lists(rows, max_size=16)))
    return made


def batches(made: dict[str, tuple[list[str], list[tuple]]], cut: int = 1000):
    """The tables as the gate gets them, in batches of `cut` rows."""
    for name, (types, rows) in made.items():
        schema = pa.schema([("subject", pa.string()), *((f"c{n}", TYPES[type]) for n, type in enumerate(types))])
        for start in range(0, max(len(rows), 1), cut):
            columns = list(zip(*rows[start : start + cut], strict=True)) or [()] * len(schema)
            yield (
                name,
                pa.record_batch([pa.array(c, f.type) for c, f in zip(columns, schema, strict=True)], schema=schema),
            )


def classify(subjects: list[str], profiles: Any) -> list[int]:
    """The class of each subject over all columns of all tables, those of a table together."""
    found = list(profiles)
    traits = tuple({name: Trait(name, tuple(batch.schema.names[1:]), "set") for name, batch in found}.values())
    columns = tuple(ColumnPlan(t.table, c, "geo.zip", "geo.*", KEEP, "", True) for t in traits for c in t.columns)
    plan = Plan("d", "", "p", "", "b", date(2026, 6, 1), columns, TERMS, "opt-in", 0.05, None, NoteTerms(), traits)
    return cohort_of(plan, np.array(subjects, dtype=object), found).table().tuple_of_row.tolist()


def profile(subject: str, made: dict[str, tuple[list[str], list[tuple]]]) -> tuple:
    """All that the tables tell about one subject: how often they tell it does not matter."""
    return tuple(frozenset(row[1:] for row in rows if row[0] == subject) for _, rows in made.values())


@given(tables(), st.integers(1, 7))
def test_classes_are_those_of_a_plain_program(made, cut: int) -> None:
    classes = classify(SUBJECTS, batches(made, cut))
    profiles = [profile(subject, made) for subject in SUBJECTS]
    for a in range(len(SUBJECTS)):
        for b in range(a):
            assert (classes[a] == classes[b]) == (profiles[a] == profiles[b])
    assert set(classes) == set(range(len(set(profiles))))


def texts(**rows_of: dict[str, list[str | None]]) -> dict[str, tuple[list[str], list[tuple]]]:
    """Tables of one text column, from each subject's values."""
    return {name: (["text"], [(s, v) for s, values in rows.items() for v in values]) for name, rows in rows_of.items()}


@pytest.mark.parametrize(
    ("rows", "same"),
    [
        ({"p0": ["a"] * 40, "p1": ["a"]}, True),
        ({"p0": ["a", "b", "a"], "p1": ["b", "a"]}, True),
        ({"p0": ["a", "b"], "p1": ["a"]}, False),
        ({"p0": [None], "p1": [None]}, True),
        ({"p0": [None], "p1": []}, False),
        ({"p0": [None], "p1": [""]}, False),
        ({"p0": [None], "p1": ["null"]}, False),
        ({}, True),
    ],
)
def test_a_profile_is_a_set_of_rows(rows: dict, same: bool) -> None:
    first, second = classify(["p0", "p1"], batches(texts(t=rows)))
    assert (first == second) == same


@pytest.mark.parametrize("kind", [pa.float64(), pa.float32()])
def test_both_zeros_are_one_value(kind: pa.DataType) -> None:
    batch = pa.record_batch({"subject": ["p0", "p1", "p2"], "c0": pa.array([0.0, -0.0, None], kind)})
    first, second, third = classify(["p0", "p1", "p2"], [("t", batch)])
    assert first == second != third


def test_equal_values_in_different_tables_are_different() -> None:
    made = texts(t={"p0": ["a"]}, u={"p1": ["a"]})
    assert len(set(classify(["p0", "p1"], batches(made)))) == 2


@given(st.lists(st.integers(0, 9), min_size=1, max_size=30).filter(any))
def test_figures_are_by_subject(sizes: list[int]) -> None:
    found = figures(np.array(sizes))
    full = [size for size in sizes if size]
    assert (found.subjects, found.classes, found.k) == (sum(full), len(full), min(full))
    assert found.average_risk == pytest.approx(sum(size * (1 / size) for size in full) / sum(full))
    assert found.sizes == Counter(full)


def consented(subjects: list[str], k: int | None, at_most: float, *columns: ColumnPlan) -> Any:
    """As much of a `Consented` as the gate looks at."""
    planned = columns or tuple(ColumnPlan(t, "c0", "geo.zip", "geo.*", KEEP, "", True) for t in ("t", "u", "v"))
    traits = tuple(Trait(column.table, (column.column,), "set") for column in planned)
    terms = RiskTerms(k, at_most)
    plan = Plan("d", "", "p", "", "b", date(2026, 6, 1), planned, terms, "opt-in", 0.05, None, NoteTerms(), traits)
    return SimpleNamespace(plan=plan, subjects=pa.array(subjects, pa.string()),
                           planned=SimpleNamespace(dataset=SimpleNamespace(subject_table="t")))  # fmt: skip


def gate(values: dict[str, str | None], k: int | None, at_most: float) -> Generalised:
    made = texts(t={subject: [value] for subject, value in values.items()})
    return generalise(consented(sorted(values), k, at_most), batches(made))


def cohort(*sizes: int) -> dict[str, str | None]:
    """One class of each size."""
    return {f"{chr(97 + n)}{i:03}": chr(97 + n) for n, size in enumerate(sizes) for i in range(size)}


def test_small_classes_are_suppressed_and_others_stay() -> None:
    done = gate(cohort(8, 1, 3, 8), k=4, at_most=0.2)
    assert done.suppressed.to_pylist() == ["b000", "c000", "c001", "c002"]
    assert (done.before.subjects, done.before.k, done.before.classes) == (20, 1, 4)
    assert (done.after.subjects, done.after.k, done.after.sizes) == (16, 8, {8: 2})


@pytest.mark.parametrize("k", [2, 5, 11])
def test_a_class_of_k_stays_and_one_less_goes(k: int) -> None:
    done = gate(cohort(k, k - 1, 100), k=k, at_most=0.5)
    assert {subject[0] for subject in done.suppressed.to_pylist()} == {"b"}
    assert done.after.k == k


@pytest.mark.parametrize(("at_most", "refused"), [(0.1, False), (0.0999, True), (0.0, True), (1.0, False)])
def test_suppression_has_a_bound(at_most: float, refused: bool) -> None:
    values = cohort(18, 2)
    if not refused:
        assert len(gate(values, 5, at_most).suppressed) == 2
        return
    with pytest.raises(RiskRefused) as caught:
        gate(values, 5, at_most)
    assert caught.value.reason == "k-unreachable"
    assert caught.value.numbers == {"k": 5, "k_found": 2, "suppressed": 2, "subjects": 20}
    assert "2 of 20 subjects" in caught.value.what
    assert caught.value.exit_code == 5


def test_nobody_left_is_refused_whatever_the_bound() -> None:
    with pytest.raises(RiskRefused, match="no class has 5 subjects; smallest class 1"):
        gate(cohort(4, 1), 5, 1.0)


@pytest.mark.parametrize("at_most", [0.0, 1.0])
def test_without_a_k_risk_is_measured_and_nobody_goes(at_most: float) -> None:
    done = gate(cohort(1, 2), None, at_most)
    assert len(done.suppressed) == 0
    assert done.before == done.after
    assert done.after.k == 1


def test_a_subject_without_rows_is_in_the_class_of_those_without() -> None:
    values: dict[str, str | None] = cohort(6)
    made = texts(t={subject: [value] for subject, value in values.items()})
    done = generalise(consented([*sorted(values), "z1"], 3, 0.5), batches(made))
    assert done.suppressed.to_pylist() == ["z1"]


@given(st.dictionaries(st.sampled_from(SUBJECTS), st.lists(st.sampled_from(["a", "b"]), max_size=40), min_size=1),
       st.integers(2, 4))  # fmt: skip
def test_what_stays_has_k_and_what_goes_had_not(rows: dict[str, list[str]], k: int) -> None:
    made = texts(t=rows)
    subjects = sorted(rows)
    sizes = Counter(profile(subject, made) for subject in subjects)
    small = [subject for subject in subjects if sizes[profile(subject, made)] < k]
    if small == subjects:
        with pytest.raises(RiskRefused):
            generalise(consented(subjects, k, 1.0), batches(made))
        return
    done = generalise(consented(subjects, k, 1.0), batches(made))
    assert done.suppressed.to_pylist() == small
    assert done.after.k >= k


def levelled(*levels: tuple[str, object]) -> ColumnPlan:
    choices = tuple(build(name, params, Path()) for name, params in levels)
    return ColumnPlan("t", "born", "date.birth", "date.birth", choices[0], "", True, choices)


def profiles(*columns: list[str | None]):
    """The subject table with one column for each level."""
    subjects = [f"p{n:03}" for n in range(len(columns[0]))]
    named = {"subject": subjects, **{f"born\0{level}": values for level, values in enumerate(columns)}}
    return subjects, [("t", pa.record_batch({name: pa.array(values, pa.string()) for name, values in named.items()}))]


YEARS = [str(1950 + n % 10) for n in range(40)]
DECADES = ["1950s"] * 40
THREE = levelled(("keep", None), ("year", None), ("drop", None))


@pytest.mark.parametrize(("k", "level", "smallest"), [(None, 0, 4), (4, 0, 4), (5, 1, 40), (41, None, 40)])
def test_the_finest_level_that_reaches_k_is_taken(k: int | None, level: int | None, smallest: int) -> None:
    subjects, found = profiles(YEARS, DECADES, [None] * 40)
    if level is None:
        with pytest.raises(RiskRefused):
            generalise(consented(subjects, k, 0.0, THREE), found)
        return
    done = generalise(consented(subjects, k, 0.0, THREE), found)
    [settled] = done.plan.columns
    assert (settled.transform, settled.levels) == (THREE.levels[level], ())
    assert (done.before.k, done.after.k) == (4, smallest)
    assert len(done.suppressed) == 0


def test_dropping_is_the_last_resort_and_leaves_no_quasi_identifier() -> None:
    lonely = ["1900s", *DECADES[1:]]
    subjects, found = profiles(["1900", *YEARS[1:]], lonely, [None] * 40)
    done = generalise(consented(subjects, 2, 0.0, THREE), found)
    [settled] = done.plan.columns
    assert settled.transform.drops
    assert not settled.quasi_identifier
    assert done.after.k == 40


def test_levels_that_do_not_nest_are_refused() -> None:
    subjects, found = profiles(["a", "a"] * 10, ["x", "y"] * 10)
    with pytest.raises(BadInput, match=r"columns\.date\.birth: the levels for t\.born do not nest"):
        generalise(consented(subjects, 2, 0.0, levelled(("keep", None), ("year", None))), found)
