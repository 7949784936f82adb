"""Recording, telling, and what is left after a failure."""

import sqlite3
from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.audit.events import SiteCreated
from gateway.audit.log import Log
from gateway.errors import IntegrityError, Interrupted
from gateway.registry import events
from gateway.registry.db import Registry
from gateway.registry.tables import settings

from .samples import ALL_FACTS, append, dataset_added, intent


def note_setting(tx: sa.Connection, name: str) -> None:
    tx.execute(sa.insert(settings).values(name=name, value="on"))


def settings_there(registry: Registry) -> set[str]:
    with registry.transaction() as tx:
        return set(tx.scalars(sa.select(settings.c.name))) - {"schema"}


def size(registry: Registry) -> int:
    with registry.transaction() as tx:
        return events.size(tx)


def test_writes_and_event_come_together(registry: Registry, log: Log) -> None:
    with log.record(dataset_added(1)) as tx:
        note_setting(tx, "a")
    assert settings_there(registry) == {"a"}
    [entry] = log.entries()
    assert entry.seq == 0
    assert entry.event.actor == "dana"
    assert entry.event.at == "2026-03-01T08:00:00.000000Z"
    assert log.verify(log.checkpoint()).size == 1


def test_a_failed_body_leaves_nothing(registry: Registry, log: Log) -> None:
    with pytest.raises(KeyError), log.record(dataset_added(1)) as tx:  # noqa: PT012
        note_setting(tx, "a")
        raise KeyError
    assert settings_there(registry) == set()
    assert size(registry) == 0


def test_a_failed_signature_undoes_the_writes(registry: Registry, log: Log) -> None:
    class Broken:
        name = log.key.name
        public_key_bytes = log.key.public

        def sign(self, _data: bytes) -> bytes:
            raise OSError

    broken = Log(registry, Broken(), log.origin, lambda: datetime.fromisoformat("2026-01-01T00:00Z"))
    with pytest.raises(OSError), broken.record(dataset_added(1)) as tx:
        note_setting(tx, "a")
    assert settings_there(registry) == set()
    assert size(registry) == 0


def test_a_full_disk_undoes_the_writes(registry: Registry, log: Log) -> None:
    append(log, 1)
    with registry.transaction() as tx:
        pages = tx.exec_driver_sql("PRAGMA page_count").scalar_one()
        tx.exec_driver_sql(f"PRAGMA max_page_count = {pages + 1}")
    with pytest.raises(Interrupted, match="nothing was changed") as error:  # noqa: PT012
        for _ in range(200):
            append(log, 1)
    assert "dana" not in str(error.value)
    with registry.transaction() as tx:
        tx.exec_driver_sql("PRAGMA max_page_count = 100000")
    before = size(registry)
    assert log.verify().size == before
    append(log, 1)
    assert log.verify().size == before + 1


def test_a_refused_row_is_not_quoted(registry: Registry, log: Log) -> None:
    append(log, 1)
    with pytest.raises(Interrupted, match="recorded already") as error, log.record(dataset_added(2)) as tx:  # noqa: PT012
        note_setting(tx, "Jane Doe")
        note_setting(tx, "Jane Doe")
    assert "Jane" not in str(error.value)
    assert error.value.__cause__ is None
    assert settings_there(registry) == set()


def test_a_log_that_does_not_hold_is_not_extended(registry: Registry, log: Log) -> None:
    append(log, 5)
    with registry.transaction() as tx:
        tx.exec_driver_sql('UPDATE nodes SET hash = zeroblob(32) WHERE level = 0 AND "index" = 4')
    with pytest.raises(IntegrityError, match="not the one that its last checkpoint signs"):
        append(log, 1)
    with registry.transaction() as tx:
        tx.exec_driver_sql('DELETE FROM nodes WHERE level = 0 AND "index" = 4')
    with pytest.raises(IntegrityError, match=r"node 0/4 \(event 4\)"):
        append(log, 1)


