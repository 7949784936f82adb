"""What an event is searched by, taken from its stored bytes: never more than the bytes say, so it can be made again."""

import json
from typing import Any

_TEXTS = ("at", "type", "actor", "outcome", "release", "request")
_REQUIRED = ("at", "type", "actor", "outcome")


def index_row(seq: int, body: bytes) -> dict[str, Any]:
    """The row of the index; an export is found by the release among its facts, bytes that are no event by nothing."""
    try:
        fields = json.loads(body)
        told = {**fields, "release": fields.get("release", fields.get("facts", {}).get("release"))}
    except (ValueError, AttributeError, TypeError, RecursionError):
        told = {}
    texts = {name: told[name] if isinstance(told.get(name), str) else None for name in _TEXTS}
    intent = told.get("intent")
    return {
        "seq": seq,
        **texts,
        **{name: texts[name] or "" for name in _REQUIRED},
        "intent": intent if isinstance(intent, int) else None,
    }
