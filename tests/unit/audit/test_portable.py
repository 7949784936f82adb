"""An exported log is verified by the log's key alone, and each way of spoiling the file is named."""

import json
import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.audit import portable
from gateway.audit.checkpoint import VerificationKey
from gateway.errors import BadInput, GatewayError, IntegrityError

from .samples import ORIGIN, SeededSigner, append, open_log

KEY = VerificationKey(ORIGIN, SeededSigner().public_key_bytes)
EVENTS = 9


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[str], str]:
    """The exported lines of a log of nine events, and its checkpoint."""
    registry, log = open_log(tmp_path_factory.mktemp("log") / "log.db")
    registry.create()
    append(log, EVENTS)
    return list(log.portable()), log.checkpoint()


def verify(
    path: Path, lines: list[str], checkpoint: str | None = None, key: VerificationKey = KEY
) -> portable.LogReport:
    path.write_text("".join(lines), encoding="utf-8")
    return portable.check(path, key, checkpoint)


def edited(line: str, change: Callable[[dict], object]) -> str:
    fields = json.loads(line)
    change(fields)
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":")) + "\n"


def renamed(line: str) -> str:
    return edited(line, lambda f: f.update(body=f["body"].replace("set-", "let-")))


def renumbered(lines: list[str]) -> list[str]:
    return [edited(line, lambda f, n=n: f.update(seq=n)) for n, line in enumerate(lines)]


def header(lines: list[str], size: int) -> str:
    return edited(lines[0], lambda f: f.update(size=size))


def swap(lines: list[str], one: int, other: int) -> list[str]:
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def swapped_bodies(lines: list[str]) -> list[str]:
    three, five = json.loads(lines[4]), json.loads(lines[6])
    return [*lines[:4], edited(lines[4], lambda f: f.update(body=five["body"])), lines[5],
            edited(lines[6], lambda f: f.update(body=three["body"])), *lines[7:]]  # fmt: skip


# Line n + 1 holds event n.
SPOILED: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "changed": (lambda x: [*x[:5], renamed(x[5]), *x[6:]], "event 4 was changed"),
    "removed": (lambda x: x[:5] + x[6:], "event 4 is missing"),
    "first removed": (lambda x: x[:1] + x[2:], "event 0 is missing"),
    "last removed": (lambda x: x[:-1], "the file says that it holds 9 events, and holds 8"),
    "removed and renumbered": (
        lambda x: [header(x, 8), *renumbered(x[1:5] + x[6:])],
        "checkpoint after event 4 was replaced by one of size 6",
    ),
    "lines exchanged": (lambda x: swap(x, 4, 6), "event 4 was put behind event 5: events were reordered"),
    "events exchanged": (swapped_bodies, "events were reordered: event 3 is now at 5, event 5 at 3"),
    "twice": (lambda x: [*x[:5], x[4], *x[5:]], "event 3 stands twice"),
    "leaf": (lambda x: [*x[:5], edited(x[5], lambda f: f.update(leaf="00" * 32)), *x[6:]], "node 0/4 (event 4) of"),
    "note": (
        lambda x: [*x[:5], edited(x[5], lambda f: f.update(note=f["note"].replace("\n5\n", "\n6\n"))), *x[6:]],
        "the checkpoint after event 4 was changed or forged",
    ),
    "cut": (lambda x: [*x[:-1], x[-1][:40]], "event 8: its line was changed or cut off"),
    "spaced": (lambda x: [*x[:5], x[5].replace(",", ", ", 1), *x[6:]], "event 4: its line was changed"),
    "origin": (
        lambda x: [edited(x[0], lambda f: f.update(origin="elsewhere")), *x[1:]],
        "is not of the log elsewhere",
    ),
}


def test_the_file_verifies_by_the_key_alone(whole: tuple[list[str], str], tmp_path: Path) -> None:
    lines, checkpoint = whole
    found = verify(tmp_path / "log.jsonl", lines, checkpoint)
    assert (found.origin, found.size, found.witnessed) == (ORIGIN, EVENTS, EVENTS)


@pytest.mark.parametrize("case", SPOILED)
def test_what_was_done_to_the_file_is_named(whole: tuple[list[str], str], tmp_path: Path, case: str) -> None:
    spoil, words = SPOILED[case]
    with pytest.raises(IntegrityError) as caught:
        verify(tmp_path / "log.jsonl", spoil(list(whole[0])))
    assert words in caught.value.what


def test_a_shortened_file_shows_against_a_checkpoint(whole: tuple[list[str], str], tmp_path: Path) -> None:
    lines, checkpoint = whole
    shorter = [header(lines, 7), *lines[1:8]]
    assert verify(tmp_path / "log.jsonl", shorter).size == 7  # by itself it is a log as any other
    with pytest.raises(IntegrityError, match="events 7 to 8 are missing: the given checkpoint covers 9"):
        verify(tmp_path / "log.jsonl", shorter, checkpoint)


def test_a_fork_shows_against_a_checkpoint(whole: tuple[list[str], str], tmp_path: Path) -> None:
    registry, other = open_log(tmp_path / "other.db")
    registry.create()
    append(other, 1)
    append(other, EVENTS)
    with pytest.raises(IntegrityError, match="the log forked: its first 9 events are not those"):
        verify(tmp_path / "log.jsonl", list(other.portable()), whole[1])


def test_another_key_does_not_verify(whole: tuple[list[str], str], tmp_path: Path) -> None:
    key = replace(KEY, public=SeededSigner(b"\x02" * 32).public_key_bytes)
    with pytest.raises(IntegrityError, match="its first line, before event 0, was changed, or it is of"):
        verify(tmp_path / "log.jsonl", whole[0], key=key)
    with pytest.raises(
        IntegrityError, match="the checkpoint after event 0 was changed or forged: the note is not signed"
    ):
        verify(tmp_path / "log.jsonl", [whole[0][0].replace(str(KEY), str(key)), *whole[0][1:]], key=key)


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"format":"x","origin":"o","size":1}', "seq,at\n"])
def test_other_files_are_told_from_spoiled_ones(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadInput, match="does not begin as an exported log"):
        verify(tmp_path / "log.jsonl", [text])


def test_flipped_bits_are_caught(whole: tuple[list[str], str], tmp_path: Path) -> None:
    """Outside of the header's key, which nobody trusts."""
    lines, checkpoint = whole
    raw, path = "".join(lines).encode(), tmp_path / "log.jsonl"
    draw = random.Random(6962)
    first = len(lines[0].encode())
    for _ in range(150):
        at = draw.randrange(first, len(raw))
        path.write_bytes(raw[:at] + bytes([raw[at] ^ 1 << draw.randrange(8)]) + raw[at + 1 :])
        with pytest.raises(GatewayError, match="event"):
            portable.check(path, KEY, checkpoint)
