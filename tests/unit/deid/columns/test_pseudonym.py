"""Codes join tables of one project, and nothing else."""

from base64 import b32encode
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import Column, build

from .conftest import FixedSecrets, MakeRows

METHODS = ["random", "hmac"]


@pytest.mark.parametrize("method", METHODS)
@given(left=st.lists(st.none() | st.text(max_size=4)), right=st.lists(st.none() | st.text(max_size=4)))
def test_equal_keys_get_equal_codes_across_tables(
    method: str, left: list[str | None], right: list[str | None], make_rows: MakeRows
) -> None:
    rows = make_rows(len(left))
    transform = build("pseudonym", method, Path())
    keys = [*left, *right]
    codes = [
        *transform.apply(pa.array(left, pa.string()), rows).to_pylist(),
        *transform.apply(pa.array(right, pa.string()), rows).to_pylist(),
    ]
    assert [code is None for code in codes] == [key is None for key in keys]
    pairs = set(zip(keys, codes, strict=True))
    assert len(pairs) == len(set(keys)) == len(set(codes))


def test_random_codes_are_asked_for_once_per_distinct_value(make_rows: MakeRows) -> None:
    rows = make_rows(4, kind="id.mrn")
    build("pseudonym", "random", Path()).apply(pa.array(["b", "a", None, "b"]), rows)
    assert isinstance(rows.secrets, FixedSecrets)
    assert rows.secrets.crosswalk.keys() == {("id.mrn", "b"), ("id.mrn", "a")}


def test_an_hmac_code_is_base_32_of_the_digest(make_rows: MakeRows) -> None:
    rows = make_rows(2, kind="id.mrn")
    codes = build("pseudonym", "hmac", Path()).apply(pa.array(["first", "second"]), rows).to_pylist()
    digests = [rows.secrets.mac("pseudonym:id.mrn", word) for word in (b"first", b"second")]
    assert codes == [b32encode(digest)[:26].decode().lower() for digest in digests]


def test_another_project_or_kind_gets_other_codes(make_rows: MakeRows) -> None:
    transform = build("pseudonym", "hmac", Path())
    rows = [make_rows(kind="subject"), make_rows(kind="id.mrn"), make_rows(project=b"stroke")]
    assert len({transform.apply(pa.array(["7"]), each)[0].as_py() for each in rows}) == 3


@pytest.mark.parametrize("method", METHODS)
def test_a_key_read_as_a_number_is_the_same_key(method: str, make_rows: MakeRows) -> None:
    rows = make_rows(2)
    transform = build("pseudonym", method, Path())
    columns: list[Column] = [
        pa.array(["9007199254740991", None]),
        pa.array([9007199254740991, None]),
        pa.array([9007199254740991.0, None]),
        pa.array([9007199254740991.0, float("nan")]),
    ]
    first, *others = [transform.apply(column, rows).to_pylist() for column in columns]
    assert others == [first] * 3