def test_a_truncated_log_is_not_extended(registry: Registry, log: Log) -> None:
    append(log, 5)
    with registry.transaction() as tx:
        tx.exec_driver_sql("DELETE FROM events WHERE seq = 4")
    with pytest.raises(IntegrityError, match="not the one that its last checkpoint signs"):
        append(log, 1)


def test_entries_are_filtered(log: Log) -> None:
    append(log, 3)
    with log.attempt(intent("req-7")) as attempt, attempt.publish(**ALL_FACTS):
        pass
    site = SiteCreated(actor="omar", role="compliance-officer", site="m", software="1", fingerprint="a" * 64)
    with log.record(site):
        pass

    def seqs(**wanted: object) -> list[int]:
        return [entry.seq for entry in log.entries(**wanted)]  # type: ignore[arg-type]

    assert seqs() == [0, 1, 2, 3, 4, 5]
    assert seqs(actor="omar") == [5]
    assert seqs(actor="oma") == []
    assert seqs(types=["dataset.added"]) == [0, 1, 2]
    assert seqs(release="rel-1") == [3, 4]
    assert seqs(actor='omar","role') == []
    assert seqs(outcome="pending") == [3]
    assert [entry.seq for entry in log.of_requests(["req-7", "req-8"], "export.published")] == [4]
    assert [entry.seq for entry in log.of_releases(["rel-1", "rel-1"], "export.intent", "export.published")] == [3, 4]
    since, until = (datetime.fromisoformat(f"2026-03-01T08:00:0{n}Z") for n in (1, 4))
    assert seqs(since=since) == [1, 2, 3, 4, 5]
    assert seqs(until=until) == [0, 1, 2, 3]
    assert seqs(since=since, until=until, types=["dataset.added"]) == [1, 2]


def test_entries_stream_while_others_write(log: Log) -> None:
    append(log, 3)
    told = log.entries()
    assert next(told).seq == 0
    append(log, 1)  # no transaction is held open between two entries
    assert [entry.seq for entry in told] == [1, 2]


def test_entries_span_pages(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.audit.log._PAGE", 2)
    monkeypatch.setattr("gateway.audit.verify._PAGE", 2)
    append(log, 5)
    assert [entry.seq for entry in log.entries()] == [0, 1, 2, 3, 4]
    assert log.verify().size == 5


def test_an_event_outside_of_the_schema_is_named(registry: Registry, log: Log) -> None:
    append(log, 2)
    with registry.transaction() as tx:
        tx.exec_driver_sql('UPDATE events SET body = \'{"note":"Jane Doe"}\' WHERE seq = 1')
    with pytest.raises(IntegrityError, match="event 1 is not in the log's schema") as error:
        list(log.entries())
    assert "Jane" not in str(error.value)


def test_an_empty_log(log: Log) -> None:
    assert list(log.entries()) == []
    assert log.open_intents() == {}
    assert log.verify().size == 0
    with pytest.raises(IntegrityError, match="the log is empty"):
        log.checkpoint()


def test_the_registry_gives_checkpoints_by_size(registry: Registry, log: Log) -> None:
    append(log, 3)
    newest = log.checkpoint().encode()
    with registry.transaction() as tx:
        assert events.checkpoint_at(tx, 3) == events.head(tx).note == newest
        assert events.checkpoint_at(tx, 4) is None


def test_a_damaged_database_is_said_to_be(registry: Registry, log: Log, tmp_path: Path) -> None:
    append(log, 200)
    with registry.transaction() as tx:
        root = tx.exec_driver_sql("SELECT rootpage FROM sqlite_master WHERE name = 'events'").scalar_one()
        page = tx.exec_driver_sql("PRAGMA page_size").scalar_one()
    registry.close()
    file = tmp_path / "registry.db"
    with sqlite3.connect(file) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.close()
    content = bytearray(file.read_bytes())
    content[(root - 1) * page : root * page] = b"\xff" * page
    file.write_bytes(content)
    with pytest.raises(IntegrityError, match="cannot be read"):
        log.verify()
    with pytest.raises(IntegrityError, match="cannot be read"):
        list(log.entries())
