"""What events are searched by: the newest first, a page at a time, by each word and part of a word."""

from datetime import UTC, datetime
from typing import Any

import pytest

from gateway.audit.events import timestamp
from gateway.audit.index import index_row
from gateway.audit.log import Log
from gateway.registry import events
from gateway.registry.db import Registry
from gateway.registry.events import Wanted

from .samples import ALL_FACTS, append, dataset_added, intent


@pytest.fixture
def filled(log: Log) -> Log:
    """Three datasets (0-2), an export (3-4), one that is open (5), and another person's dataset (6)."""
    append(log, 3)
    with log.attempt(intent("req-7")) as attempt, attempt.publish(**ALL_FACTS):
        pass
    with log.record(intent("req-8")):
        pass
    with log.record(dataset_added(9).model_copy(update={"actor": "omar"})):
        pass
    return log


def found(log: Log, before: int | None = None, limit: int = 50, **wanted: Any) -> list[int]:
    return [entry.seq for entry in log.search(Wanted(**wanted), limit=limit, before=before)]


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        ({}, [6, 5, 4, 3, 2, 1, 0]),
        ({"actor": "omar"}, [6]),
        ({"actor": "oma"}, []),
        ({"types": ["export.intent", "export.published"]}, [5, 4, 3]),
        ({"outcome": "pending"}, [5, 3]),
        ({"releases": ["rel-1"]}, [5, 4, 3]),
        ({"requests": ["req-7"]}, [4, 3]),
        ({"requests": ["req-7"], "outcome": "success"}, [4]),
        ({"text": "REQ-7"}, [4, 3]),
        ({"text": "published"}, [4]),
        ({"text": "mar"}, [6]),
        ({"text": "req_7"}, []),
        ({"text": "%"}, []),
        ({"since": timestamp(datetime(2026, 3, 1, 8, 0, 5, tzinfo=UTC))}, [6, 5]),
        ({"until": timestamp(datetime(2026, 3, 1, 8, 0, 2, tzinfo=UTC))}, [1, 0]),
    ],
)
def test_searched(filled: Log, wanted: dict[str, Any], seqs: list[int]) -> None:
    assert found(filled, **wanted) == seqs


def test_pages_are_keyed(filled: Log) -> None:
    first = found(filled, limit=3)
    append(filled, 2)  # what is written meanwhile shifts no page
    assert (first, found(filled, before=first[-1], limit=3)) == ([6, 5, 4], [3, 2, 1])


def test_an_emptied_index_is_filled_again(filled: Log, registry: Registry) -> None:
    with registry.transaction() as tx:
        before = events.index_rows(tx, 0, 9)
        tx.exec_driver_sql("DELETE FROM event_index")
    append(filled, 1)  # whoever is first, a reader or a writer
    with registry.transaction() as tx:
        assert events.index_rows(tx, 0, 7) == before
        tx.exec_driver_sql("DELETE FROM event_index")
    filled.fill_index()
    assert filled.verify().size == 8
    assert list(filled.open_intents()) == [5]


@pytest.mark.parametrize("body", [b"", b"\xff", b"[]", b'{"at":1,"facts":[]}', b'{"intent":"x","actor":null}'])
def test_what_is_no_event_has_no_words(body: bytes) -> None:
    row = index_row(3, body)._asdict()
    assert (row["seq"], row["at"], row["actor"], row["release"], row["intent"]) == (3, "", "", None, None)


def test_events_recorded_together_are_one_after_the_other(filled: Log) -> None:
    with filled.record(*(dataset_added(number) for number in range(5))):
        pass
    assert filled.verify(filled.checkpoint()).size == 12
    assert found(filled, limit=5) == [11, 10, 9, 8, 7]
