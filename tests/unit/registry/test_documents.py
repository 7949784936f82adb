"""Documents come back as they went in, oldest first, and are never replaced."""

import pytest

from gateway.errors import Interrupted
from gateway.registry import documents
from gateway.registry.db import Registry
from gateway.registry.documents import Document

ONE = Document("approval", "req-1/sam", "req-1", b"\x00\xff", "2026-01-02")
TWO = Document("approval", "req-1/tess", "req-1", b"", "2026-01-01")
THREE = Document("approval", "req-2/sam", "req-2", b"x", "2026-01-01")
FOUR = Document("denial", "req-1/sam", "req-1", b"y", "2026-01-03")


@pytest.fixture(autouse=True)
def _kept(registry: Registry) -> None:
    with registry.transaction() as tx:
        for document in (ONE, TWO, THREE, FOUR):
            documents.add(tx, document)


def test_found_by_kind_and_id(registry: Registry) -> None:
    with registry.transaction() as tx:
        assert documents.get(tx, "approval", "req-1/sam") == ONE
        assert documents.get(tx, "denial", "req-1/sam") == FOUR
        assert documents.get(tx, "approval", "req-9/sam") is None
        assert documents.get(tx, "approval", "req-1/s%") is None


def test_found_by_what_they_are_about_oldest_first(registry: Registry) -> None:
    with registry.transaction() as tx:
        assert documents.find(tx, "approval", "req-1") == [TWO, ONE]
        assert documents.find(tx, "approval") == [TWO, THREE, ONE]
        assert documents.find(tx, "grant") == []
        assert documents.find(tx, "approval", "") == []


def test_one_of_its_kind_and_id_is_not_replaced(registry: Registry) -> None:
    with pytest.raises(Interrupted, match="recorded already"), registry.transaction() as tx:
        documents.add(tx, Document("approval", "req-1/sam", "req-1", b"forged", "2026-01-09"))
    with registry.transaction() as tx:
        assert documents.get(tx, "approval", "req-1/sam") == ONE
