"""A fit ends: with rows, or with a word that holds no value."""

import os
import time

import pytest

from gateway.synth.base import NotMade
from gateway.synth.worker import Worker

from . import fakes


def test_rows_come_back() -> None:
    with Worker(fakes.done, fakes.nothing, 60, 2048) as do:
        assert len(do(fakes.job()).rows) == 100


@pytest.mark.parametrize(
    ("do", "seconds", "word"),
    [
        (fakes.slow, 0.5, "took longer than its 0.5 s"),
        (fakes.greedy, 60, "needed more than its 1024 MB"),
        (fakes.dying, 60, "was ended from outside"),
        (fakes.telling, 60, "gave 3 of the 100 rows asked for"),
    ],
)
def test_failures_come_back_as_words(do, seconds: float, word: str) -> None:
    with Worker(do, fakes.nothing, seconds, 1024) as worker, pytest.raises(NotMade, match=word):
        worker(fakes.job())


def test_an_exception_brings_no_value_along() -> None:
    with Worker(fakes.talkative, fakes.nothing, 60, 2048) as worker, pytest.raises(NotMade) as caught:
        worker(fakes.job())
    assert str(caught.value) == "failed with ValueError"


def test_one_process_serves_until_it_fails_and_none_is_left() -> None:
    with Worker(fakes.process, fakes.nothing, 60, 2048) as worker:
        first, second = (int(worker(fakes.job()).rows["pid"][0]) for _ in range(2))
        assert first == second != os.getpid()
        worker._seconds = 0.5
        with pytest.raises(NotMade, match="took longer"):
            worker(fakes.job(wanted=1))
        worker._seconds = 60
        other = int(worker(fakes.job()).rows["pid"][0])
        assert other != first
    deadline = time.monotonic() + 10
    while os.path.exists(f"/proc/{other}") and time.monotonic() < deadline:  # noqa: PTH110
        time.sleep(0.05)
    assert not os.path.exists(f"/proc/{other}")  # noqa: PTH110
