"""A file of FHIR JSON in, its resources with their places out: a Bundle, one resource, or NDJSON."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.errors import BadInput


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource, and where it stands, for messages."""

    where: str
    body: Mapping[str, Any]


def read_resources(path: Path) -> list[Resource]:
    """Read all resources of a file. Raises BadInput naming the file and line, or the entry of the Bundle."""
    text = _text(path)
    lines = [(number, line) for number, line in enumerate(text.split("\n"), start=1) if line.strip()]
    if not lines:
        raise BadInput(f"{path}: is empty", hint="export a Bundle, one resource or NDJSON")
    if len(lines) > 1 and _complete(lines[0][1]):
        return [_resource(f"{path}:{number}", _parsed(f"{path}:{number}", line)) for number, line in lines]
    whole = _resource(str(path), _parsed(str(path), text))
    if whole.body["resourceType"] != "Bundle":
        return [whole]
    entries = whole.body.get("entry") or []
    if not isinstance(entries, list):
        raise BadInput(f"{path}: its entry is not a list", hint="export the Bundle again")
    return [
        _resource(f"{path}: entry {number}", _held(entry)) for number, entry in enumerate(entries, start=1)
    ]


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BadInput(f"{path}:{line}: is not UTF-8", hint="save the file as UTF-8 text") from None
    except OSError as error:
        raise BadInput(f"{path}: cannot be read ({type(error).__name__})", hint="check the path") from None


def _complete(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _parsed(where: str, text: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        place = f"{where}: line {error.lineno}" if error.lineno > 1 else where
        raise BadInput(f"{place}: is not JSON", hint="export the file again: it may be cut off") from None
    except RecursionError:
        raise BadInput(f"{where}: is nested too deeply", hint="export the file again") from None
    except ValueError:
        raise BadInput(f"{where}: an object has the same key twice", hint="remove one of them") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key occurs twice")
    return found


def _held(entry: Any) -> Any:
    return entry.get("resource") if isinstance(entry, dict) else None


def _resource(where: str, body: Any) -> Resource:
    if not isinstance(body, dict) or not isinstance(body.get("resourceType"), str):
        raise BadInput(f"{where}: holds no FHIR resource", hint="every resource names its resourceType")
    return Resource(where, body)
