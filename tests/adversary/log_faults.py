"""Random faults in the log, wherever it is kept: each is caught, and the message names the event.

    python tests/adversary/log_faults.py FLIPS STRUCTURAL [--seed N]

FLIPS single bits are flipped in the SQLite file's rows (events, nodes, checkpoints), in the exported file and in a
checkpoint kept elsewhere; STRUCTURAL times something is removed, reordered, replaced or forked, in one of the same
places. Each fault starts from the whole log.
"""

import argparse
import json
import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from sqlite3 import Connection, connect

sys.path.insert(0, str(Path(__file__).parents[1]))

from unit.audit.samples import ORIGIN, SeededSigner, append, open_log, ticking

from gateway.audit import portable
from gateway.audit.log import Log
from gateway.errors import GatewayError
from gateway.registry.db import Registry

SIZE = 24
NODES = 'SELECT level, "index", hash FROM nodes'


class Arena:
    """A log of `SIZE` events, what it exported, the checkpoint that was kept elsewhere, and a fork of it."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder, self.dice, self.seen = folder, dice, Counter[str]()
        self.whole, self.copy = folder / "whole.db", folder / "copy.db"
        registry, log = open_log(self.whole)
        registry.create()
        append(log, SIZE)
        self.key, self.checkpoint = log.key, log.checkpoint()
        self.lines = list(log.portable())
        registry.close()
        with closing(connect(self.whole)) as database:
            database.execute("PRAGMA journal_mode=DELETE")  # one file, so that a copy of it is the whole log
        self.fork = self._forked(SIZE // 2)

    def _forked(self, at: int) -> list[str]:
        """The same log with another history from event `at` on, by the same key."""
        registry, log = open_log(self.folder / "fork.db")
        registry.create()
        append(log, at)
        append(Log(registry, SeededSigner(), ORIGIN, ticking()), 1)
        append(log, SIZE - at - 1)
        try:
            return list(log.portable())
        finally:
            registry.close()

    @contextmanager
    def stored(self) -> Iterator[Connection]:
        """A copy of the database to spoil."""
        shutil.copyfile(self.whole, self.copy)
        with closing(connect(self.copy, isolation_level=None)) as database:
            yield database

    def verified(self) -> str:
        """What the verification of the copy says."""
        registry = Registry(f"sqlite:///{self.copy}")
        log = Log(registry, SeededSigner(), ORIGIN, ticking())
        try:
            return said(lambda: log.verify(self.checkpoint))
        finally:
            registry.close()

    def offline(self, lines: list[bytes]) -> str:
        """What the verification of an exported file says."""
        path = self.folder / "log.jsonl"
        path.write_bytes(b"".join(lines))
        return said(lambda: portable.check(path, self.key, self.checkpoint))

    def caught(self, what: str, words: str, *events: int) -> None:
        """Raise AssertionError unless `words` name one of the events, alone or in a span."""
        named = {int(n) for n in re.findall(r"\d+", words)}
        spans = [range(int(a), int(b) + 1) for a, b in re.findall(r"events (\d+) to (\d+)", words)]
        right = not events or named & set(events) or any(e in span for e in events for span in spans)
        assert words, f"{what} of event {events} was not caught"
        assert right, f"{what} of event {events}: {words}"
        self.seen[what] += 1


def said(check: Callable[[], object]) -> str:
    """The message of a refusal, empty where there is none."""
    try:
        check()
    except GatewayError as error:
        return error.what
    return ""


def bit_in_a_row(arena: Arena) -> None:
    """One bit of an event, a node or a checkpoint, in the database."""
    dice = arena.dice
    with arena.stored() as database:
        rows = [("events", "body", "seq"), ("checkpoints", "note", "size"), ("nodes", "hash", "")]
        table, column, key = dice.choice(rows)
        if table == "nodes":
            level, index, value = dice.choice(database.execute(NODES).fetchall())
            where, covered = f'level = {level} AND "index" = {index}', range(index << level, (index + 1) << level)
        else:
            at = dice.randrange(SIZE)
            where, covered = f"{key} = {at + (key == 'size')}", range(at, at + 1)
            (value,) = database.execute(f"SELECT CAST({column} AS BLOB) FROM {table} WHERE {where}").fetchone()
        database.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (flipped(value, dice),))
    arena.caught(f"bit of {table}", arena.verified(), *covered)


def bit_in_the_file(arena: Arena) -> None:
    """One bit of a line of the exported file; the first line is of no event."""
    at = arena.dice.randrange(-1, SIZE)
    lines = [line.encode() for line in arena.lines]
    lines[at + 1] = flipped(lines[at + 1], arena.dice)
    # a flipped line end joins two lines, and a new one cuts one in two
    arena.caught("bit of the exported file", arena.offline(lines), *([at, at + 1] if at >= 0 else []))


def bit_in_the_checkpoint(arena: Arena) -> None:
    """One bit of the checkpoint that was kept elsewhere: the message says which checkpoint does not serve."""
    note = flipped(arena.checkpoint.encode(), arena.dice).decode("utf-8", "replace")
    registry, log = open_log(arena.whole)
    words = said(lambda: log.verify(note))
    registry.close()
    assert "the given checkpoint does not serve" in words, words
    arena.caught("bit of a kept checkpoint", words)


def removed(arena: Arena) -> None:
    """An event, its checkpoint, a node, or all from an event on with every trace."""
    dice, at = arena.dice, arena.dice.randrange(SIZE)
    way = dice.choice(["event", "checkpoint", "leaf", "tail", "line"])
    if way == "line":
        lines = [line.encode() for line in arena.lines]
        del lines[at + 1]
        return arena.caught("removed line", arena.offline(lines), at, at + 1)
    with arena.stored() as database:
        for statement in {
            "event": [f"DELETE FROM events WHERE seq = {at}"],
            "checkpoint": [f"DELETE FROM checkpoints WHERE size = {at + 1}"],
            "leaf": [f'DELETE FROM nodes WHERE level = 0 AND "index" = {at}'],
            "tail": [f"DELETE FROM events WHERE seq >= {at}", f"DELETE FROM event_index WHERE seq >= {at}",
                     f"DELETE FROM checkpoints WHERE size > {at}",
                     f'DELETE FROM nodes WHERE ("index" + 1) << level > {at}'],
        }[way]:
            database.execute(statement)
    return arena.caught(f"removed {way}", arena.verified(), *(range(at, SIZE) if way == "tail" else [at]))


def reordered(arena: Arena) -> None:
    """Two events change places, in the database or the file, with or without their checkpoints."""
    dice = arena.dice
    one, other = sorted(dice.sample(range(SIZE), 2))
    if dice.random() < 0.5:
        lines = [line.encode() for line in arena.lines]
        lines[one + 1], lines[other + 1] = lines[other + 1], lines[one + 1]
        return arena.caught("reordered lines", arena.offline(lines), one, other, one + 1, other + 1)
    with arena.stored() as database:
        for table, column, key, step in dice.choice([EVENTS, [*EVENTS, *NOTES], NOTES]):
            a, b = one + step, other + step
            values = dict(database.execute(f"SELECT {key}, {column} FROM {table} WHERE {key} IN ({a}, {b})"))
            for place, value in ((a, values[b]), (b, values[a])):
                database.execute(f"UPDATE {table} SET {column} = ? WHERE {key} = {place}", (value,))
    return arena.caught("reordered rows", arena.verified(), one, other)


EVENTS, NOTES = [("events", "body", "seq", 0)], [("checkpoints", "note", "size", 1)]


def replaced(arena: Arena) -> None:
    """An event by another of the log, or by one with another actor; with or without its leaf."""
    dice = arena.dice
    at, other = dice.sample(range(SIZE), 2)
    lines = [json.loads(line) for line in arena.lines]
    body = dice.choice([lines[other + 1]["body"], lines[at + 1]["body"].replace("dana", "eve")])
    if dice.random() < 0.5:
        lines[at + 1]["body"] = body
        raw = [json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines]
        return arena.caught("replaced line", arena.offline(raw), at)
    with arena.stored() as database:
        database.execute("UPDATE events SET body = ? WHERE seq = ?", (body.encode(), at))
    return arena.caught("replaced row", arena.verified(), at)


def forked(arena: Arena) -> None:
    """From an event on the log is another one by the same key, which only a witness can tell from the first."""
    at = arena.dice.randrange(SIZE // 2 + 1, SIZE + 1)
    lines = arena.fork if at > SIZE // 2 else arena.lines
    words = arena.offline([line.encode() for line in lines])
    if arena.dice.random() < 0.5:  # the stored log against the fork's last checkpoint
        registry, log = open_log(arena.whole)
        words = said(lambda: log.verify(json.loads(arena.fork[-1])["note"]))
        registry.close()
    assert f"the log forked: its first {SIZE} events" in words, words
    arena.caught("forked", words)


def flipped(value: bytes, dice: random.Random) -> bytes:
    changed = bytearray(value)
    at = dice.randrange(8 * len(changed))
    changed[at // 8] ^= 1 << at % 8
    return bytes(changed)


FLIPS = (bit_in_a_row, bit_in_a_row, bit_in_the_file, bit_in_the_checkpoint)
STRUCTURAL = (removed, reordered, replaced, forked)


def assail(flips: int, structural: int, seed: int) -> Counter[str]:
    """So many faults; how many of each kind were caught."""
    with tempfile.TemporaryDirectory() as folder:
        arena = Arena(Path(folder), random.Random(seed))
        for faults, count in ((FLIPS, flips), (STRUCTURAL, structural)):
            for number in range(count):
                faults[number % len(faults)](arena)
        return arena.seen


def main() -> None:
    """Prints what was caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("flips", type=int)
    parser.add_argument("structural", type=int)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    seen = assail(given.flips, given.structural, given.seed)
    print(f"{sum(seen.values())} faults, seed {given.seed}: each caught, and its event named")
    for what, count in sorted(seen.items()):
        print(f"  {what}: {count}")


if __name__ == "__main__":
    main()
