"""Corpora and records as JSON Lines: what they hold, and the line of what they may not."""

from pathlib import Path

import pytest

from gateway.errors import BadInput
from gateway.model import Identifier
from gateway.records.notes import Gold, Note, read, read_records


def lines(folder: Path, *texts: str) -> Path:
    path = folder / "notes.jsonl"
    path.write_text("".join(text + "\n" for text in texts), encoding="utf-8")
    return path


def test_reads_notes_with_and_without_spans(tmp_path: Path) -> None:
    path = lines(tmp_path, '{"id": 1, "text": "a😀b", "kind": "x"}', "", '{"id": "n", "text": "Ada", "spans": '
                 '[{"start": 0, "end": 3, "label": "NAME", "more": 1}]}')  # fmt: skip
    assert list(read(path)) == [Note(1, "a😀b"), Note("n", "Ada", (Gold(start=0, end=3, label="NAME"),))]


def test_an_evaluation_needs_spans_but_they_may_be_none(tmp_path: Path) -> None:
    path = lines(tmp_path, '{"id": 1, "text": "a", "spans": []}', '{"id": 2, "text": "CANARY"}')
    notes = read(path, gold=True)
    assert next(notes) == Note(1, "a")
    with pytest.raises(BadInput, match=r":2: no `spans`"):
        next(notes)


SPAN = '{"id": 1, "text": "CANARY", "spans": [{"start": START, "end": END, "label": "x"}]}'
BEYOND, EMPTY, NEGATIVE = (SPAN.replace("START", a).replace("END", b) for a, b in ("07", "22", ("-1", "1")))
REFUSED = {
    "not JSON": ("{", ":1: not JSON"),
    "no text": ('{"id": 1}', ":1: text: is missing"),
    "no id": ('{"text": "CANARY"}', ":1: id: is missing"),
    "a text that is none": ('{"id": 1, "text": 7}', ":1: text: Input should be a valid string"),
    "a list": ("[1]", ":1: : "),
    "a span beyond the text": (BEYOND, ":1: a span lies outside"),
    "an empty span": (EMPTY, ":1: a span lies outside"),
    "a negative span": (NEGATIVE, ":1: spans.0.start: "),
    "a bottomless pit": ("[" * 100_000, ":1: not JSON"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, line: str, what: str) -> None:
    path = lines(tmp_path, line)
    with pytest.raises(BadInput) as caught:
        list(read(path))
    assert caught.value.what.startswith(f"{path}{what}")
    assert "CANARY" not in str(caught.value)


def test_records_keep_kinds_and_leave_out_what_is_empty(tmp_path: Path) -> None:
    path = lines(tmp_path, '{"id": 7, "given": "Ada", "family": null, "mrn": 123, "phone": "", '
                 '"relatives": [{"name": "Bea", "relation": "sister"}, {"name": "Cid"}]}')  # fmt: skip
    [(id_, record)] = read_records(path).items()
    assert id_ == "7"
    assert record.identifiers == (
        Identifier("name.given", "Ada"), Identifier("id.mrn", "123"),
        Identifier("name.relative", "Bea"), Identifier("name.relative", "Cid"),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('{"id": 1, "givn": "CANARY"}', ":1: givn: is not a known key"),
        ('{"id": 1, "relatives": [{"nam": "CANARY"}]}', ":1: relatives.0.name: is missing"),
        ('{"given": "CANARY"}', ":1: id: is missing"),
    ],
)
def test_records_refuse(tmp_path: Path, line: str, what: str) -> None:
    path = lines(tmp_path, line)
    with pytest.raises(BadInput) as caught:
        read_records(path)
    assert caught.value.what.startswith(f"{path}{what}")
    assert "CANARY" not in str(caught.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b'{"id": "\xe9"}\n')
    for path, what in (
        (tmp_path / "none", "no such file"),
        (tmp_path, "cannot be read"),
        (tmp_path / "latin", "UTF-8"),
    ):
        with pytest.raises(BadInput, match=what):
            list(read(path))
