"""A part in, its released rows out: every row that was read is released or counted under one reason."""

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
from gateway.deid.parts import Deidentifier
from gateway.model import (
    SUBJECT,
    Closed,
    Column,
    ColumnPlan,
    Dataset,
    Generalised,
    NoteTerms,
    Plan,
    Reference,
    RiskTerms,
    Table,
    Trait,
)
from gateway.records.stream import Part, parts

from .secrets import SEPSIS
from .test_text import scrubber, strings

RULES = {"pid": ("subject", "pseudonym", "random"), "note": ("text.note", "scrub", "placeholder"),
         "seen": ("date.service", "shift", 30), "name": ("name.family", "drop", None),
         "zip": ("geo.zip", "zip3", 2020), "born": ("date.birth", "year", None)}  # fmt: skip
QUASI = {"zip", "born"}


def column(table: str, name: str, *levels: tuple[str, object]) -> ColumnPlan:
    kind, transform, params = RULES[name]
    choices = tuple(build(name, params, Path()) for name, params in levels)
    return ColumnPlan(table, name, kind, kind, build(transform, params, Path()), "", name in QUASI, choices)


def plan(*columns: ColumnPlan) -> Plan:
    traits = tuple(Trait(column.table, (column.column,), "set") for column in columns if column.quasi_identifier)
    return Plan("d", "", "p", "", "b", date(2026, 6, 1), columns, RiskTerms(None, 0.05), "opt-in", 0.05, 30,
                NoteTerms(), traits)


def table(*names: str, reference: bool = False) -> Table:
    described = tuple(Column(name, RULES[name][0]) for name in names)
    return Table("t", Path("t.csv"), "csv", described, reference)


def clean(rows: dict[str, list[Any]], released: list[str], quarantined: dict[str, int] | None = None,
          reference: bool = False, **left_out: list[str]):  # fmt: skip
    """The part's released rows, and what was counted."""
    batch = pa.record_batch({name: pa.array(values, pa.string()) for name, values in rows.items()})
    described = table(*rows, reference=reference)
    deidentifier = Deidentifier(plan(*(column("t", name) for name in rows)), SEPSIS, scrubber())
    part = Part("t", 0, 0, batch, quarantined or {})
    reasons = {reason.replace("_", "-"): strings(*names) for reason, names in left_out.items()}
    return deidentifier.clean(part, described, strings(*sorted(released)), reasons)


def test_columns_follow_the_plan_and_dropped_ones_are_gone() -> None:
    cleaned = clean(
        {"name": ["Lee"], "pid": ["p1"], "zip": ["03101"], "born": ["1950-01-02"], "note": ["Ada!"]}, ["p1"]
    )
    assert cleaned.rows.schema.names == ["pid", "zip", "born", "note"]
    [row] = cleaned.rows.to_pylist()
    assert (row["zip"], row["born"], row["note"]) == ("031", 1950, "[PATIENT]!")
    assert row["pid"] != "p1"
    assert (cleaned.read, cleaned.left_out, cleaned.tally.spans) == (1, {}, {"PATIENT": 1})


def test_each_row_that_stays_behind_is_counted_under_its_reason() -> None:
    cleaned = clean(
        {"pid": ["p1", "p2", "p3", None, "p9", "p1", "p1"], "note": ["x", "x", "x", "x", "x", "BROKEN", None],
         "seen": ["2020-01-01", "2020-01-01", None, None, None, None, "CANARY"]},
        ["p1"], {"n: not of type date": 2}, no_consent=["p2"], suppressed=["p3"],
    )  # fmt: skip
    assert cleaned.read == 9
    assert cleaned.rows.num_rows == 1
    assert cleaned.left_out == {
        "no-consent": 1, "suppressed": 1, "quarantined: null subject": 1, "unknown-subject": 1,
        "quarantined: n: not of type date": 2, "quarantined: note: not scanned whole": 1,
        "quarantined: seen: not a full date": 1,
    }  # fmt: skip


def test_spans_of_rows_that_are_left_out_later_are_not_counted_twice() -> None:
    """The note is scrubbed, then the date behind it fails: the rest is scrubbed again."""
    cleaned = clean({"pid": ["p1", "p1"], "note": ["Ada", "Ada Bo"], "seen": ["CANARY", "2020-01-01"]}, ["p1"])
    assert cleaned.tally.spans == {"PATIENT": 1, "STAFF": 1}


def test_a_reference_table_is_released_whole() -> None:
    cleaned = clean({"zip": ["03101", "03102"]}, [], reference=True, no_consent=["p2"])
    assert cleaned.rows.to_pylist() == [{"zip": "031"}] * 2
    assert cleaned.left_out == {}


def test_a_part_of_nobody_has_its_columns_still() -> None:
    cleaned = clean({"pid": ["p2"], "born": ["1950-01-02"], "zip": ["x"]}, ["p1"], no_consent=["p2"])
    assert (cleaned.rows.num_rows, cleaned.rows.schema.names) == (0, ["pid", "born", "zip"])


SUBJECTS = st.sampled_from(["p1", "p2", "p3", "p4", "p5", None])
NOTES = st.sampled_from(["Ada", "fine", "BROKEN", "", None])
SEEN = st.sampled_from(["2020-01-01", "2020-02-30", "soon", "1901-01-01", None])


