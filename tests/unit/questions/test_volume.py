"""What is an unusual volume, and what is not."""

import pytest

from gateway.questions.volume import unusual


@pytest.mark.parametrize(
    ("value", "before", "expected"),
    [
        (1000, [1000] * 9, False),
        (1100, [1000] * 9, False),  # a little more is no alarm, though all before were the same
        (10_000, [1000] * 9, True),
        (10, [1000] * 9, False),  # little is not the question
        (9_000, [10, 100, 1000, 10_000, 100_000], False),  # where anything was usual
        (10**9, [10, 20, 30, 40, 50], True),
        (0, [0] * 5, False),
    ],
)
def test_unusual(value, before, expected):
    assert unusual(value, before) is expected
