"""CSV as hospitals export it: what is read, and the row of everything that cannot be."""

import csv as writer
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.records.readers import csv

from ..tables import SECRET, refused, rows, table, values

READ = {
    "plain": ("a,b\n1,2\n", [("1", "2")]),
    "columns in another order": ("b,a\n2,1\n", [("1", "2")]),
    "CRLF": ("a,b\r\n1,2\r\n3,4", [("1", "2"), ("3", "4")]),
    "a byte-order mark": ("\ufeffa,b\n1,2\n", [("1", "2")]),
    "a quoted newline": ('a,b\n"x\ny","z\r\nw"\n', [("x\ny", "z\r\nw")]),
    "quotes within a field": ('a,b\n"say ""ah""",2\n', [('say "ah"', "2")]),
    "the delimiter within a field": ('a,b\n"Doe, J.",2\n', [("Doe, J.", "2")]),
    "nothing is null": ('a,b\n,""\n', [(None, None)]),
    "and no word is": ("a,b\nNone,NA\nnull,NaN\n#N/A,\\N\n", [("None", "NA"), ("null", "NaN"), ("#N/A", "\\N")]),
    "blanks are text": ("a,b\n ,  x \n", [(" ", "  x ")]),
    "numbers keep their zeros": ("a,b\n007,1.50\n", [("007", "1.50")]),
    "blank lines between rows": ("a,b\n1,2\n\n3,4\n", [("1", "2"), ("3", "4")]),
    "a lone quote in a field without quotes": ("a,b\n5'2\",x\n", [("5'2\"", "x")]),
    "an odd quote before a quoted newline": ('a,b\n5",x\n1,"y"\n', [('5"', "x"), ("1", "y")]),
}

REFUSED = {
    "an empty file": ("", "the file is empty"),
    "only a newline": ("\n", "not readable as CSV after row 0"),
    "only a header": ("a,b\n", "a header and no rows"),
    "a name twice": ("a,b,b\n1,2,3\n", "column 'b' occurs twice in the header"),
    "a column too many": ("a,b,c\n1,2,3\n", "the file's column 'c' is not in the descriptor"),
    "a column too few": ("a\n1\n", "the descriptor's column 'b' is not in the file"),
    "no header, so that cells stand there": (f"{SECRET},{SECRET}\n1,2\n", "the descriptor's column 'a', 'b' is not"),
    "a short row": (f"a,b\n1,2\n{SECRET}\n", "row 2 has 1 fields where the header has 2"),
    "a long row": (f"a,b\n1,2\n3,4\n{SECRET},5,6\n", "row 3 has 3 fields where the header has 2"),
    "a short row after a quoted newline": (f'a,b\n1,"x\ny"\n{SECRET}\n', "row 2 has 1 fields where the header has 2"),
    "an unclosed quote": (f'a,b\n1,2\n3,"{SECRET}\n5,6\n', "row 2 has an unclosed quote"),
    "another text encoding": (f"a,b\n{SECRET},2\n".encode() + b"3,\xe9\n", "not utf-8 text after row 0"),
    "another text encoding in the header": (b"a,b\xe9\n1,2\n", "not utf-8 text after row 0"),
    "a NUL byte": (f"a,b\n{SECRET},\0\n", "row 1 holds a NUL byte"),
    "UTF-16": ("a,b\n1,2\n".encode("utf-16"), "NUL byte at its start"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), READ.values(), ids=READ)
def test_reads(tmp_path: Path, body: str, expected: list) -> None:
    assert values(table(tmp_path, body, "a", "b")) == expected


@pytest.mark.parametrize(("body", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, body: str | bytes, what: str) -> None:
    described = table(tmp_path, body, "a", "b")
    assert refused(described).startswith(f"{described.source}: {what}")


@pytest.mark.parametrize("make", ["nothing", "a folder"])
def test_a_source_that_is_no_file_is_refused(tmp_path: Path, make: str) -> None:
    described = table(tmp_path, "", "a")
    described.source.unlink()
    if make == "a folder":
        described.source.mkdir()
    assert refused(described).endswith("no such file" if make == "nothing" else "cannot be read (IsADirectoryError)")


def test_a_blank_line_in_a_file_of_one_column_is_a_row(tmp_path: Path) -> None:
    assert values(table(tmp_path, "a\n1\n\n3\n", "a")) == [("1",), (None,), ("3",)]


def test_reads_the_delimiter_and_the_encoding_that_are_declared(tmp_path: Path) -> None:
    body = "a;b\nJosé;“1,5”\n".encode("windows-1252")
    assert values(table(tmp_path, body, "a", "b", delimiter=";", encoding="windows-1252")) == [("José", "“1,5”")]


@pytest.mark.parametrize("filler", [0, 100])
def test_a_byte_that_the_declared_encoding_lacks_is_refused(tmp_path: Path, monkeypatch, filler: int) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    body = b"a,b\n" + b"1,2\n" * filler + f"{SECRET},".encode() + b"\x81\n"
    assert "not windows-1252 text after row" in refused(table(tmp_path, body, "a", "b", encoding="windows-1252"))


@pytest.mark.parametrize("row", [1, 15, 16, 17, 400, 1000])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1252"])
def test_a_ragged_row_is_numbered_exactly_across_blocks(tmp_path: Path, monkeypatch, row: int, encoding: str) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    good = ['1,"x\ny"\n', "3,4\n"]
    body = "a,b\n" + "".join(good[n % 2] for n in range(row - 1)) + f"{SECRET}\n" + "5,6\n" * 50
    assert f"row {row} has 1 fields" in refused(table(tmp_path, body, "a", "b", encoding=encoding))


@pytest.mark.parametrize("at", [*range(60, 70), 127, 128, 129])
def test_a_nul_byte_is_found_wherever_a_block_ends(tmp_path: Path, monkeypatch, at: int) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    body = bytearray(b"a,b\n" + b"1,2\n" * 100)
    body[at] = 0
    told = refused(table(tmp_path, bytes(body), "a", "b"))
    assert (
        f"row {at // 4} holds a NUL byte" in told or "fields where the header has 2" in told
    )  # in place of , or newline


@pytest.mark.parametrize("cell", ["x" * 500, '"' + "x\n" * 250 + '"', '"' + "x\n" * 250])
def test_a_cell_longer_than_a_block_is_refused(tmp_path: Path, monkeypatch, cell: str) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    assert "a row after row 2 is longer than" in refused(table(tmp_path, f"a,b\n1,2\n3,4\n5,{cell}\n", "a", "b"))


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)


@given(
    st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=30), st.sampled_from(["\n", "\r\n"]), st.integers(64, 300)
)
def test_what_is_written_is_read(tmp_path_factory, pairs: list, newline: str, block: int) -> None:
    text = io.StringIO()
    writer.writer(text, quoting=writer.QUOTE_ALL, lineterminator=newline).writerows([("a", "b"), *pairs])
    described = table(tmp_path_factory.mktemp("csv"), text.getvalue(), "a", "b")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(csv, "BLOCK", block)
        assert values(described) == [tuple(cell or None for cell in pair) for pair in pairs]


def test_batches_hold_text_only(tmp_path: Path) -> None:
    assert rows(table(tmp_path, "a,b\n1,true\n", "a", "b")) == [{"a": "1", "b": "true"}]
