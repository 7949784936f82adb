"""Two opinions become one: where one doubts, the doubt counts."""

import numpy as np
import pytest

from gateway.recognize.tagger.recognizer import pooled


def test_where_one_doubts_the_doubt_counts() -> None:
    sure, doubting = np.array([[1.0, 0.0]], np.float32), np.array([[0.5, 0.5]], np.float32)
    ((outside, inside),) = pooled(sure, doubting)
    assert inside < 1e-5
    ((outside, inside),) = pooled(np.array([[0.99, 0.01]], np.float32), doubting)
    assert 0.09 < inside < 0.1
    assert outside + inside == pytest.approx(1)


def test_two_that_contradict_each_other_leave_a_doubt() -> None:
    one, other = np.array([[1.0, 0.0, 0.0]], np.float32), np.array([[0.0, 1.0, 0.0]], np.float32)
    assert pooled(one, other)[0, :2] == pytest.approx([0.5, 0.5], abs=1e-5)


def test_what_is_no_number_stops_the_note() -> None:
    some = np.array([[0.5, 0.5]], np.float32)
    with pytest.raises(ArithmeticError):
        pooled(some, np.full((1, 2), np.nan, np.float32))
