"""A subject's rows as one value: as a plain program would make it, whatever the number of rows."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.risk.rows import Values, counted, holders, join, one_each, rarest

TEXTS = np.array(["a", "b", "c", "d"], dtype=object)
PEOPLE = 6
ROWS = st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.integers(0, 3)), max_size=40)


def arrays(rows: list[tuple[int, int]]):
    return np.array([s for s, _ in rows], dtype=np.int64), np.array([c for _, c in rows], dtype=np.int64)


def texts(values: Values) -> list[str]:
    return [values.texts[code] for code in values.codes]


def held_by(rows: list[tuple[int, int]], subject: int) -> set[str]:
    return {TEXTS[code] for one, code in rows if one == subject}


@given(ROWS)
def test_a_set_is_equal_where_the_values_are(rows) -> None:
    codes = one_each(*arrays(rows), TEXTS, PEOPLE).codes
    for a in range(PEOPLE):
        for b in range(a):
            assert (codes[a] == codes[b]) == (held_by(rows, a) == held_by(rows, b))
    assert set(codes) == set(range(len(set(codes))))


@given(ROWS)
def test_the_rarest_is_what_the_fewest_subjects_have(rows) -> None:
    held = holders(*arrays(rows), TEXTS)
    assert {text: count for text, count in held.items() if count} == Counter(TEXTS[code] for _, code in set(rows))
    for subject, text in enumerate(texts(rarest(*arrays(rows), TEXTS, PEOPLE, held))):
        own = held_by(rows, subject)
        assert text == (min(own, key=lambda one: (held[one], one)) if own else "\x00none")


def test_rarity_is_that_of_the_reference_not_of_the_rows() -> None:
    rows = arrays([(0, 0), (0, 1), (1, 1), (2, 1)])
    assert texts(rarest(*rows, TEXTS, 3, {"a": 9, "b": 2}))[0] == "b"
    assert texts(rarest(*rows, TEXTS, 3, {"a": 1, "b": 2}))[0] == "a"


@pytest.mark.parametrize(("bands", "shown"), [((), ["0", "1", "3", "9"]), ((1, 3), ["0", "1", "3", "3"]),
                                              ((2,), ["0", "0", "2", "2"])])  # fmt: skip
def test_counts_fall_into_bands(bands: tuple[int, ...], shown: list[str]) -> None:
    assert texts(counted(np.array([0, 1, 3, 9]), bands)) == shown


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=30))
def test_joined_columns_are_equal_where_all_are(rows) -> None:
    columns = [(np.array(column, dtype=np.int64), TEXTS) for column in zip(*rows, strict=True)]
    codes, labels = join(columns)
    shown = ["\x1e".join(TEXTS[c] for c in row) for row in rows]
    assert [labels[code] for code in codes] == shown
