"""The versions of a policy file in, what changed out: setting by setting, or rule by rule in Cedar.

Policies are the site's own words and hold nothing of a patient.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any

from gateway.errors import BadInput
from gateway.records import yaml
from gateway.registry.documents import Document

KIND = "policy-version"
_LONG = 8  # words that two versions share, from which on they are left out
_FILE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RULE = re.compile(r'@id\("([^"]*)"\)')


@dataclass(frozen=True, slots=True)
class Change:
    """One setting, rule or line count; "" before where it is new, "" after where it is gone."""

    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: added ({self.after})"
        return f"{self.what}: {self.before} → {self.after}" if self.after else f"{self.what}: removed ({self.before})"


def files(folder: Path) -> dict[str, bytes]:
    """The files of a site's folder of policies, by name; a file that is empty counts as none."""
    found = {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}
    return {name: body for name, body in found.items() if body and _FILE.fullmatch(name)}


def document(name: str, number: int, body: bytes, at: str) -> Document:
    """How the registry keeps a version; the first is 1, and one without bytes says that the file is gone."""
    return Document(KIND, f"{name}@{number:06}", name, body, at)


def changes(name: str, before: bytes, after: bytes) -> list[Change]:
    """What differs between two versions of a file, in the order of their settings; none for layout and comments."""
    read = _rules if name.endswith(".cedar") else _settings if name.endswith(".yaml") else _lines
    old, new = read(before), read(after)
    if not before or not after:
        return [Change("file", f"{len(old)} settings" if old else "", f"{len(new)} settings" if new else "")]
    named = [*old, *(key for key in new if key not in old)]
    return [Change(key, *_apart(old.get(key, ""), new.get(key, ""))) for key in named if old.get(key) != new.get(key)]


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two long texts without the words that both begin and end with, but for one on each side."""
    was, now = old.split(" "), new.split(" ")
    same = list(takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    first = max(0, len(same) - 1)
    tail = list(takewhile(lambda pair: pair[0] == pair[1], zip(was[:first:-1], now[:first:-1], strict=False)))
    last = max(0, len(tail) - 1)
    if not old or not new or first + last < _LONG:
        return old, new
    return tuple(" ".join(["…" * (first > 0), *w[first : len(w) - last], "…" * (last > 0)]).strip() for w in (was, now))  # type: ignore[return-value]  # two in, two out


def _settings(body: bytes) -> dict[str, str]:
    try:
        return dict(_flat("", yaml.loads(body.decode(), "policy"))) if body else {}
    except (BadInput, UnicodeDecodeError):
        return _lines(body)


def _flat(place: str, value: Any) -> list[tuple[str, str]]:
    """Each leaf with its dotted place; how one kind is transformed is one leaf."""
    if isinstance(value, Mapping) and value and place.count(".") < 1:
        return [leaf for key, part in value.items() for leaf in _flat(f"{place}.{key}".strip("."), part)]
    if isinstance(value, Mapping) and list(value.values()) == [None]:  # `{drop: }` is `drop`
        value = next(iter(value))
    return [(place, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str))]


def _rules(body: bytes) -> dict[str, str]:
    """Cedar's text by rule id, comments and layout left out."""
    lines = (line for line in body.decode(errors="replace").splitlines() if not line.lstrip().startswith("//"))
    parts = _RULE.split(" ".join(" ".join(lines).split()))
    return {f"rule {id_}": text.strip() for id_, text in zip(parts[1::2], parts[2::2], strict=True)}


def _lines(body: bytes) -> dict[str, str]:
    return {"file": f"{len(body.splitlines())} lines, {len(body)} bytes"} if body else {}
