"""Releases put together: whom a plain program finds alone is found, and suppression hides them."""

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.risk.releases import Earlier, exposed, hide, missing

CLASS = st.integers(-1, 2)


def earlier(here: list[int], gone: tuple[int, ...] = (), joined: bool = True) -> Earlier:
    return Earlier("rel-1", np.array(here), np.array(gone, dtype=np.int64), joined)


@st.composite
def histories(draw):
    n = draw(st.integers(1, 12))
    columns = st.lists(CLASS, min_size=n, max_size=n)
    gone = st.lists(st.integers(0, 2), max_size=4)
    count = draw(st.integers(0, 3))
    before = [(draw(columns), tuple(draw(gone)), draw(st.booleans())) for _ in range(count)]
    return draw(columns), before, draw(st.integers(2, 3))


def alone(new: list[int], before: list, k: int) -> tuple[set[int], set[tuple[int, int]]]:
    """Whom the combination singles out, and (release, class) that a difference singles somebody out of."""
    shared = [one for one in before if any(a >= 0 and b >= 0 for a, b in zip(new, one[0], strict=True))]
    found: set[int] = set()
    for some in [[one] for one in shared] + [shared]:
        rows = list(zip(new, *(old for old, _, _ in some), strict=True))
        sizes = Counter(rows)
        for n, row in enumerate(rows):
            known = any(old[n] >= 0 and not joined and old.count(old[n]) + gone.count(old[n]) < k
                        for old, gone, joined in some)  # fmt: skip
            found |= {n} if some and row[0] >= 0 and sizes[row] < k and not known else set()
    absent = set()
    for number, (old, gone, joined) in enumerate(before):
        for one in {c for c in old if c >= 0}:
            there = sum(a >= 0 and b == one for a, b in zip(new, old, strict=True))
            left = sum(a < 0 and b == one for a, b in zip(new, old, strict=True)) + gone.count(one)
            if there and 0 < left < k and (joined or there + left >= k):
                absent.add((number, one))
    return found, absent


@given(histories())
def test_what_a_plain_program_finds_is_found(history) -> None:
    new, before, k = history
    made = [earlier(*one) for one in before]
    marks = exposed(np.array(new), made, k)
    lone = {(number, one) for number, old in enumerate(made) for one, _ in missing(np.array(new), old, k)}
    assert (set(np.flatnonzero(marks).tolist()), lone) == alone(new, before, k)


@given(histories())
def test_hiding_ends_where_nobody_is_singled_out(history) -> None:
    new, before, k = history
    made = [earlier(*one) for one in before]
    classes, last = np.array(new), None
    while last is None or not np.array_equal(last, classes):
        last, classes = classes, hide(classes, made, k)
    assert ((classes == np.array(new)) | (classes == -1)).all()
    assert alone(classes.tolist(), before, k) == (set(), set())


@pytest.mark.parametrize(("new", "old", "gone", "found", "absent"), [
    ([0, 0, 0, 0], [0, 0, 0, 0], (), [], []),  # the same release again
    ([0, 0, 0, 0], [0, 0, 0, -1], (), [3], []),  # the cohort grew by one
    ([0, 0, 0, -1], [0, 0, 0, 0], (), [], [(0, 1)]),  # it shrank by one
    ([0, 0, 0], [0, 0, 0], (0,), [], [(0, 1)]),  # one withdrew
    ([0, 0, 1, 1], [0, 1, 0, 1], (), [0, 1, 2, 3], []),  # each class hides two, both together nobody
    ([0, 0], [-1, -1], (0,), [], []),  # nobody in common
])  # fmt: skip
def test_cases(new, old, gone, found, absent) -> None:
    one = earlier(old, gone)
    assert np.flatnonzero(exposed(np.array(new), [one], 2)).tolist() == found
    assert missing(np.array(new), one, 2) == absent


def test_whom_an_earlier_release_singles_out_by_itself_counts_where_codes_join() -> None:
    new, old = np.array([0, 0]), [0, 1]
    assert exposed(new, [earlier(old)], 2).all()
    assert not exposed(new, [earlier(old, joined=False)], 2).any()
