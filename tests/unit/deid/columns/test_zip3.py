"""ZIP codes cut to three digits, in every form that hospitals' files give them."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Column, build

from .conftest import MakeRows

SPARSE = {
    2000: "036 059 063 102 203 556 692 790 821 823 830 831 878 879 884 890 893",
    2010: "036 059 102 203 205 369 556 692 821 823 878 879 884 893",
    2020: "036 059 102 202 203 204 205 369 556 692 753 772 821 823 878 879 884 893",
}


def prefixes(values: Column, make_rows: MakeRows, census: int = 2020) -> list[str | None]:
    result = build("zip3", {"census": census}, Path()).apply(values, make_rows(len(values)))
    assert result.type == pa.string()
    found: list[str | None] = result.to_pylist()
    return found


@pytest.mark.parametrize(
    ("code", "prefix"),
    [
        ("94110", "941"),
        (" 94110 ", "941"),
        ("94110-1234", "941"),
        ("94110 1234", "941"),
        ("941101234", "941"),
        ("94110-", "941"),
        ("94110.0", "941"),
        ("02139", "021"),
        ("2139", "021"),
        ("2139-1234", "021"),
        ("21391234", "021"),
        ("2139.0", "021"),
        ("00601", "006"),
        ("601", "006"),
        ("00000", "000"),
        ("99999", "999"),
        ("00000-1234", "000"),
        ("98765", "000"),  # 987 is not assigned
        ("00401", "000"),
        ("09001", "000"),  # the military in Europe
        ("94110 1234 5", "000"),
        ("94l10", "000"),
        ("941", "009"),
        ("021", "000"),
        ("94", "000"),
        ("-2139", "000"),
        ("941101", "000"),
        ("9411012", "000"),
        ("02139123", "000"),
        ("SW1A 1AA", "000"),
        ("K1A 0B1", "000"),
        ("unknown", "000"),
        ("９４１１０", "000"),
    ],
)
def test_each_form_of_a_code(code: str, prefix: str, make_rows: MakeRows) -> None:
    assert prefixes(pa.array([code, None, "  "]), make_rows) == [prefix, None, None]


@pytest.mark.parametrize("type_", [pa.int32(), pa.int64(), pa.uint32(), pa.float64()])
def test_numeric_columns_get_their_zeros_back(type_: pa.DataType, make_rows: MakeRows) -> None:
    codes: Column = pa.array([2139, 94110, 601, None, 21391234, 941101234, 3601]).cast(type_)
    expected = ["021", "941", "006", None, "021", "941", "000"]
    assert prefixes(codes, make_rows) == expected


@pytest.mark.parametrize("census", SPARSE)
def test_prefixes_with_few_people_become_000(census: int, make_rows: MakeRows) -> None:
    sparse = SPARSE[census].split()
    assert prefixes(pa.array([f"{prefix}01" for prefix in sparse]), make_rows, census) == ["000"] * len(
        sparse
    )


def test_the_census_decides(make_rows: MakeRows) -> None:
    codes = pa.array(["06301", "36901", "79001", "83001"])
    assert prefixes(codes, make_rows, 2000) == ["000", "369", "000", "000"]
    assert prefixes(codes, make_rows, 2010) == ["063", "000", "790", "830"]
    assert prefixes(codes, make_rows, 2020) == ["063", "000", "790", "830"]


@pytest.mark.parametrize("census", SPARSE)
def test_prefixes_without_residents_become_000_in_every_census(census: int, make_rows: MakeRows) -> None:
    codes = pa.array(["00501", "20201", "20501", "34001", "55501", "75301", "77201", "96201"])
    assert prefixes(codes, make_rows, census) == ["000"] * 8


def test_no_more_than_the_populous_prefixes_occur(make_rows: MakeRows) -> None:
    every = pa.array([f"{number:03}01" for number in range(1000)])
    kept = [prefix for prefix in prefixes(every, make_rows) if prefix != "000"]
    assert len(kept) == len(set(kept))
    assert 850 < len(kept) < 900


@given(code=st.text() | st.from_regex(r"\d{1,10}(-\d{4})?", fullmatch=True))
def test_nothing_but_a_known_prefix_comes_out(code: str, make_rows: MakeRows) -> None:
    (prefix,) = prefixes(pa.array([code]), make_rows)
    if prefix is None:
        assert not code.strip()
    elif prefix != "000":
        assert prefix in {code.strip()[:3], f"0{code.strip()[:2]}", f"00{code.strip()[:1]}"}
