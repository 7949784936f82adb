"""Risk of the subject: several rows are one profile, models are demanded of it, and groups are not erased."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from gateway.deid.columns import build
from gateway.errors import BadInput, RiskRefused
from gateway.model import ColumnPlan, Generalised, GroupLimit, NoteTerms, Plan, RiskTerms, Trait
from gateway.risk.gate import generalise
from gateway.risk.sealed import measure
from gateway.risk.terms import demand

KEEP, DROP = build("keep", None, Path()), build("drop", None, Path())
KINDS = {"sex": "demographic.sex", "race": "demographic.race", "age": "date.birth", "code": "clinical.code"}


def column(table: str, name: str, quasi: bool = True, *levels: Any) -> ColumnPlan:
    return ColumnPlan(table, name, KINDS[name], "r", levels[0] if levels else KEEP, "", quasi, levels)


def plan(terms: RiskTerms, *traits: Trait, levelled: tuple[str, ...] = ()) -> Plan:
    columns = [column(t.table, name, not t.sensitive, *((KEEP, DROP) if name in levelled else ()))
               for t in traits for name in t.columns]  # fmt: skip
    return Plan("d", "", "p", "", "b", date(2026, 6, 1), tuple(columns), terms, "opt-in", 0.05, None, NoteTerms(),
                traits)  # fmt: skip


def consented(made: Plan, subjects: list[str]) -> Any:
    dataset = SimpleNamespace(subject_table="people")
    return SimpleNamespace(plan=made, subjects=pa.array(subjects), planned=SimpleNamespace(dataset=dataset))


def batch(*rows: tuple[str, ...], names: tuple[str, ...]) -> pa.RecordBatch:
    return pa.record_batch([pa.array(values, pa.string()) for values in zip(*rows, strict=True)], names=[*names])


def diagnoses(*rows: tuple[str, str]) -> tuple[str, pa.RecordBatch]:
    return "diagnoses", batch(*rows, names=("subject", "code"))


def people(**columns: list[str]) -> tuple[list[str], tuple[str, pa.RecordBatch]]:
    subjects = [f"p{n:03}" for n in range(len(next(iter(columns.values()))))]
    return subjects, ("people", pa.record_batch({"subject": pa.array(subjects), **columns}))


CODES = Trait("diagnoses", ("code",), "set")
FREE = GroupLimit((), 1.0)


def test_forty_rows_of_one_subject_count_once_where_row_level_k_would_have_passed() -> None:
    """One subject has forty rows of a diagnosis that nobody else has: k of rows is 40, k of subjects is 1."""
    rows = [(f"p{n:03}", "common") for n in range(20)] + [("p999", "rare")] * 40
    subjects = sorted({subject for subject, _ in rows})
    row_level = min(sum(code == other for _, other in rows) for _, code in rows)
    assert row_level >= 11
    terms = RiskTerms(11, 0.05, group_cap=FREE)
    done = generalise(consented(plan(terms, CODES), subjects), [diagnoses(*rows)])
    assert done.before.k == 1
    assert done.suppressed.to_pylist() == ["p999"]
    with pytest.raises(RiskRefused):
        generalise(consented(plan(replace(terms, suppress_at_most=0.0), CODES), subjects), [diagnoses(*rows)])


def test_a_rare_diagnosis_or_a_count_of_visits_is_a_quasi_identifier() -> None:
    rows = [(f"p{n:03}", "common") for n in range(20)] + [("p003", "rare"), *[("p005", "common")] * 9]
    subjects = sorted({subject for subject, _ in rows})
    terms = RiskTerms(5, 0.2, group_cap=FREE)

    def gone(*traits: Trait) -> list[str]:
        return generalise(consented(plan(terms, *traits), subjects), [diagnoses(*rows)]).suppressed.to_pylist()

    assert gone(Trait("diagnoses", ("code",), "rarest")) == ["p003"]
    assert gone(Trait("diagnoses", (), "count")) == ["p003", "p005"]
    assert gone(Trait("diagnoses", (), "count", (1, 3))) == ["p005"]
    assert gone(Trait("diagnoses", ("code",), "count")) == ["p003"]


def cohort(common: int, rare: int) -> tuple[list[str], list[str]]:
    """Ages of which the rare group's are all different."""
    return ["White"] * common + ["Asian"] * rare, ["50"] * common + [str(n % 2 + 60) for n in range(rare)]


RACE, AGE = Trait("people", ("race",), "set"), Trait("people", ("age",), "set")


def settled(limit: GroupLimit, common: int, rare: int, *levelled: str) -> Generalised:
    race, age = cohort(common, rare)
    views = {"race": race, "age": age}
    named = {name: values for name, values in views.items() if name not in levelled}
    for name in levelled:
        named |= {f"{name}\x000": views[name], f"{name}\x001": [""] * len(race)}
    subjects, table = people(**named)
    terms = RiskTerms(11, 0.5, group_cap=limit)
    return generalise(consented(plan(terms, RACE, AGE, levelled=levelled), subjects), [table])


