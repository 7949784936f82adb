"""The registry in PostgreSQL: the same code, a role that can only add, and a dense log under many writers."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from postgres import READER, WRITER, Server

from gateway.audit.log import Log
from gateway.errors import BadInput, IntegrityError, Interrupted
from gateway.registry import documents
from gateway.registry.crosswalk import CrosswalkTable
from gateway.registry.db import Registry
from gateway.registry.documents import Document
from gateway.registry.migration import migrate
from gateway.registry.tables import metadata

from .samples import ORIGIN, SeededSigner, append, dataset_added, ticking

WRITERS, EACH = 4, 20


WRITING = """
import sys
from audit.samples import *
from gateway.registry import documents
log = Log(Registry(sys.argv[1]), SeededSigner(), ORIGIN, ticking())
for number in range(int(sys.argv[2]), int(sys.argv[2]) + int(sys.argv[3])):
    with log.record(dataset_added(number)) as tx:
        documents.add(tx, documents.Document("request", str(number), "x", b"x", "2026-01-01"))
    print(number, flush=True)
"""


def started(url: str, first: int, count: int, **options: Any) -> "subprocess.Popen[str]":
    """A process that writes so many events, each with a document, and tells when it was acknowledged."""
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", WRITING, url, str(first), str(count)]
    environment = {"PYTHONPATH": f"{tests}:{tests.parents[1]}"}
    return subprocess.Popen(command, env=environment, text=True, **options)


@pytest.fixture
def database(postgres: Server) -> str:
    """The name of a migrated database that no site has yet."""
    name = postgres.database()
    migrate(postgres.url(name), WRITER)
    return name


@pytest.fixture
def url(postgres: Server, database: str) -> str:
    return postgres.url(database, WRITER)


@pytest.fixture
def log(url: str) -> Any:
    registry = Registry(url)
    registry.create()
    yield Log(registry, SeededSigner(), ORIGIN, ticking())
    registry.close()


def test_the_log_is_appended_and_verified(log: Log) -> None:
    append(log, 40)
    found = log.verify(log.checkpoint())
    assert (found.size, found.witnessed) == (40, 40)
    assert [entry.seq for entry in log.entries(types=["dataset.added"])] == list(range(40))


def test_both_databases_hold_the_same_log(log: Log, tmp_path: Path) -> None:
    registry = Registry(f"sqlite:///{tmp_path}/registry.db")
    registry.create()
    other = Log(registry, SeededSigner(), ORIGIN, ticking())
    for one in (log, other):
        append(one, 9)
    assert log.checkpoint() == other.checkpoint()
    assert list(log.portable()) == list(other.portable())


@pytest.mark.parametrize("table", sorted(metadata.tables))
@pytest.mark.parametrize("statement", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}", "DROP TABLE {0}",
                                       "ALTER TABLE {0} DISABLE TRIGGER ALL"])  # fmt: skip
def test_the_writer_can_only_add(postgres: Server, database: str, table: str, statement: str) -> None:
    column = next(iter(metadata.tables[table].columns)).name
    with pytest.raises(PermissionError, match=r"permission denied|must be owner"):
        postgres.sql(statement.format(f'"{table}"', f'"{column}"'), database, WRITER)


def test_others_can_not_even_read(postgres: Server, database: str) -> None:
    with pytest.raises(PermissionError, match="permission denied"):
        postgres.sql("SELECT * FROM events", database, READER)


def test_what_the_owner_changes_is_named(log: Log, postgres: Server, database: str) -> None:
    append(log, 9)
    postgres.sql("UPDATE events SET body = overlay(body placing 'X' from 30) WHERE seq = 4", database)
    with pytest.raises(IntegrityError, match="event 4 was changed"):
        log.verify()
    postgres.sql("DELETE FROM events WHERE seq = 4", database)
    with pytest.raises(IntegrityError, match="event 4 is missing"):
        log.verify()


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM events WHERE seq = 8", "event 8 is missing"),
        ("UPDATE nodes SET hash = '\\x00' WHERE level = 1 AND index = 1", "node 1/1"),
        ("UPDATE checkpoints SET note = 'a\\b' WHERE size = 3", "checkpoint after event 2 was changed or forged"),
        ("INSERT INTO nodes VALUES (40, 0, '\\x00')", "node 40/0"),
        ("INSERT INTO checkpoints VALUES (99, 'x')", "checkpoint after event 98 was changed or forged"),
    ],
)
def test_tampering_is_named(log: Log, postgres: Server, database: str, statement: str, words: str) -> None:
    append(log, 9)
    postgres.sql(statement, database)
    with pytest.raises(IntegrityError) as caught:
        log.verify()
    assert words in caught.value.what


def test_concurrent_writers_keep_a_dense_sequence(log: Log, url: str) -> None:
    writers = [started(url, number * EACH, EACH) for number in range(WRITERS)]
    assert [writer.wait(timeout=120) for writer in writers] == [0] * WRITERS
    assert log.verify().size == WRITERS * EACH
    with Registry(url).transaction() as tx:
        assert len(documents.find(tx, "request")) == WRITERS * EACH
    told = [entry.event.dataset for entry in log.entries()]  # type: ignore[attr-defined]
    assert sorted(told) == sorted(f"set-{n}" for n in range(WRITERS * EACH))


def test_a_killed_writer_loses_nothing_that_it_was_told(log: Log, url: str) -> None:
    process = started(url, 0, 100_000, stdout=subprocess.PIPE)
    assert process.stdout is not None
    told = [int(process.stdout.readline()) for _ in range(30)]
    process.kill()
    told += [int(line) for line in process.stdout.read().splitlines()]
    process.wait()
    size = log.verify().size
    assert len(told) <= size <= len(told) + 1
    append(log, 1)
    assert log.verify().size == size + 1


def test_a_document_is_kept_once(log: Log) -> None:
    document = Document("request", "r", "x", b"CANARY", "2026-01-01")
    with log.record(dataset_added(0)) as tx:
        documents.add(tx, document)
    with pytest.raises(Interrupted, match="recorded already") as caught, log.record(dataset_added(1)) as tx:
        documents.add(tx, document)
    assert "CANARY" not in str(caught.value)
    assert log.verify().size == 1


def test_a_write_that_fails_leaves_nothing(log: Log) -> None:
    document = Document("request", "r", "x", b"x", "2026-01-01")

    def write(error: type[Exception]) -> None:
        with log.record(dataset_added(0)) as tx:
            documents.add(tx, document)
            raise error

    for _ in range(2):
        with pytest.raises(KeyError):
            write(KeyError)
    with log.record(dataset_added(0)) as tx:
        documents.add(tx, document)  # it was not there
    assert log.verify().size == 1


def test_codes_that_another_export_added_stay(url: str, log: Log) -> None:
    registry = Registry(url)
    table = CrosswalkTable(registry)
    assert table.add("p", [(b"l", "one", b"s")])
    assert not table.add("p", [(b"l", "two", b"s"), (b"m", "three", b"s")])
    assert table.find("p", [b"l", b"m", b"n"]) == {b"l": "one", b"m": "three"}
    registry.close()


def test_a_database_has_one_site(url: str, log: Log) -> None:
    with pytest.raises(BadInput, match="another site's"):
        Registry(url).demand_empty()


def test_a_database_that_was_not_migrated_says_so(postgres: Server) -> None:
    with pytest.raises(BadInput, match="tables are missing"):
        Registry(postgres.url(postgres.database(), WRITER)).demand_empty()


def test_a_server_that_is_away_is_passing(postgres: Server) -> None:
    with pytest.raises(Interrupted), Registry("postgresql://nobody@127.0.0.1:1/none").transaction():
        pass


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_migrations_lead_to_the_schema_of_the_program(postgres: Server, tmp_path: Path, kind: str) -> None:
    place = f"sqlite:///{tmp_path}/r.db" if kind == "sqlite" else postgres.url(postgres.database())
    migrate(place)
    migrate(place)  # again: nothing to do
    with Registry(place).transaction() as tx:
        assert compare_metadata(MigrationContext.configure(tx), metadata) == []
        assert sa.inspect(tx).has_table("alembic_version")


def test_a_registry_from_before_the_migrations_is_taken_up(tmp_path: Path) -> None:
    place = f"sqlite:///{tmp_path}/r.db"
    registry = Registry(place)
    registry.create()
    append(Log(registry, SeededSigner(), ORIGIN, ticking()), 3)
    migrate(place)
    registry.check()
    assert Log(registry, SeededSigner(), ORIGIN, ticking()).verify().size == 3


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "sqlite+none:///x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(BadInput, match="the registry's URL"):
        Registry(url)
