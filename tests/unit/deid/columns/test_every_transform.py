"""What holds for each transform on the shelf, whatever it does to a value."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.deid.columns import TRANSFORMS, Column, Transform, Unreadable, build

from .conftest import MakeRows

TEXT: dict[str, tuple[object, list[str | None]]] = {
    "keep": (None, ["a", None, "b", "a", "c"]),
    "pseudonym": ("hmac", ["a", None, "b", "a", "c"]),
    "year": (None, ["1950-01-02", None, "1900-01-01", "1950-01-02", "2001-01-01T10:00:00Z"]),
    "shift": (365, ["1950-01-02", None, "1900-01-01", "1950-01-02", "2001-01-01T10:00:00Z"]),
    "zip3": (2020, ["02139", None, "03601", "02139", "94110-1234"]),
    "top_code": (89, ["12", None, "90", "12", "89 years"]),
    "band": ({"width": 10}, ["12", None, "90", "12", "89"]),
    "map": ({"file": "hierarchy.csv"}, ["a", None, "b", "a", "c"]),
    "hash": (None, ["a|b", None, "b||b", "a|b", ""]),
}
UNREADABLE: dict[str, tuple[object, str]] = {
    "year": (None, "last week"),
    "shift": (365, "last week"),
    "top_code": (89, "old"),
    "band": ({"width": 10}, "old"),
    "map": ({"file": "hierarchy.csv"}, "z"),
}


@pytest.fixture
def policies(tmp_path: Path) -> Path:
    (tmp_path / "hierarchy.csv").write_text("a;x\nb;x\nc;y\n")
    return tmp_path


def made(name: str, policies: Path) -> tuple[Transform, list[str | None]]:
    params, cells = TEXT[name]
    return build(name, params, policies), cells


def test_the_examples_cover_the_shelf() -> None:
    assert TEXT.keys() == {name for name, transform in TRANSFORMS.items() if not transform.drops} - {"scrub"}


@pytest.mark.parametrize("name", TEXT)
def test_rows_stay_in_number_and_place(name: str, policies: Path, make_rows: MakeRows) -> None:
    transform, cells = made(name, policies)
    result = transform.apply(pa.array(cells), make_rows(subjects=["p"] * 5))
    assert len(result) == len(cells)
    assert result[1].as_py() is None
    assert result[0] == result[3]
    result.validate(full=True)


@pytest.mark.parametrize("name", TEXT)
@pytest.mark.parametrize(
    "type_", [pa.string(), pa.large_string(), pa.string_view(), pa.null(), pa.list_(pa.string())]
)
def test_nothing_and_nothing_but_nulls(
    name: str, type_: pa.DataType, policies: Path, make_rows: MakeRows
) -> None:
    transform, _ = made(name, policies)
    assert transform.apply(pa.array([], type_), make_rows(0)).to_pylist() == []
    for rows in (make_rows(3), make_rows(subjects=[None] * 3)):
        assert transform.apply(pa.array([None] * 3, type_), rows).to_pylist() == [None] * 3


@pytest.mark.parametrize("name", TEXT)
def test_a_slice_counts_alone(name: str, policies: Path, make_rows: MakeRows) -> None:
    transform, cells = made(name, policies)
    padded = pa.array(["~", *cells, "~"])  # the tildes can be read by few transforms
    rows = make_rows(subjects=["p"] * 5)
    assert transform.apply(padded.slice(1, 5), rows).equals(transform.apply(pa.array(cells), rows))


@pytest.mark.parametrize("name", TEXT)
def test_other_encodings_of_text_give_the_same(name: str, policies: Path, make_rows: MakeRows) -> None:
    transform, cells = made(name, policies)
    rows = make_rows(subjects=["p"] * 5)
    plain = transform.apply(pa.array(cells), rows).to_pylist()
    unused = pa.DictionaryArray.from_arrays(
        pa.array([0, None, 1, 0, 2], pa.int8()), pa.array([cells[0], cells[2], cells[4], "~", None])
    )
    for other in (pa.array(cells, pa.large_string()), pa.array(cells, pa.string_view()), unused):
        result = transform.apply(other, rows)
        assert result.to_pylist() == plain


@pytest.mark.parametrize("name", TEXT)
def test_the_input_is_left_alone(name: str, policies: Path, make_rows: MakeRows) -> None:
    transform, cells = made(name, policies)
    column = pa.array(cells)
    transform.apply(column, make_rows(subjects=["p"] * 5))
    assert column.to_pylist() == cells


@pytest.mark.parametrize("name", UNREADABLE)
@pytest.mark.parametrize("encode", [False, True])
def test_unreadable_rows_are_marked_and_never_quoted(
    name: str, encode: bool, policies: Path, make_rows: MakeRows
) -> None:
    params, bad = UNREADABLE[name]
    good = TEXT[name][1][0]
    column: Column = pa.array(["~", good, bad, None, good, bad]).slice(1)
    with pytest.raises(Unreadable) as caught:
        build(name, params, policies).apply(
            column.dictionary_encode() if encode else column, make_rows(subjects=["p"] * 5)
        )
    assert caught.value.rows.to_pylist() == [False, True, False, False, True]
    assert caught.value.rows.null_count == 0
    assert bad not in str(caught.value)
    assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize("name", sorted(TEXT.keys() - {"keep"}))
def test_lists_are_refused(name: str, policies: Path, make_rows: MakeRows) -> None:
    transform, _ = made(name, policies)
    with pytest.raises(Unreadable, match="not text") as caught:
        transform.apply(pa.array([["a"], None]), make_rows(2))
    assert caught.value.rows.to_pylist() == [True, False]


def test_a_dropped_column_must_not_get_here(make_rows: MakeRows) -> None:
    with pytest.raises(AssertionError):
        build("drop", None, Path()).apply(pa.array(["a"]), make_rows())
