"""The figures of `evaluate`, on documents small enough to count by hand."""

from types import SimpleNamespace

import pytest

from gateway.recognize.evaluate import measure


def at(start, end, label="NAME"):
    return SimpleNamespace(start=start, end=end, label=label)


def test_counted_by_hand():
    text = "Ana Ortiz saw Tom on 3/4"
    figures = measure([(text, [at(0, 9), at(14, 17), at(21, 24, "DATE")], [at(4, 9), at(10, 13), at(21, 22)])])
    assert figures == {
        "documents": 1,
        "labels": {
            "DATE": {"spans": 1, "tokens": 2, "token_recall": 0.5, "span_recall": 0.0, "leaked_chars": 0.5},
            "NAME": {
                "spans": 2,
                "tokens": 3,
                "token_recall": 0.3333,
                "span_recall": 0.0,
                "leaked_chars": 0.5455,
            },
        },
        "all": {"spans": 3, "tokens": 5, "token_recall": 0.4, "span_recall": 0.0, "leaked_chars": 0.5385},
        "token_precision": 0.6667,
        "redacted_tokens": 3,
    }


def test_the_entity_type_does_not_matter():
    figures = measure([("Ana", [at(0, 3)], [at(0, 3, "DATE")])])
    assert figures["all"] == {
        "spans": 1, "tokens": 1, "token_recall": 1.0, "span_recall": 1.0, "leaked_chars": 0.0,
    }  # fmt: skip


def test_a_part_of_a_token_counts_for_recall_and_leaks_the_rest():
    figures = measure([("Anastasia", [at(0, 9)], [at(0, 3)])])
    assert figures["all"]["token_recall"] == 1.0
    assert figures["all"]["leaked_chars"] == pytest.approx(0.6667)


def test_nothing_at_all():
    figures = measure([])
    assert (figures["documents"], figures["token_precision"], figures["redacted_tokens"]) == (0, 1.0, 0)
