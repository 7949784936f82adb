"""The database: transactions whole or not at all, its version, and errors without rows in them."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.errors import BadInput, IntegrityError, Interrupted
from gateway.registry import documents
from gateway.registry.db import Registry
from gateway.registry.documents import Document
from gateway.registry.tables import settings

SECRET = Document("request", "req-1", "hospital", b"CANARY", "2026-01-01")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "registry.db"


def test_a_new_registry_is_of_this_version(registry: Registry) -> None:
    registry.check()


def test_another_version_is_refused(registry: Registry) -> None:
    with registry.transaction() as tx:
        tx.execute(sa.update(settings).values(value="99"))
    with pytest.raises(BadInput, match="schema 99, this program writes 1"):
        registry.check()


def test_a_registry_is_made_once(registry: Registry) -> None:
    with pytest.raises(Interrupted, match="recorded already"):
        registry.create()


@pytest.mark.parametrize("body", [b"", b"not a database" * 100])
def test_what_is_no_registry_is_refused(path: Path, body: bytes) -> None:
    path.write_bytes(body)
    with pytest.raises(IntegrityError, match="the registry cannot be read"):
        Registry(f"sqlite:///{path}").check()


class Stop(Exception):
    """Whatever may happen in a transaction."""


def test_a_failed_transaction_leaves_nothing(registry: Registry) -> None:
    with pytest.raises(Stop), registry.transaction() as tx:  # noqa: PT012
        documents.add(tx, SECRET)
        raise Stop
    with registry.transaction() as tx:
        assert documents.get(tx, "request", "req-1") is None


def test_what_was_committed_is_there_for_others(registry: Registry, path: Path) -> None:
    with registry.transaction() as tx:
        documents.add(tx, SECRET)
    registry.close()
    with Registry(f"sqlite:///{path}").transaction() as tx:
        assert documents.get(tx, "request", "req-1") == SECRET


def test_errors_hold_no_row(registry: Registry) -> None:
    with pytest.raises(Interrupted, match="recorded already") as caught, registry.transaction() as tx:  # noqa: PT012
        documents.add(tx, SECRET)
        documents.add(tx, SECRET)
    assert "CANARY" not in str(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "CANARY" not in str(caught.value.__context__)


def test_another_writer_is_passing(registry: Registry, path: Path, monkeypatch) -> None:
    other = Registry(f"sqlite:///{path}")
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    hurried = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 0}, hide_parameters=True)
    sa.event.listen(hurried, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    sa.event.listen(hurried, "connect", lambda connection, _record: setattr(connection, "isolation_level", None))
    monkeypatch.setattr(other, "_engine", hurried)
    with pytest.raises(Interrupted, match="nothing was changed"), other.transaction():
        pass
    blocker.execute("ROLLBACK")
    with other.transaction() as tx:
        assert documents.find(tx, "request") == []
