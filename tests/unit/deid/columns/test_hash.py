"""Lists of codes, hashed code by code."""

from pathlib import Path

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import build

from .conftest import MakeRows

CODES = st.lists(st.sampled_from(["", " ", "E11.9", "I10", "Z99"]), max_size=5)


@given(cells=st.lists(st.none() | CODES, max_size=6))
def test_order_and_repetitions_are_kept_and_empty_items_dropped(
    cells: list[list[str] | None], make_rows: MakeRows
) -> None:
    rows = make_rows(len(cells), kind="clinical.codes")
    column = pa.array([None if cell is None else "|".join(cell) for cell in cells], pa.string())
    result = build("hash", None, Path()).apply(column, rows)
    single = pa.array(["E11.9", "I10", "Z99"])
    known = dict(
        zip(single.to_pylist(), build("hash", None, Path()).apply(single, rows).to_pylist(), strict=True)
    )
    assert result.to_pylist() == [
        None if cell is None else "|".join(str(known[code]) for code in cell if code.strip())
        for cell in cells
    ]


def test_a_separator_of_the_policy(make_rows: MakeRows) -> None:
    cells = pa.array(["E11.9, I10", "I10"])
    first, second = build("hash", ",", Path()).apply(cells, make_rows(2)).to_pylist()
    assert isinstance(first, str)
    assert first.split(",")[1] == second
    assert len(first.split(",")[0]) == 26


def test_other_projects_kinds_and_pseudonyms_differ(make_rows: MakeRows) -> None:
    cell = pa.array(["I10"])
    hashed = [
        build("hash", None, Path()).apply(cell, rows)[0].as_py()
        for rows in (make_rows(kind="a"), make_rows(kind="b"), make_rows(kind="a", project=b"stroke"))
    ]
    pseudonym = build("pseudonym", "hmac", Path()).apply(cell, make_rows(kind="a"))[0].as_py()
    assert len({*hashed, pseudonym}) == 4
