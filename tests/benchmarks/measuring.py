"""Work in, its time and peak memory out; each measurement in a process of its own, so that none inherits memory."""

import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MB = 1e6


@dataclass
class Stretch:
    """What was done between start and stop. `peak` is the process's highest resident set (bytes) in between."""

    rows: int = 0
    bytes: int = 0
    seconds: float = 0.0
    peak: int = 0
    notes: dict[str, float] = field(default_factory=dict)


@contextmanager
def stretch() -> Iterator[Stretch]:
    """Time the block; the caller sets rows and bytes."""
    done = Stretch()
    forget_peak()
    start = time.perf_counter()
    yield done
    done.seconds = time.perf_counter() - start
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


def tree_peak(pid: int) -> int:
    """The sum of the highest resident sets of a process and its descendants."""
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except OSError:
        return peak(pid)
    return peak(pid) + sum(map(tree_peak, children))


def peak_of_ended() -> int:
    """The highest resident set of any process that this one has waited for (bytes)."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