@given(
    st.lists(st.tuples(SUBJECTS, NOTES, SEEN), max_size=25),
    st.dictionaries(
        st.sampled_from(["p1", "p2", "p3", "p4"]), st.sampled_from(["released", "no-consent", "suppressed"])
    ),
    st.integers(0, 5),
)
def test_what_is_read_is_released_or_counted(rows: list[tuple], fate: dict[str, str], earlier: int) -> None:
    by = {
        what: [name for name, found in fate.items() if found == what]
        for what in ("released", "no-consent", "suppressed")
    }
    columns = {name: [row[n] for row in rows] for n, name in enumerate(("pid", "note", "seen"))}
    cleaned = clean(columns, by["released"], {"x: bad": earlier} if earlier else {},
                    no_consent=by["no-consent"], suppressed=by["suppressed"])  # fmt: skip
    assert cleaned.read == len(rows) + earlier == cleaned.rows.num_rows + sum(cleaned.left_out.values())

    expected: Counter[str] = Counter({"quarantined: x: bad": earlier})
    kept = []
    for subject, note, seen in rows:
        if subject is None:
            expected["quarantined: null subject"] += 1
        elif fate.get(subject) != "released":
            expected[fate.get(subject, "unknown-subject")] += 1
        elif note == "BROKEN":
            expected["quarantined: note: not scanned whole"] += 1
        elif seen in ("2020-02-30", "soon"):
            expected["quarantined: seen: not a full date"] += 1
        else:
            kept.append((note and note.replace("Ada", "[PATIENT]"), seen in (None, "1901-01-01")))
    assert cleaned.left_out == dict(+expected)
    assert [(row["note"], row["seen"] is None) for row in cleaned.rows.to_pylist()] == kept
    assert cleaned.tally.spans.get("PATIENT", 0) == sum(note == "[PATIENT]" for note, _ in kept)


def world(folder: Path, *columns: ColumnPlan, body: str) -> tuple[Deidentifier, Any]:
    """A de-identifier and as much of a `Consented` as it looks at: p1 to p4 consented."""
    names = [c.column for c in columns]
    (folder / "t.csv").write_text(",".join(names) + "\n" + body)
    described = Table("t", folder / "t.csv", "csv", tuple(Column(name, RULES[name][0]) for name in names))
    planned = SimpleNamespace(dataset=Dataset("d", (described,), "t", ""))
    made = plan(*columns)
    everybody = strings("p1", "p2", "p3", "p4")
    closed = Closed(everybody, np.full(4, 63, dtype=np.uint8), np.zeros(4, dtype=np.uint8))
    consented = SimpleNamespace(
        planned=planned, plan=made, subjects=everybody, excluded=strings("p5"), closed=closed
    )
    return Deidentifier(made, SEPSIS, scrubber()), consented


BODY = "p1,03101,1950-01-02\np2,00000,soon\np3,,1900-01-01\np5,03102,1960-01-01\n"


def test_profiles_are_the_quasi_identifiers_as_they_will_be_released(tmp_path: Path) -> None:
    columns = [column("t", name) for name in ("pid", "zip", "born")]
    deidentifier, consented = world(tmp_path, *columns, body=BODY)
    [(name, batch)] = deidentifier.profiles(consented.planned.dataset, consented.subjects)
    assert name == "t"
    assert batch.schema.names == [SUBJECT, "zip", "born"]
    assert [tuple(row.values()) for row in batch.to_pylist()] == [("p1", "031", 1950), ("p3", None, 1936)]


def test_profiles_hold_every_level_of_a_column(tmp_path: Path) -> None:
    levels = column("t", "born", ("year", None), ("band", {"years": 10}), ("drop", None))
    deidentifier, consented = world(tmp_path, column("t", "pid"), column("t", "zip"), levels, body=BODY)
    [(_, batch)] = deidentifier.profiles(consented.planned.dataset, consented.subjects)
    assert batch.schema.names == [SUBJECT, "zip", "born\x000", "born\x001", "born\x002"]
    assert batch.column("born\x002").null_count == batch.num_rows
    assert batch.column("born\x000").to_pylist() == [1950, 1936]


def test_a_release_holds_the_consented_without_the_suppressed_at_the_settled_level(tmp_path: Path) -> None:
    levels = column("t", "born", ("year", None), ("drop", None))
    deidentifier, consented = world(tmp_path, column("t", "pid"), column("t", "zip"), levels, body=BODY)
    settled = consented.plan.settled({("t", "born"): 1})
    generalised = Generalised(consented, settled, strings("p3"), None, None, Reference(4))  # type: ignore[arg-type]
    described = consented.planned.dataset.table("t")
    [part] = parts(described)
    cleaned = deidentifier.cleaner(generalised)(part, described)
    assert cleaned.rows.schema.names == ["pid", "zip"]
    assert cleaned.rows.column("zip").to_pylist() == ["031", "000"]
    assert cleaned.left_out == {"suppressed": 1, "no-consent": 1}


@pytest.mark.parametrize("method", ["random", "hmac"])
def test_codes_are_those_that_stand_in_the_rows(method: str) -> None:
    pid = ColumnPlan("t", "pid", "subject", "subject", build("pseudonym", method, Path()), "", False)
    deidentifier = Deidentifier(plan(pid), SEPSIS, scrubber())
    part = Part("t", 0, 0, pa.record_batch({"pid": strings("p2", "p1")}), {})
    cleaned = deidentifier.clean(part, table("pid"), strings("p1", "p2"), {})
    assert cleaned.rows.column("pid").to_pylist() == deidentifier.codes(strings("p2", "p1"), pid).to_pylist()
