"""Jobs done by another process, within seconds and megabytes: whatever SDV does, a result or a clear word comes back.

The process serves one job after the other, so that loading SDV is paid for once; after a failure a new one is begun.
Rows go through a pipe and never to disk. An exception comes back as its class alone: its text may hold values.
"""

import io
import multiprocessing
import os
import resource
import tempfile
import threading
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from multiprocessing.connection import Connection, wait
from types import TracebackType
from typing import Self

from gateway.synth.base import Job, Made, NotMade

Do = Callable[[Job], Made]
LOADING = 600  # seconds that a new process has to load SDV, beside those of the fit; seconds on an idle machine


class Worker:
    """Does jobs. A context manager: at its end the process is gone.

    do, load: functions at the top of a module; `load` is called once in each new process, and is not a fit's time.
    """

    def __init__(self, do: Do, load: Callable[[], object], seconds: float, megabytes: int) -> None:
        self._do, self._load, self._seconds, self._megabytes = do, load, seconds, megabytes
        self._process: multiprocessing.process.BaseProcess | None = None
        self._pipe: Connection | None = None

    def __call__(self, job: Job) -> Made:
        """Raises NotMade where the job fails, or needs more time or memory than there is."""
        pipe = self._ready()
        try:
            pipe.send(job)
            answered = pipe.poll(self._seconds)
            kind, answer = pipe.recv() if answered else ("late", None)
        except (EOFError, OSError):
            kind, answer = "gone", None
        if kind == "made":
            assert isinstance(answer, Made)  # noqa: S101 - by `_serve`
            return answer
        if kind == "told":
            raise NotMade(answer)
        self.close()
        raise NotMade(self._words(kind, answer))

    def close(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is not None:
            self._process.kill()
            self._process.join()
        if self._pipe is not None:
            self._pipe.close()
        self._process = self._pipe = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:  # fmt: skip
        self.close()

    def _ready(self) -> Connection:
        if self._process is None or self._pipe is None or not self._process.is_alive():
            self.close()
            context = multiprocessing.get_context("spawn")
            self._pipe, theirs = context.Pipe()
            self._process = context.Process(target=_serve, args=(theirs, self._do, self._load, self._megabytes),
                                            daemon=True)  # fmt: skip
            self._process.start()
            theirs.close()
            if not self._pipe.poll(LOADING) or self._began() != "ready":
                self.close()
                raise NotMade(f"did not load within {LOADING} s and {self._megabytes} MB")
        return self._pipe

    def _began(self) -> object:
        try:
            return self._pipe.recv() if self._pipe else None
        except (EOFError, OSError):
            return None

    def _words(self, kind: str, name: str | None) -> str:
        if kind == "late":
            return f"took longer than its {self._seconds:g} s"
        if kind == "gone" or name == "MemoryError":
            return f"needed more than its {self._megabytes} MB, or was ended from outside"
        return f"failed with {name}"


def _serve(pipe: Connection, do: Do, load: Callable[[], object], megabytes: int) -> None:
    """In the worker: jobs in, rows out, until the parent is gone."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=lambda: (wait([parent.sentinel]), os._exit(1)), daemon=True).start()
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        os.environ["XDG_DATA_HOME"] = folder  # where SDV looks for a log to write, and puts its settings
        warnings.simplefilter("ignore")
        load()
        limit = megabytes << 20
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
        pipe.send("ready")
        while True:
            try:
                job = pipe.recv()
            except EOFError:
                return
            pipe.send(_done(do, job))


def _done(do: Do, job: Job) -> tuple[str, object]:
    try:
        return "made", do(job)
    except NotMade as why:
        return "told", str(why)
    except MemoryError:
        return "failed", "MemoryError"
    except Exception as error:  # the libraries quote values in theirs: only the class crosses
        return "failed", type(error).__name__