def test_suppression_does_not_erase_a_minority() -> None:
    """Without the cap the optimum drops nobody's age and suppresses every Asian subject; with it, ages go."""
    free = settled(FREE, 80, 20, "age")
    assert len(free.suppressed) == 20
    capped = settled(GroupLimit((), 0.1), 80, 20, "age")
    assert len(capped.suppressed) == 0
    assert [c.column for c in capped.plan.columns if c.transform.drops] == ["age"]
    assert capped.settled is not None
    assert capped.settled.free_loss == pytest.approx(free.settled.loss if free.settled else None)
    assert capped.settled.loss > free.settled.loss if free.settled else False
    assert capped.settled.free_worst == 1.0
    assert {g.name: (len(g.members), g.allowed) for g in capped.groups} == {
        "demographic.race.white": (80, 8), "demographic.race.asian": (20, 2)}  # fmt: skip


def test_a_column_that_the_cap_names_stays_as_it_is() -> None:
    by_default = settled(GroupLimit((), 0.1), 80, 5, "race", "age")
    assert [c.column for c in by_default.plan.columns if c.transform.drops] == ["race", "age"]
    with pytest.raises(RiskRefused) as caught:
        settled(GroupLimit(("demographic.race",), 0.1), 80, 5, "race", "age")
    assert caught.value.reason == "group-cap"
    assert caught.value.numbers["suppressed"] == 5


MODELS = [
    ("l_diversity", {"column": "clinical.code", "l": 2}),
    ("t_closeness", {"column": "clinical.code", "t": 0.3}),
    ("b_likeness", {"column": "diagnoses.clinical.code", "beta": 0.5}),
]


@pytest.mark.parametrize(("name", "parameters"), MODELS, ids=[name for name, _ in MODELS])
def test_a_class_of_one_diagnosis_goes_and_the_sealed_rows_are_judged_again(name: str, parameters: dict) -> None:
    subjects, table = people(sex=["F"] * 40 + ["M"] * 10)
    codes = diagnoses(*[(s, "xy"[n % 2] if n < 40 else "x") for n, s in enumerate(subjects)])
    sensitive = Trait("diagnoses", ("code",), "set", sensitive=True)
    terms = RiskTerms(2, 0.3, (demand(name, parameters, Path()),), FREE)
    made = plan(terms, Trait("people", ("sex",), "set"), sensitive)
    done = generalise(consented(made, subjects), [table, codes])
    assert done.suppressed.to_pylist() == subjects[40:]

    def again(names: list[str]) -> dict[str, int]:
        own = {"people": table[1], "diagnoses": codes[1]}
        rows = [(t, b.filter(pa.array([s in names for s in b.column(0).to_pylist()]))) for t, b in own.items()]
        return dict(measure(done.plan, np.array(names, dtype=object), rows, (), done.reference).missed)

    assert again(subjects[:40]) == {}
    assert again(subjects) == {f"{name} of diagnoses.code": 10}
    assert again(subjects[:41]) == {"k = 2": 1, f"{name} of diagnoses.code": 1}


def test_a_population_is_what_k_map_and_presence_look_at(tmp_path: Path) -> None:
    subjects, table = people(age=["50"] * 5 + ["60"] * 5)
    everybody = ("people", pa.record_batch({"subject": [f"q{n}" for n in range(30)], "age": ["50"] * 24 + ["60"] * 6}))
    (tmp_path / "people.csv").write_text("date.birth\n")
    for name, parameters in (("k_map", {"k": 10}), ("delta_presence", {"at_most": 0.5})):
        wanted = demand(name, parameters | {"population": "people.csv"}, tmp_path)
        made = plan(RiskTerms(None, 0.5, (wanted,), FREE), AGE)
        done = generalise(consented(made, subjects), [table], [everybody])
        assert done.suppressed.to_pylist() == subjects[5:]
        assert done.before.attacks["prosecutor"].highest == pytest.approx(1 / 5)
        assert done.before.attacks["journalist"].highest == pytest.approx(1 / 6)
        assert done.after.attacks["journalist"].highest == pytest.approx(1 / 24)
        missed = measure(done.plan, np.array(subjects, dtype=object), [table], [everybody], done.reference).missed
        assert missed == {name: 5}


def test_a_hierarchy_of_sensitive_values_is_read_and_must_hold_them_all(tmp_path: Path) -> None:
    (tmp_path / "codes.csv").write_text("x,one,*\ny,one,*\nz,two,*\n")
    wanted = demand("t_closeness", {"column": "clinical.code", "t": 0.3, "distance": "hierarchical",
                                    "hierarchy": "codes.csv"}, tmp_path)  # fmt: skip
    subjects, table = people(sex=["F"] * 40 + ["M"] * 10)
    made = plan(RiskTerms(2, 0.3, (wanted,), FREE), Trait("people", ("sex",), "set"),
                Trait("diagnoses", ("code",), "set", sensitive=True))  # fmt: skip

    def gone(far: str) -> int:
        codes = diagnoses(*[(s, "x" if n < 40 else far) for n, s in enumerate(subjects)])
        return len(generalise(consented(made, subjects), [table, codes]).suppressed)

    # All of M at a distance of 1/2 (y) or 1 (z) from x, which 4 of 5 have: 0.4 or 0.8 away from the whole.
    assert (gone("x"), gone("y"), gone("z")) == (0, 10, 10)
    with pytest.raises(BadInput, match=r"lacks 1 of the 2 values of diagnoses\.code"):
        gone("w")
    (tmp_path / "codes.csv").write_text("x,one,*\ny,two,*\n")
    with pytest.raises(BadInput, match="was changed since the policy was read"):
        gone("y")
