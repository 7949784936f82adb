"""JSON Lines: plain values as text, and the line of everything else."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.records.readers import jsonl

from ..tables import SECRET, refused, table, values

READ = {
    "texts": ('{"a": "x", "b": "y"}\n', [("x", "y")]),
    "no newline at the end": ('{"a": "x", "b": "y"}', [("x", "y")]),
    "CRLF": ('{"a": "x", "b": "y"}\r\n{"a": "z", "b": ""}\r\n', [("x", "y"), ("z", None)]),
    "a byte-order mark": ('\ufeff{"a": "x", "b": "y"}\n', [("x", "y")]),
    "blank lines": ('\n{"a": "x", "b": "y"}\n  \n{"a": "z", "b": "w"}\n\n', [("x", "y"), ("z", "w")]),
    "absent, null and empty": ('{"a": "x", "b": "y"}\n{"b": null}\n{"a": ""}\n', [("x", "y")] + [(None, None)] * 2),
    "words are not null": ('{"a": "None", "b": "null"}\n', [("None", "null")]),
    "truth values": ('{"a": true, "b": false}\n', [("true", "false")]),
    "numbers": ('{"a": 7, "b": -1.5}\n', [("7", "-1.5")]),
    "a number beyond 64 bits": ('{"a": 12345678901234567890, "b": 0}\n', [("12345678901234567890", "0")]),
    "escapes": (r'{"a": "a\nb\u00e9", "b": "\ud83d\ude00 \\u0000"}', [("a\nbé", "😀 \\u0000")]),
    "a line separator of Unicode": ('{"a": "x\u2028y", "b": "\u0085"}\n', [("x\u2028y", "\u0085")]),
}  # fmt: skip

REFUSED = {
    "an empty file": ("", ": the file is empty"),
    "blank lines only": ("\n\n", ": the descriptor's column 'a', 'b' is not in the file"),
    "a column that no line has": (f'{{"a": "{SECRET}"}}\n' * 3, ": the descriptor's column 'b' is not in the file"),
    "a key too many": (f'{{"a": 1, "b": 2}}\n\n{{"a": "{SECRET}", "c": 3}}\n', ":3: key 'c' is not in the descriptor"),
    "a key twice": (f'{{"a": "{SECRET}", "b": 2, "a": 3}}\n', ":1: the key 'a' occurs twice"),
    "a nested object": (f'{{"a": {{"x": "{SECRET}"}}, "b": 2}}\n', ":1: 'a' is not a plain value"),
    "a list": (f'{{"a": 1, "b": ["{SECRET}"]}}\n', ":1: 'b' is not a plain value"),
    "a line that is a list": (f'["{SECRET}"]\n', ":1: not an object"),
    "a line that is a text": (f'"{SECRET}"\n', ":1: not an object"),
    "half a line": (f'{{"a": 1, "b": 2}}\n{{"a": "{SECRET}\n', ":2: not JSON"),
    "two objects on a line": ('{"a": 1, "b": 2} {"a": 1, "b": 2}\n', ":1: not JSON"),
    "NaN": ('{"a": NaN, "b": 2}\n', ":1: not JSON"),
    "Infinity": ('{"a": -Infinity, "b": 2}\n', ":1: not JSON"),
    "more digits than Python reads": ('{"a": ' + "9" * 5000 + "}\n", ":1: not JSON"),
    "a bottomless pit": ("[" * 100_000 + "\n", ":1: not JSON"),
    "another encoding": (f'{{"a": "{SECRET}", "b": "'.encode() + b'\xe9"}\n', ":1: not utf-8 text"),
    "a NUL byte": (f'{{"a": "{SECRET}\0"}}\n', ":1: NUL byte"),
    "UTF-16": ('{"a": 1}\n'.encode("utf-16"), ":1: NUL byte"),
    "a NUL escape": (f'{{"a": "{SECRET}\\u0000"}}\n', ":1: NUL character"),
    "half a surrogate pair": (f'{{"a": "{SECRET}\\ud83d"}}\n', ":1: NUL character or half a surrogate pair"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), READ.values(), ids=READ)
def test_reads(tmp_path: Path, body: str, expected: list) -> None:
    assert values(table(tmp_path, body, "a", "b", format="jsonl")) == expected


@pytest.mark.parametrize(("body", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(tmp_path: Path, body: str | bytes, what: str) -> None:
    described = table(tmp_path, body, "a", "b", format="jsonl")
    assert refused(described).startswith(f"{described.source}{what}")


def test_reads_the_declared_encoding(tmp_path: Path) -> None:
    body = '{"a": "José"}\n'.encode("windows-1252")
    assert values(table(tmp_path, body, "a", format="jsonl", encoding="windows-1252")) == [("José",)]


@pytest.mark.parametrize("line", [1, 4, 5, 6, 23])
def test_lines_are_numbered_across_runs(tmp_path: Path, monkeypatch, line: int) -> None:
    monkeypatch.setattr(jsonl, "LINES", 5)
    body = '{"a": 1}\n' * (line - 1) + "{\n" + '{"a": 1}\n' * 9
    assert refused(table(tmp_path, body, "a", format="jsonl")).endswith(f":{line}: not JSON")


PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)


@given(st.lists(st.dictionaries(st.sampled_from(["a", "b"]), PLAIN), max_size=12), st.booleans())
def test_what_is_written_is_read(tmp_path_factory, objects: list, escaped: bool) -> None:
    body = "".join(json.dumps(item, ensure_ascii=escaped) + "\n" for item in [{"a": 0, "b": 0}, *objects])
    described = table(tmp_path_factory.mktemp("jsonl"), body, "a", "b", format="jsonl")

    def text(value: object) -> str | None:
        return str(value).lower() if isinstance(value, bool) else None if value in (None, "") else str(value)

    assert values(described)[1:] == [(text(item.get("a")), text(item.get("b"))) for item in objects]
