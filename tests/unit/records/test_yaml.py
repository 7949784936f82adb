"""YAML that would be read otherwise than it is written is refused, with the line."""

import pytest

from gateway.errors import BadInput
from gateway.records import yaml

REFUSED = {
    "twice at the top": ("a: 1\nb: 2\na: 3\n", ":3: the key 'a' occurs twice"),
    "twice in a mapping": ("a:\n  b: 1\n  c: {d: 1, e: 2,\n      d: 3}\n", ":4: the key 'd' occurs twice"),
    "twice in a list's mapping": ("a:\n- b: 1\n  b: 1\n", ":3: the key 'b' occurs twice"),
    "twice, in two notations": ("a: 1\n'a': 2\n", ":2: the key 'a' occurs twice"),
    "a list as key": ("a:\n  ? [b]\n  : 1\n", ":2: a key must be a word"),
    "a date as key": ("2020-01-01: 1\n", ":1: a key must be a word"),
    "merge keys": ("a: &x {b: 1}\nc:\n  <<: *x\n", ":3: "),
    "a number as key": ("1: a\n", ": must hold key: value pairs"),
    "a word that YAML takes for a truth value": ("a:\n  on: a\n", ":2: a key must be a word; put it in quotes"),
    "a list": ("- a\n", ": must hold key: value pairs"),
    "nothing": ("", ": must hold key: value pairs"),
    "an open bracket": ("a: [1\nb: 2\n", ":2: "),
    "an object of Python": ("a: !!python/object/apply:os.getcwd []\n", ":1: could not determine a constructor"),
    "a control character": ("a: \x07\n", ": is not YAML text"),
    "a bottomless pit": ("a: " + "[" * 5000, ": is not YAML text"),
}


@pytest.mark.parametrize(("text", "what"), REFUSED.values(), ids=REFUSED)
def test_refuses(text: str, what: str) -> None:
    with pytest.raises(BadInput) as caught:
        yaml.loads(text, "f.yaml")
    assert caught.value.what.startswith(f"f.yaml{what}")
    assert caught.value.hint


def test_reads_plain_values_and_aliases() -> None:
    assert yaml.loads("a: &x {b: [1, 2.5, yes]}\nc: *x\n", "f") == {
        "a": {"b": [1, 2.5, True]},
        "c": {"b": [1, 2.5, True]},
    }


@pytest.mark.parametrize("make", ["nothing", "folder", "latin-1"])
def test_a_file_that_cannot_be_read_is_named(tmp_path, make: str) -> None:
    path = tmp_path / "f.yaml"
    if make == "folder":
        path.mkdir()
    elif make == "latin-1":
        path.write_bytes(b"a: \xe9\n")
    with pytest.raises(BadInput, match="no such file" if make == "nothing" else "cannot be read") as caught:
        yaml.load(path)
    assert str(path) in caught.value.what
