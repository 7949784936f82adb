"""What an event is searched by, taken from its stored bytes: never more than the bytes say, so it can be made again."""

from types import NoneType

from pydantic_core import from_json

from gateway.registry.events import IndexRow

_TYPES = {int, str, NoneType}


def index_row(seq: int, body: bytes) -> IndexRow:
    """The row of the index; an export is found by the release among its facts, bytes that are no event by nothing."""
    try:
        fields = from_json(body)
        get = fields.get
        release = get("release") or get("facts", fields).get("release")
    except (ValueError, AttributeError):
        return IndexRow(seq, "", "", "", "", None, None, None)
    row = IndexRow(seq, get("at"), get("type"), get("actor"), get("outcome"), release, get("request"), get("intent"))
    if set(map(type, row)) <= _TYPES and None not in row[:5]:
        return row
    return IndexRow(seq, "", "", "", "", None, None, None)
