"""One process at a time: a lock that ends with the process that holds it, and whether somebody does."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateway.errors import Interrupted

_MOMENTS = (0.05, 0.1, 0.2)  # seconds: `busy` holds the lock for an instant


@contextmanager
def hold(path: Path, what: str) -> Iterator[None]:
    """Keep other processes out of the same work. Raises Interrupted where one is at it."""
    with path.open("w") as handle:
        for moment in (*_MOMENTS, None):
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except OSError:
                if moment is None:
                    raise Interrupted(f"another process is working on {what}", hint="wait for it to end") from None
                time.sleep(moment)
        yield


def busy(path: Path) -> bool:
    """Whether a process holds the lock."""
    if not path.is_file():
        return False
    with path.open() as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
