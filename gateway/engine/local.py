"""Worker processes on this machine, one item each at a time, so that a dead one tells which item it died of."""

import multiprocessing
import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, Generic

import pyarrow as pa

from gateway.engine.base import ATTEMPTS, Answer, Failed, Fault, Finished, ItemT, Job, Progress, Result, Task, attempt
from gateway.engine.counting import count_by_part
from gateway.engine.shared import Shared
from gateway.engine.worker import serve
from gateway.model import Table

SMALL = 2 << 20  # bytes; what is done before workers have loaded their models
WORKER_BYTES = 500 << 20  # a worker with the text model, and as much again to spare
_SPAWN = multiprocessing.get_context("spawn")  # nothing of the parent's memory, threads or locks


class LocalEngine:
    """`workers` processes; None: as many as the machine has room for, and none for a job that is done sooner here."""

    name = "local"

    def __init__(self, workers: int | None = None) -> None:
        self._asked = workers
        self.workers = 0
        self._progress = Progress()
        self._running: list[_Worker[Any, Any]] = []

    def run_parts(self, job: Job, task: Task[ItemT, Result], todo: Sequence[ItemT]
                  ) -> Iterator[Finished[ItemT, Result] | Failed[ItemT]]:  # fmt: skip
        """See `base.Engine`."""
        self.workers = room(job.bytes) if self._asked is None else self._asked
        self._progress = Progress(len(todo))
        for outcome in self._here(task, todo) if not self.workers else self._beside(task, todo):
            done = isinstance(outcome, Finished)
            self._progress = replace(self._progress, finished=self._progress.finished + done,
                                     failed=self._progress.failed + (not done))  # fmt: skip
            yield outcome

    def group_counts(self, table: Table, columns: Sequence[str]) -> pa.Table:
        """See `base.Engine`."""
        return count_by_part(self, table, columns)

    def progress(self, job: Job) -> Progress:
        """See `base.Engine`."""
        del job
        running = tuple(worker.task[0].name for worker in self._busy())
        return replace(self._progress, running=running)

    def close(self) -> None:
        """See `base.Engine`."""
        while self._running:
            self._running.pop().kill()

    def _here(self, task: Task[ItemT, Result], todo: Sequence[ItemT]
              ) -> Iterator[Finished[ItemT, Result] | Failed[ItemT]]:  # fmt: skip
        for item in todo:
            for number in range(1, ATTEMPTS + 1):
                match attempt(task, item, str(number)):
                    case Fault(why=why):
                        self._lose()
                        if number == ATTEMPTS:
                            yield Failed(item, number, why)
                    case Finished() as done:
                        yield done
                        break
                    case error:
                        raise error

    def _beside(self, task: Task[ItemT, Result], todo: Sequence[ItemT]
                ) -> Iterator[Finished[ItemT, Result] | Failed[ItemT]]:  # fmt: skip
        waiting = deque((item, 1) for item in todo)
        with closing(Shared(task)) as shared:
            try:
                while waiting or self._busy():
                    self._assign(waiting, shared)
                    for worker in self._answering():
                        (item, number), answer = worker.task, worker.answer()
                        match answer:
                            case Finished():
                                yield answer
                            case Fault() if number < ATTEMPTS:
                                self._lose()
                                waiting.append((item, number + 1))
                            case Fault(why=why):
                                self._lose()
                                yield Failed(item, number, why)
                            case _:
                                raise answer
            finally:
                self.close()

    def _assign(self, waiting: deque[tuple[ItemT, int]], shared: Shared) -> None:
        """Give each idle worker an item, and begin workers while there are too few."""
        self._running = [worker for worker in self._running if worker.alive or worker.busy]
        while len(self._running) < self.workers and len(self._running) < len(waiting) + len(self._busy()):
            self._running.append(_Worker(shared))
        for worker in self._running:
            if waiting and not worker.busy:
                worker.send(*waiting.popleft())

    def _busy(self) -> list["_Worker[Any, Any]"]:
        return [worker for worker in self._running if worker.busy]

    def _answering(self) -> list["_Worker[Any, Any]"]:
        """Those busy workers that have answered or died."""
        busy = self._busy()
        ready = wait([end for worker in busy for end in worker.ends])
        return [worker for worker in busy if any(end in ready for end in worker.ends)]

    def _lose(self) -> None:
        self._progress = replace(self._progress, lost=self._progress.lost + 1)


def room(size: int) -> int:
    """Workers for `size` bytes of input, by this process's share of processors and memory."""
    if size < SMALL:
        return 0
    return max(1, min(len(os.sched_getaffinity(0)), _memory() // WORKER_BYTES))


def _memory() -> int:
    """Bytes that are available, to a container no more than it may have."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    available = next(int(line.split()[1]) << 10 for line in lines if line.startswith("MemAvailable:"))
    limit = Path("/sys/fs/cgroup/memory.max")
    allowed = limit.read_text().strip() if limit.is_file() else "max"
    return min(available, int(allowed)) if allowed.isdigit() else available


class _Worker(Generic[ItemT, Result]):
    """A process, and the item and attempt that it is at where it is busy."""

    def __init__(self, shared: Shared) -> None:
        self._connection, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=serve, args=(theirs, shared), daemon=True)
        self._process.start()
        theirs.close()
        self.busy = False
        self.task: tuple[ItemT, int]
        self.ends = (self._connection, self._process.sentinel)

    @property
    def alive(self) -> bool:
        return self._process.is_alive()

    def send(self, item: ItemT, number: int) -> None:
        """Have it work on an item."""
        self.busy, self.task = True, (item, number)
        with suppress(OSError):  # it died: its answer says so
            self._connection.send((item, str(number)))

    def answer(self) -> Answer[ItemT, Result]:
        """What it says, or that it died; it is idle then."""
        self.busy = False
        try:
            said: Answer[ItemT, Result] = self._connection.recv()
        except (EOFError, OSError):
            self._process.join()
            return Fault(f"its worker ended with code {self._process.exitcode}")
        return said

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.join()
        self._connection.close()
