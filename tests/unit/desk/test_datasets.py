"""Datasets: read again only from the copy that was registered."""

import pytest

from gateway.desk import datasets
from gateway.errors import BadInput, IntegrityError, Refused

from .conftest import outcomes


def test_a_registered_dataset_is_read_from_its_copy(site, dataset: str, descriptor) -> None:
    descriptor.unlink()
    read = datasets.get(site, dataset)
    assert [table.name for table in read.tables] == ["patients", "visits"]
    assert read.tables[0].source == descriptor.parent / "p.csv"
    assert datasets.names(site) == [dataset]
    assert outcomes(site, "dataset.added") == [("sam", "success")]


def test_the_same_descriptor_again_is_refused_and_a_changed_one_is_a_new_version(
    site, who, dataset, descriptor
) -> None:
    with pytest.raises(BadInput, match="with this very descriptor"):
        datasets.add(site, descriptor, who("sam"))
    descriptor.write_text(descriptor.read_text().replace("born: date.birth", "born: date.other"))
    datasets.add(site, descriptor, who("sam"))
    assert datasets.get(site, dataset).tables[0].columns[2].kind == "date.other"
    assert sorted(path.name for path in (site.folder / "datasets").iterdir()) == ["hospital@1.yaml", "hospital@2.yaml"]


@pytest.mark.parametrize("spoil", ["change", "remove"])
def test_a_changed_copy_is_refused(site, dataset: str, spoil: str) -> None:
    copy = site.folder / "datasets/hospital@1.yaml"
    if spoil == "change":
        copy.write_text(copy.read_text().replace("name.family", "clinical.x"))
    else:
        copy.unlink()
    with pytest.raises(IntegrityError, match="not the descriptor that was registered"):
        datasets.get(site, dataset)


def test_a_source_must_be_there(site, who, descriptor) -> None:
    (descriptor.parent / "v.csv").unlink()
    with pytest.raises(BadInput, match="no such file"):
        datasets.add(site, descriptor, who("sam"))
    assert datasets.names(site) == []


def test_only_a_steward_registers(site, who, descriptor) -> None:
    with pytest.raises(Refused):
        datasets.add(site, descriptor, who("ana"))


def test_an_unknown_dataset_is_refused_with_those_that_are_there(site, dataset: str) -> None:
    with pytest.raises(BadInput, match="no dataset 'clinic'") as caught:
        datasets.get(site, "clinic")
    assert "hospital" in caught.value.hint
