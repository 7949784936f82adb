"""What a column is to a synthesiser, and rows back in the released columns' own types."""

from datetime import date, datetime

import pyarrow as pa
import pytest

from gateway.deid.columns import build
from gateway.model import Bounded, ColumnPlan, Ordered, Together
from gateway.synth import table


def plan(column: str, kind: str, transform: str = "keep", of: str = "visits") -> ColumnPlan:
    params = {"shift": 365, "band": {"years": 5}, "scrub": "placeholder", "pseudonym": "hmac"}.get(transform)
    made = build(transform, params, None)  # type: ignore[arg-type]  # no transform here reads a file
    return ColumnPlan(of, column, kind, kind, made, "", False)


PATIENTS = pa.table({"id": ["a", "b"], "born": ["1950-1954", "1960-1964"], "sex": ["F", "M"]})
VISITS = pa.table(
    {
        "id": ["a", "a", "b"],
        "visit": ["v1", "v2", "v3"],
        "from": ["2024-01-02T03:04", None, "2024-05-06T07:08"],
        "day": pa.array([date(2024, 1, 2), None, date(2024, 5, 6)]),
        "at": pa.array([datetime(2024, 1, 2, 3), None, datetime(2024, 5, 6, 7)], pa.timestamp("us")),
        "cost": [1.5, None, 2.5],
        "days": pa.array([1, 2, None], pa.int64()),
        "ok": [True, False, None],
        "unit": ["ICU", "ED", None],
    }
)
COLUMNS = [
    plan("id", "subject", "pseudonym", "patients"),
    plan("born", "date.birth", "band", "patients"),
    plan("sex", "demographic.sex", of="patients"),
    plan("id", "subject", "pseudonym"),
    plan("visit", "key.encounter", "pseudonym"),
    plan("from", "date.service", "shift"),
    plan("day", "date.service", "shift"),
    plan("at", "date.service", "shift"),
    plan("cost", "admin.cost"),
    plan("days", "admin.days"),
    plan("ok", "clinical.flag"),
    plan("unit", "admin.unit"),
]
TABLES = {"patients": PATIENTS, "visits": VISITS}


def code(kind: str, whose: str) -> str:
    return f"syn-{kind}-{whose}"


@pytest.mark.parametrize(
    ("kind", "transform", "learnt"),
    [
        ("name.family", "keep", False), ("contact.phone", "keep", False), ("org.employer", "keep", False),
        ("geo.zip", "keep", False), ("geo.city", "keep", False), ("text.short", "scrub", False),
        ("text.note", "keep", False), ("geo.state", "keep", True), ("geo.zip", "zip3", True),
        ("clinical.code", "keep", True), ("clinical.kind", "scrub", False), ("biometric.x", "keep", False),
    ],
)  # fmt: skip
def test_what_tells_of_one_person_is_never_learnt(kind: str, transform: str, learnt: bool) -> None:
    made = build("zip3", {"census": 2020}, None) if transform == "zip3" else None  # type: ignore[arg-type]
    column = plan("x", kind, "keep" if made else transform)
    column = ColumnPlan("t", "x", kind, kind, made or column.transform, "", False)
    found, left_out = table.fields([column], {"t": pa.table({"x": ["CANARY"]})})
    assert (bool(found), left_out) == (learnt, [] if learnt else ["t.x"])


def test_keys_are_not_learnt_and_types_come_from_the_plan() -> None:
    found, _ = table.fields(COLUMNS, TABLES)
    roles = {one.name: one.role for one in found}
    assert {name for name, role in roles.items() if role == "key"} == {"patients.id", "visits.id", "visits.visit"}
    assert roles["patients.born"] == "category"
    assert {roles[f"visits.{name}"] for name in ("from", "day", "at")} == {"date"}
    assert {roles["visits.cost"], roles["visits.days"]} == {"number"}


def test_real_rows_come_back_in_their_own_types() -> None:
    found, _ = table.fields(COLUMNS, TABLES)
    rows = table.frame(found, TABLES, "patients")
    again = table.tables(rows, found, "patients", code)
    kept = [name for name in VISITS.column_names if name not in ("id", "visit")]
    assert again["visits"].select(kept) == VISITS.select(kept)
    assert again["visits"].schema.field("ok").type == pa.bool_()
    assert again["patients"].select(["born", "sex"]).to_pylist() == PATIENTS.select(["born", "sex"]).to_pylist()


def test_keys_resolve_across_tables() -> None:
    found, _ = table.fields(COLUMNS, TABLES)
    again = table.tables(table.frame(found, TABLES, "patients"), found, "patients", code)
    patients, visits = again["patients"].column("id").to_pylist(), again["visits"].column("id").to_pylist()
    assert len(set(patients)) == 2
    assert set(visits) == set(patients)
    assert len(set(again["visits"].column("visit").to_pylist())) == 3


def test_one_table_has_a_subject_for_each_row_that_has_no_code() -> None:
    found, _ = table.fields([plan("unit", "admin.unit")], {"visits": VISITS})
    assert table.frame(found, {"visits": VISITS}, "patients")[table.SUBJECT].nunique() == 3


def test_rules_that_the_release_can_no_longer_break_are_left() -> None:
    found, _ = table.fields(COLUMNS, TABLES)
    rules = table.rules(found, {
        "visits": [Bounded("cost", 0, 9), Ordered("from", "day"), Together(("unit", "ok")), Bounded("gone", 0, 1)],
        "patients": [Ordered("born", "sex"), Together(("sex", "gone"))],
    })  # fmt: skip
    assert rules == (Bounded("visits.cost", 0, 9), Ordered("visits.from", "visits.day"),
                     Together(("visits.unit", "visits.ok")))  # fmt: skip
