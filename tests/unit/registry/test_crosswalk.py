"""The crosswalk: codes by lookup within a domain, all of a batch or none."""

import pytest

from gateway.errors import IntegrityError
from gateway.registry import crosswalk
from gateway.registry.crosswalk import CrosswalkTable
from gateway.registry.db import Registry


@pytest.fixture
def kept(registry: Registry) -> CrosswalkTable:
    return CrosswalkTable(registry)


def rows(*numbers: int) -> list[tuple[bytes, str, bytes]]:
    return [(n.to_bytes(16), f"code{n}", b"sealed") for n in numbers]


def lookups(*numbers: int) -> list[bytes]:
    return [n.to_bytes(16) for n in numbers]


@pytest.mark.parametrize("chunk", [1, 2, 3, 1000])
def test_what_is_added_is_found_in_its_domain(kept: CrosswalkTable, monkeypatch, chunk: int) -> None:
    monkeypatch.setattr(crosswalk, "CHUNK", chunk)
    kept.add("sepsis/subject", rows(0, 1, 2, 3, 4))
    kept.add("stroke/subject", [(lookups(1)[0], "other", b"")])
    assert kept.find("sepsis/subject", lookups(4, 1, 9, 0)) == dict(
        zip(lookups(4, 1, 0), ["code4", "code1", "code0"], strict=True)
    )
    assert kept.find("stroke/subject", lookups(0, 1)) == {lookups(1)[0]: "other"}
    assert kept.find("sepsis/key", lookups(1)) == {}
    assert kept.find("sepsis/subject", []) == {}


def test_a_code_is_never_replaced_by_one_that_was_drawn_later(kept: CrosswalkTable) -> None:
    assert kept.add("d", rows(3))
    assert not kept.add("d", [*rows(1, 2), (lookups(3)[0], "another", b"")])
    assert kept.find("d", lookups(1, 2, 3)) == {lookup: f"code{n}" for n, lookup in enumerate(lookups(1, 2, 3), 1)}


def test_a_failed_batch_leaves_nothing_and_tells_no_row(kept: CrosswalkTable, monkeypatch) -> None:
    monkeypatch.setattr(crosswalk, "CHUNK", 1)
    damaged = (lookups(9)[0], object(), b"CANARY")
    with pytest.raises(IntegrityError) as caught:
        kept.add("d", [*rows(1, 2), damaged])  # type: ignore[list-item]
    assert "CANARY" not in str(caught.value)
    assert kept.find("d", lookups(1, 2, 9)) == {}


def test_more_lookups_than_a_statement_takes(kept: CrosswalkTable) -> None:
    kept.add("d", rows(*range(40_000)))
    assert len(kept.find("d", lookups(*range(0, 80_000, 2)))) == 20_000
