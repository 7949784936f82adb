"""Worker processes: every item once, a dead worker tells of which item it died, and no value crosses."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from gateway.engine import local
from gateway.engine.base import Failed, Finished, Job
from gateway.engine.local import LocalEngine
from gateway.errors import BadInput

from .tasks import Number, Square, Sums

JOB = Job("digest", Path())
TODO = [Number(n) for n in range(6)]


def run(folder: Path, workers: int, **does: str) -> dict[int, object]:
    task = Square(folder, {int(name[1:]): deed for name, deed in does.items()})
    return {outcome.item.value: outcome for outcome in LocalEngine(workers).run_parts(JOB, task, TODO)}


def tried(folder: Path, value: int) -> int:
    return len(list(folder.glob(f"{value}-*")))


@pytest.mark.parametrize("workers", [0, 1, 3])
def test_every_item_is_done_once(tmp_path: Path, workers: int) -> None:
    outcomes = run(tmp_path, workers)
    assert {value: outcome.result[0] for value, outcome in outcomes.items()} == {n: n * n for n in range(6)}
    assert [tried(tmp_path, n) for n in range(6)] == [1] * 6
    processes = {outcome.result[1] for outcome in outcomes.values()}
    assert processes == {os.getpid()} if not workers else os.getpid() not in processes and len(processes) <= workers


@pytest.mark.parametrize(("cores", "memory", "workers"), [(8, 64 << 30, 8), (8, 1200 << 20, 2), (8, 1 << 20, 1)])
def test_as_many_workers_as_there_are_cores_and_memory(monkeypatch, cores: int, memory: int, workers: int) -> None:
    monkeypatch.setattr(local.os, "sched_getaffinity", lambda _: range(cores))
    monkeypatch.setattr(local, "_memory", lambda: memory)
    assert local.room(1 << 30) == workers
    assert local.room(1 << 20) == 0, "done before a worker has begun"


@pytest.mark.parametrize("workers", [0, 2])
def test_a_fault_is_tried_thrice_and_tells_no_value(tmp_path: Path, workers: int) -> None:
    outcomes = run(tmp_path, workers, n3="raise", n4="raise 1")
    failed = outcomes.pop(3)
    assert isinstance(failed, Failed)
    assert (failed.attempts, failed.why.partition(":")[0]) == (3, "ValueError at tasks.py")
    assert all(isinstance(outcome, Finished) for outcome in outcomes.values())
    assert outcomes[4].attempt == "2"
    assert [tried(tmp_path, n) for n in (2, 3, 4)] == [1, 3, 2]


@pytest.mark.parametrize(("deed", "code"), [("die", -9), ("exit", 3)])
def test_a_dead_worker_is_blamed_on_its_item_alone(tmp_path: Path, deed: str, code: int) -> None:
    engine = LocalEngine(2)
    task = Square(tmp_path, {0: deed, 5: f"{deed} 1"})
    outcomes = {outcome.item.value: outcome for outcome in engine.run_parts(JOB, task, TODO)}
    assert outcomes.pop(0) == Failed(Number(0), 3, f"its worker ended with code {code}")
    assert all(isinstance(outcome, Finished) for outcome in outcomes.values())
    assert [tried(tmp_path, n) for n in range(6)] == [3, 1, 1, 1, 1, 2]
    progress = engine.progress(JOB)
    assert (progress.items, progress.finished, progress.failed, progress.lost) == (6, 5, 1, 4)
    assert progress.running == ()


@pytest.mark.parametrize("workers", [0, 2])
def test_what_no_other_attempt_would_mend_ends_the_job(tmp_path: Path, workers: int) -> None:
    with pytest.raises(BadInput, match="row 7 is bad") as caught:
        run(tmp_path, workers, n2="refuse")
    assert caught.value.hint == "mend it"
    assert caught.value.__cause__ is None
    with pytest.raises(OSError, match="28") as full:
        run(tmp_path, workers, n2="full")
    assert full.value.errno == 28
    assert "CANARY" not in f"{full.value!r} {full.value.filename}"


def test_arrays_stand_in_memory_once() -> None:
    array = np.arange(1 << 20)
    outcomes = list(LocalEngine(2).run_parts(JOB, Sums(array), TODO[:2]))
    assert sorted(outcome.result for outcome in outcomes) == [(int(array.sum()) + n, False) for n in range(2)]


def ended(pid: int) -> bool:
    """Gone, or only its exit code left."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_closing_ends_the_workers(tmp_path: Path) -> None:
    engine = LocalEngine(2)
    outcomes = engine.run_parts(JOB, Square(tmp_path, {5: "sleep"}), TODO)
    pids = {next(outcomes).result[1] for _ in range(5)}
    assert engine.progress(JOB).running == ("number-5",)
    outcomes.close()
    assert all(map(ended, pids))


DRIVER = """
import sys
from pathlib import Path
from gateway.engine.base import Job
from gateway.engine.local import LocalEngine
from unit.engine.tasks import Number, Square
if __name__ == "__main__":
    for done in LocalEngine(2).run_parts(Job("", Path()), Square(Path(sys.argv[1]), {2: "sleep", 3: "sleep"}),
                                         [Number(n) for n in range(4)]):
        print(done.result[1], flush=True)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM], ids=lambda number: number.name)
def test_workers_die_with_their_parent(tmp_path: Path, number: int) -> None:
    (tmp_path / "driver.py").write_text(DRIVER)
    path = os.pathsep.join([str(Path(__file__).parents[2]), *filter(None, sys.path)])
    driver = subprocess.Popen([sys.executable, tmp_path / "driver.py", tmp_path], stdout=subprocess.PIPE, text=True,
                              env={**os.environ, "PYTHONPATH": path})  # fmt: skip
    pids = {int(driver.stdout.readline()) for _ in range(2)}
    while not (tried(tmp_path, 2) and tried(tmp_path, 3)):
        time.sleep(0.01)
    driver.send_signal(number)
    driver.wait()
    deadline = time.monotonic() + 30
    while not all(map(ended, pids)):
        assert time.monotonic() < deadline
        time.sleep(0.01)
