"""One process that does what it is sent, item by item, until the pipe closes or its parent is gone."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.connection import Connection, wait

import pyarrow as pa

from gateway.engine.base import Item, Task, attempt
from gateway.engine.shared import Shared


def serve(connection: Connection, shared: Shared) -> None:
    """Answer each (item, number of attempt) with what `base.attempt` makes of it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pa.set_cpu_count(1)
    task = _Late(shared)
    while True:
        try:
            item, number = connection.recv()
        except EOFError:
            return
        connection.send(attempt(task, item, number))


class _Late:
    """The task, unpickled at the first attempt, so that a fault in that is the attempt's."""

    def __init__(self, shared: Shared) -> None:
        self._shared = shared
        self._task: Task[Item, object] | None = None

    @property
    def name(self) -> str:
        return "late"

    def __call__(self, item: Item, number: str, /) -> object:
        if self._task is None:
            self._task = self._shared.load()
        return self._task(item, number)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
