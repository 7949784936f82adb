"""Tampering: whatever is done to the stored log, verification names the first thing that is wrong."""

import random
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import sqlite

from gateway.audit.checkpoint import Checkpoint, Note, sign
from gateway.audit.events import canonical
from gateway.audit.log import Log
from gateway.audit.merkle import Frontier, leaf_hash
from gateway.errors import IntegrityError
from gateway.registry.db import Registry
from gateway.registry.tables import checkpoints, events, nodes

from .samples import ORIGIN, SeededSigner, append, dataset_added, ticking

SIZE = 11
Tamper = Callable[[sa.Connection], None]


@pytest.fixture
def whole(log: Log) -> Log:
    append(log, SIZE)
    return log


def sql(*statements: str) -> Tamper:
    def run(tx: sa.Connection) -> None:
        for statement in statements:
            tx.exec_driver_sql(statement)

    return run


def body(tx: sa.Connection, seq: int) -> bytes:
    stored: bytes = tx.execute(sa.select(events.c.body).where(events.c.seq == seq)).scalar_one()
    return stored


def flip(table: sa.Table, column: str, where: sa.ColumnElement[bool], bit: int) -> Tamper:
    def run(tx: sa.Connection) -> None:
        stored = tx.execute(sa.select(table.c[column]).where(where)).scalar_one()
        changed = bytearray(stored if isinstance(stored, bytes) else stored.encode())
        changed[bit // 8] ^= 1 << bit % 8
        # Straight to the driver: the column's type would refuse bytes that are not UTF-8.
        condition = where.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        statement = f'UPDATE {table.name} SET "{column}" = ? WHERE {condition}'
        tx.exec_driver_sql(statement, (bytes(changed),))

    return run


def swap(one: int, other: int) -> Tamper:
    def run(tx: sa.Connection) -> None:
        bodies = {other: body(tx, one), one: body(tx, other)}
        for seq, content in bodies.items():
            tx.execute(sa.update(events).where(events.c.seq == seq).values(body=content))

    return run


def copy(source: int, target: int) -> Tamper:
    def run(tx: sa.Connection) -> None:
        tx.execute(sa.update(events).where(events.c.seq == target).values(body=body(tx, source)))

    return run


def insert(at: int) -> Tamper:
    def run(tx: sa.Connection) -> None:
        tx.exec_driver_sql(f"UPDATE events SET seq = -seq - 2 WHERE seq >= {at}")
        tx.exec_driver_sql("UPDATE events SET seq = -seq - 1 WHERE seq < 0")
        tx.execute(sa.insert(events).values(seq=at, body=canonical(dataset_added(99), ticking()(), None)))

    return run


def remove_and_close_up(at: int, count: int = 1) -> Tamper:
    return sql(
        f"DELETE FROM events WHERE seq >= {at} AND seq < {at + count}",
        f"UPDATE events SET seq = -(seq - {count}) - 1 WHERE seq >= {at}",
        "UPDATE events SET seq = -seq - 1 WHERE seq < 0",
    )


def truncate(size: int) -> Tamper:
    return sql(
        f"DELETE FROM events WHERE seq >= {size}",
        f"DELETE FROM event_index WHERE seq >= {size}",
        f"DELETE FROM checkpoints WHERE size > {size}",
        f'DELETE FROM nodes WHERE ("index" + 1) << level > {size}',
    )


def rebuild(at: int, signer: SeededSigner) -> Tamper:
    """Change one event, then the whole tree and all checkpoints from there, signed by `signer`."""

    def run(tx: sa.Connection) -> None:
        tree, changed = Frontier(), canonical(dataset_added(99), ticking()(), None)
        tx.execute(sa.update(events).where(events.c.seq == at).values(body=changed))
        for seq in range(SIZE):
            for (level, index), value in tree.append(leaf_hash(body(tx, seq))):
                where = (nodes.c.level == level) & (nodes.c.index == index)
                tx.execute(sa.update(nodes).where(where).values(hash=value))
            if seq >= at:
                note = sign(Checkpoint(ORIGIN, seq + 1, tree.root()), signer)
                tx.execute(sa.update(checkpoints).where(checkpoints.c.size == seq + 1).values(note=note))

    return run


def rebuild_tree_only(tx: sa.Connection) -> None:
    kept = list(tx.execute(sa.select(checkpoints)))
    rebuild(6, SeededSigner())(tx)
    tx.execute(sa.delete(checkpoints))
    tx.execute(sa.insert(checkpoints), [{"size": row.size, "note": row.note} for row in kept])


def rewrite_with_leaf(tx: sa.Connection) -> None:
    changed = canonical(dataset_added(99), ticking()(), None)
    leaf = (nodes.c.level == 0) & (nodes.c.index == 5)
    tx.execute(sa.update(events).where(events.c.seq == 5).values(body=changed))
    tx.execute(sa.update(nodes).where(leaf).values(hash=leaf_hash(changed)))


def extend(tx: sa.Connection) -> None:
    """An event behind the log's back, with its node, and no checkpoint."""
    content = canonical(dataset_added(99), ticking()(), None)
    tx.execute(sa.insert(events).values(seq=SIZE, body=content))
    tx.execute(sa.insert(nodes).values(level=0, index=SIZE, hash=leaf_hash(content)))


LIFT = 'UPDATE nodes SET hash = zeroblob(32) WHERE level = {0} AND "index" = {1}'
CASES: dict[str, tuple[Tamper, str]] = {
    "one bit of an event": (flip(events, "body", events.c.seq == 6, 77), "event 6 was changed"),
    "one bit of the first event": (flip(events, "body", events.c.seq == 0, 0), "event 0 was changed"),
    "one bit of the last event": (flip(events, "body", events.c.seq == 10, 5), "event 10 was changed"),
    "an event emptied": (sql("UPDATE events SET body = '' WHERE seq = 3"), "event 3 was changed"),
    "an event written over by a later one": (copy(7, 3), "event 3 was changed"),
    "an event written over by an earlier one": (copy(3, 7), "event 7 was changed"),
    "an event deleted": (sql("DELETE FROM events WHERE seq = 4"), "event 4 is missing"),
    "the first event deleted": (sql("DELETE FROM events WHERE seq = 0"), "event 0 is missing"),
    "the last event deleted": (
        sql("DELETE FROM events WHERE seq = 10"),
        "event 10 is missing: a signed checkpoint covers 11 events",
    ),
    "the last three deleted": (
        sql("DELETE FROM events WHERE seq > 7"),
        "events 8 to 10 are missing: a signed checkpoint covers 11 events",
    ),
    "all deleted": (sql("DELETE FROM events"), "are missing: a signed checkpoint covers"),
    "the last deleted with its checkpoint": (
        sql("DELETE FROM events WHERE seq = 10", "DELETE FROM checkpoints WHERE size = 11"),
        "event 10 is missing: its hash is still in the stored tree",
    ),
    "an event removed, the rest renumbered": (
        remove_and_close_up(4),
        "event 4 is missing: what was event 5 is in its place",
    ),
    "two removed, the rest renumbered": (
        remove_and_close_up(4, 2),
        "event 4 is missing: what was event 6 is in its place",
    ),
    "two events swapped": (swap(2, 8), "events were reordered: event 2 is now at 8, event 8 at 2"),
    "neighbours swapped": (swap(4, 5), "events were reordered: event 4 is now at 5, event 5 at 4"),
    "an event put in": (insert(4), "event 4 is extra"),
    "an event put in first": (insert(0), "event 0 is extra"),
    "an event before the first": (
        sql("INSERT INTO events VALUES (-1, x'00')"),
        "event -1 is extra: the log begins at 0",
    ),
    "an event put behind the last": (extend, "event 11 has no checkpoint: it is extra"),
    "an event far behind the last": (sql("INSERT INTO events VALUES (1000, x'00')"), "event 11 is missing"),
    "a leaf replaced": (sql(LIFT.format(0, 5)), r"node 0/5 \(event 5\) of the stored tree was changed"),
    "an inner node replaced": (sql(LIFT.format(1, 2)), r"node 1/2 \(events 4 to 5\) of the stored tree"),
    "a high node replaced": (sql(LIFT.format(3, 0)), r"node 3/0 \(events 0 to 7\) of the stored tree"),
    "a node deleted": (sql("DELETE FROM nodes WHERE level = 2"), r"node 2/0 .* was changed or is missing"),
    "a node too many": (
        sql("INSERT INTO nodes VALUES (2, 2, zeroblob(32))"),
        r"node 2/2 \(events 8 to 11\) of the stored tree is extra",
    ),
    "a node where none can be": (
        sql("INSERT INTO nodes VALUES (1, -1, zeroblob(32))"),
        r"node 1/-1 .* is extra",
    ),
    "a node made text": (sql("UPDATE nodes SET hash = 'x' WHERE level = 0"), r"node 0/0 \(event 0\)"),
    "a checkpoint deleted": (
        sql("DELETE FROM checkpoints WHERE size = 5"),
        "event 4 has no checkpoint: it is extra, or its checkpoint is missing",
    ),
    "the last checkpoint deleted": (
        sql("DELETE FROM checkpoints WHERE size = 11"),
        "event 10 has no checkpoint",
    ),
    "a checkpoint replaced by an older one": (
        sql("UPDATE checkpoints SET note = (SELECT note FROM checkpoints WHERE size = 4) WHERE size = 5"),
        "the checkpoint after event 4 was replaced by one of size 4",
    ),
    "a checkpoint moved to a size that never was": (
        sql("UPDATE checkpoints SET size = -1 WHERE size = 5"),
        "event 4 has no checkpoint",
    ),
    "a checkpoint copied to a size that never was": (
        sql("INSERT INTO checkpoints SELECT 0, note FROM checkpoints WHERE size = 5"),
        "the checkpoint of size 0 is extra",
    ),
    "a checkpoint made bytes": (
        sql("UPDATE checkpoints SET note = x'ff00' WHERE size = 5"),
        "the checkpoint after event 4 was changed or forged: the note is malformed",
    ),
    "rewritten and signed with another key": (
        rebuild(6, SeededSigner(seed=b"\x02" * 32)),
        f"the checkpoint after event 6 was changed or forged: the note is not signed by {ORIGIN}",
    ),
    "an event rewritten with its leaf": (
        rewrite_with_leaf,
        "event 5 was changed, and the stored tree with it",
    ),
    "an event taken from the index": (
        sql("DELETE FROM event_index WHERE seq = 5"),
        "event 5 is not found by what it says",
    ),
    "an event indexed as another's": (
        sql("UPDATE event_index SET actor = 'eve' WHERE seq = 5"),
        "event 5 is not found by what it says",
    ),
    "an indexed event that the log does not have": (
        sql("INSERT INTO event_index SELECT 11, at, type, actor, outcome, release, request, intent FROM event_index "
            "WHERE seq = 5"),
        "event 11 is extra: it is in the index, and not in the log",
    ),
    "rewritten with checkpoints left as they were": (
        rebuild_tree_only,
        "event 6 was changed: the checkpoint after it has another root",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_tampering_is_named(registry: Registry, whole: Log, case: str) -> None:
    assert whole.verify().size == SIZE
    tamper, said = CASES[case]
    with registry.transaction() as tx:
        tamper(tx)
    with pytest.raises(IntegrityError, match=said) as error:
        whole.verify()
    assert error.value.hint


@pytest.mark.parametrize("page", [1, 4])
@pytest.mark.parametrize("case", CASES)
def test_tampering_is_named_across_pages(
    registry: Registry, whole: Log, case: str, page: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gateway.audit.verify._PAGE", page)
    test_tampering_is_named(registry, whole, case)


def test_every_flipped_bit_is_caught(registry: Registry, whole: Log) -> None:
    """Some hundred random flips in events, nodes and checkpoints; each message names its event."""
    dice = random.Random(6962)
    for _ in range(300):
        at = dice.randrange(SIZE)
        table, column, where = dice.choice(
            [
                (events, "body", events.c.seq == at),
                (nodes, "hash", (nodes.c.level == 0) & (nodes.c.index == at)),
                (checkpoints, "note", checkpoints.c.size == at + 1),
            ]
        )
        with registry.transaction() as tx:
            stored = tx.execute(sa.select(table.c[column]).where(where)).scalar_one()
            bits = 8 * len(stored if isinstance(stored, bytes) else stored.encode())
            flip(table, column, where, dice.randrange(bits))(tx)
        with pytest.raises(IntegrityError) as error:
            whole.verify()
        assert re.search(rf"\bevent {at}\b", error.value.what), error.value.what
        with registry.transaction() as tx:
            tx.execute(sa.update(table).where(where).values({column: stored}))
    assert whole.verify().size == SIZE


def test_truncation_shows_against_an_outside_checkpoint(registry: Registry, whole: Log) -> None:
    kept = whole.checkpoint()
    with registry.transaction() as tx:
        truncate(8)(tx)
    assert whole.verify().size == 8  # nothing in the registry can tell
    with pytest.raises(IntegrityError, match="events 8 to 10 are missing: the given checkpoint covers 11"):
        whole.verify(kept)


def test_a_log_truncated_and_grown_again_forked(registry: Registry, whole: Log) -> None:
    kept = whole.checkpoint()
    with registry.transaction() as tx:
        truncate(8)(tx)
    append(whole, 9)
    assert whole.verify().size == 17
    with pytest.raises(IntegrityError, match="the log forked: its first 11 events are not those"):
        whole.verify(kept)


def test_history_rewritten_with_the_logs_own_key_forked(registry: Registry, whole: Log) -> None:
    kept = whole.checkpoint()
    with registry.transaction() as tx:
        rebuild(3, SeededSigner())(tx)
        tx.exec_driver_sql("DELETE FROM event_index")
    whole.fill_index()
    assert whole.verify().size == SIZE  # who has the key can rewrite all that nobody else witnessed
    with pytest.raises(IntegrityError, match="the log forked"):
        whole.verify(kept)


def test_a_log_extends_every_checkpoint_it_gave(log: Log) -> None:
    given = []
    for _ in range(SIZE):
        append(log, 1)
        given.append(log.checkpoint())
    for size, checkpoint in enumerate(given, start=1):
        report = log.verify(checkpoint)
        assert (report.size, report.witnessed) == (SIZE, size)


def test_an_outside_checkpoint_of_the_empty_log(whole: Log) -> None:
    empty = Checkpoint(ORIGIN, 0, Frontier().root())
    assert whole.verify(sign(empty, SeededSigner())).witnessed == 0
    with pytest.raises(IntegrityError, match="forked"):
        whole.verify(sign(replace(empty, root=bytes(32)), SeededSigner()))


def test_an_outside_checkpoint_of_another_key_or_log(whole: Log) -> None:
    checkpoint = Checkpoint.parse(Note.parse(whole.checkpoint()).text)
    forged = sign(checkpoint, SeededSigner(seed=b"\x02" * 32))
    foreign = sign(replace(checkpoint, origin="hospital.example/other"), SeededSigner())
    for given in (forged, foreign, "", "nonsense"):
        with pytest.raises(IntegrityError, match="the given checkpoint does not serve"):
            whole.verify(given)


def test_the_report(whole: Log) -> None:
    report = whole.verify()
    signed = Checkpoint.parse(Note.parse(whole.checkpoint()).text)
    assert (report.origin, report.size, report.root) == (signed.origin, signed.size, signed.root)
    assert report.witnessed is None
