"""Groups of subjects: by trait, the small ones pooled, ages in bands."""

from pathlib import Path

import pyarrow as pa
import pytest

from gateway.deid import cohort
from gateway.model import Column, Dataset, Table

COLUMNS = {"pid": "subject", "sex": "demographic.sex", "race": "demographic.race", "born": "date.birth",
           "marital": "demographic.marital"}  # fmt: skip


def dataset(folder: Path, rows: list[tuple[str, ...]]) -> Dataset:
    (folder / "t.csv").write_text("\n".join(",".join(row) for row in [tuple(COLUMNS), *rows]) + "\n")
    columns = tuple(Column(name, kind) for name, kind in COLUMNS.items())
    return Dataset("d", (Table("t", folder / "t.csv", "csv", columns),), "t", "")


def people(count: int, sex: str = "F", race: str = "Samoan", born: str = "1980-05-01", first: int = 0):
    return [(f"p{n}", sex, race, born, "single") for n in range(first, first + count)]


def subjects(*names: str) -> pa.StringArray:
    return pa.array(names, pa.string())


def test_groups_of_fewer_than_twenty_are_pooled(tmp_path):
    rows = people(20) + people(19, "M", "Maori", first=20) + people(2, "", "  ", "", first=39)
    groups = cohort.load(dataset(tmp_path, rows), subjects(*(row[0] for row in rows)), 2026)
    assert groups.sizes() == {
        ("sex", "F"): 20, ("sex", "groups under 20"): 21, ("race", "Samoan"): 20, ("race", "groups under 20"): 21,
        ("age", "40 to 64"): 39, ("age", "groups under 20"): 2,
    }  # fmt: skip
    assert groups.of(subjects("p0", "p39", "nobody")) == {
        "p0": ("sex: F", "race: Samoan", "age: 40 to 64"),
        "p39": ("sex: groups under 20", "race: groups under 20", "age: groups under 20"),
    }


def test_only_the_released_count(tmp_path):
    rows = people(40)
    groups = cohort.load(dataset(tmp_path, rows), subjects(*(f"p{n}" for n in range(19))), 2026)
    assert set(groups.sizes()) == {("sex", cohort.POOL), ("race", cohort.POOL), ("age", cohort.POOL)}
    assert groups.of(subjects("p30")) == {}


@pytest.mark.parametrize(
    ("born", "band"),
    [
        ("2009-12-31", "0 to 17"), ("2008-01-01", "18 to 39"), ("1986-01-01", "40 to 64"), ("02/03/1961", "65 to 89"),
        ("1936-06-06", "90 and over"), ("1899", "90 and over"), ("unknown", "not recorded"), ("", "not recorded"),
    ],
)  # fmt: skip
def test_ages_are_in_bands(tmp_path, born, band):
    rows = people(20, born=born)
    groups = cohort.load(dataset(tmp_path, rows), subjects(*(row[0] for row in rows)), 2026)
    assert groups.of(subjects("p3"))["p3"][2] == f"age: {band}"


def test_without_traits_there_are_no_groups():
    assert cohort.Cohort(subjects("p0"), {}).of(subjects("p0")) == {}
