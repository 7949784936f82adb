"""Work in, its time and peak memory out; each measurement in a process of its own, so that none inherits memory."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MB = 1e6


@dataclass
class Stretch:
    """What was done between start and stop.

    processor: seconds of all threads, which other programs on the machine disturb less than `seconds`.
    peak: the process's highest resident set (bytes) in between.
    """

    rows: int = 0
    bytes: int = 0
    seconds: float = 0.0
    processor: float = 0.0
    peak: int = 0


@contextmanager
def stretch() -> Iterator[Stretch]:
    """Time the block; the caller sets rows and bytes."""
    done = Stretch()
    forget_peak()
    start, processor = time.perf_counter(), time.process_time()
    yield done
    done.seconds, done.processor = time.perf_counter() - start, time.process_time() - processor
    done.peak = peak()


def apart(work: Callable[..., Stretch], *args: Any) -> Stretch:
    """Call `work` in a new process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, args)


def forget_peak() -> None:
    """Start the resident set's high-water mark anew (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def peak(pid: int | str = "self") -> int:
    """Highest resident set of a process in bytes, 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM")), 0)


def tree_memory(pid: int) -> int:
    """Proportional set size (bytes) of a process and its descendants: what they share counts once (proc(5))."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return 0
    mine = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)
    return mine + sum(map(tree_memory, children))


def processor_of_ended() -> float:
    """Processor seconds of the processes that this one has waited for."""
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    return spent.ru_utime + spent.ru_stime
