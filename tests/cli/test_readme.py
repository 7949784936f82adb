"""What the README promises: its Python, its tables, and the help that it repeats."""

import re
from pathlib import Path

import duckdb
import polars
import pytest

import gateway
from gateway.deid.columns import TRANSFORMS
from gateway.errors import IntegrityError, KeyRefused

README = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.fixture
def opened(desk, release):
    grant, identity = desk.site / "grants" / f"{release.name}.ana.json", desk.site / "keys/ana.json"
    return gateway.open_release(release, grant=grant, identity=identity, passphrase="correct horse of the test suite")


def test_pandas_duckdb_and_polars_read_a_release(opened):
    frame = opened["patients"].to_table().to_pandas()
    patients = opened["patients"]  # noqa: F841 - DuckDB finds it by its name
    [counted] = duckdb.sql("select count(*), count(distinct patient_id) from patients").fetchall()
    lazy = polars.scan_pyarrow_dataset(opened["patients"]).select(polars.len()).collect()
    assert len(frame) > 0
    assert counted == (len(frame), frame.patient_id.nunique())
    assert lazy.item() == len(frame)


def test_the_python_of_the_readme_is_what_is_tested():
    for line in (
        'release["patients"].to_table().to_pandas()',
        "duckdb.sql(",
        'polars.scan_pyarrow_dataset(release["patients"])',
    ):
        assert line in README


def test_open_release_refuses_a_wrong_passphrase_and_a_changed_manifest(desk, release):
    grant, identity = desk.site / "grants" / f"{release.name}.ana.json", desk.site / "keys/ana.json"
    with pytest.raises(KeyRefused):
        gateway.open_release(release, grant=grant, identity=identity, passphrase="wrong")
    (release / "manifest.json").write_bytes((release / "manifest.json").read_bytes().replace(b"HRESCH", b"HRESCI"))
    with pytest.raises(IntegrityError):
        gateway.open_release(release, grant=grant, identity=identity, passphrase="correct horse of the test suite")


def test_every_transform_and_exit_code_is_explained():
    assert {name for name in TRANSFORMS if f"`{name}" not in README} == set()
    assert set(re.findall(r"`(\d)` ", README)) == set("012345678")
