"""Apache Spark, on this machine or a cluster: each attempt at an item is a job of one partition.

Spark carries items and answers. Rows are read, sealed and written by the task itself, in the executors' Python, which
needs this program, the sources and the release's folder under the same names. The DataFrame API alone is used, so a
Spark Connect server will do.
"""

import os
import pickle
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from gateway.engine.base import ATTEMPTS, Answer, Failed, Fault, Finished, ItemT, Job, Progress, Result, Task
from gateway.engine.counting import COUNT, CountPart, add
from gateway.engine.executor import ANSWER, answer, count
from gateway.engine.handed import Handed, hand_over
from gateway.errors import BadInput, GatewayError, Interrupted
from gateway.model import Table
from gateway.records.split import split

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

AT_ONCE = 32  # jobs, where nobody says; Spark runs as many of them as it has cores
DEMANDED = ("spark.authenticate", "spark.io.encryption.enabled")
SETTINGS = {
    "spark.authenticate": "true",
    "spark.network.crypto.enabled": "true",
    "spark.io.encryption.enabled": "true",  # what shuffles and broadcasts write to disks
    "spark.task.maxFailures": "1",  # attempts are counted here
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
}
HERE = {
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.extraJavaOptions": "-XX:+UseSerialGC -XX:TieredStopAtLevel=1",  # it only carries answers
}
_GONE = ("Connection refused", "Py4JNetworkError", "SparkContext was shut down", "stopped SparkContext",
         "has been shut down", "Master removed our application", "All masters are unresponsive", "RetriesExceeded",
         "StatusCode.UNAVAILABLE")  # fmt: skip


class SparkEngine:
    """`master`: as Spark writes it, `sc://…` of a Connect server, or empty for what Spark's own settings say.

    workers: how many jobs are given to Spark at once.
    """

    name = "spark"

    def __init__(self, master: str, workers: int | None = None) -> None:
        self.master, self._at_once = master, workers or AT_ONCE
        self._progress = Progress()

    @cached_property
    def session(self) -> "SparkSession":
        """The session, begun when it is first needed. Raises BadInput where Spark is missing, unsafe, or fails."""
        session = _begin(self.master)
        for name in DEMANDED:
            if session.conf.get(name, "false") != "true":
                what = f"Spark runs without {name}"
                raise BadInput(what, hint=f"set {name} to true where the cluster or the session is made")
        return session

    def run_parts(self, job: Job, task: Task[ItemT, Result], todo: Sequence[ItemT]
                  ) -> Iterator[Finished[ItemT, Result] | Failed[ItemT]]:  # fmt: skip
        """See `base.Engine`. `job.folder` is one that all executors reach."""
        self._progress = Progress(len(todo))
        if not todo:
            return
        session, handed = self.session, hand_over(task, job.folder)
        jobs = _Jobs(session, handed, self._at_once)
        waiting = deque((item, 1) for item in todo)
        try:
            while waiting or jobs.running:
                while waiting and len(jobs.running) < self._at_once:
                    jobs.begin(*waiting.popleft())
                self._progress = replace(self._progress, running=tuple(item.name for item, _ in jobs.running.values()))
                for item, number, said in jobs.ended():
                    if isinstance(said, Fault):
                        self._progress = replace(self._progress, lost=self._progress.lost + 1)
                        if number < ATTEMPTS:
                            waiting.append((item, number + 1))
                            continue
                        self._progress = replace(self._progress, failed=self._progress.failed + 1)
                        yield Failed(item, number, said.why)
                    elif isinstance(said, Finished):
                        self._progress = replace(self._progress, finished=self._progress.finished + 1)
                        yield said
                    else:
                        raise said
        finally:
            jobs.close()
            handed.remove()

    def group_counts(self, table: Table, columns: Sequence[str]) -> pa.Table:
        """See `base.Engine`. What passes between machines and to their disks is encrypted."""
        task, todo = CountPart(table, tuple(columns)), split(table)
        names = [f"c{place}" for place in range(len(columns))]
        schema = ", ".join([*(f"{name} string" for name in names), f"{COUNT} bigint", f"{ANSWER} binary"])
        try:
            parts = self.session.range(0, len(todo), 1, len(todo))
            counted = parts.mapInArrow(lambda rows: count(rows, task, todo), schema)
            groups = counted.groupBy(*names, ANSWER).sum(COUNT).toDF(*names, ANSWER, COUNT).toArrow()
        except GatewayError:
            raise
        except Exception as error:  # Py4J and Connect raise many kinds, with cells in their words
            raise Interrupted(f"{table.name} cannot be counted: {_fault(error).why}", hint="run it again") from None
        for said in groups.column(ANSWER).drop_null().to_pylist():
            raise _count_refused(table, pickle.loads(said))  # noqa: S301 - by our own executors
        named = groups.select([*names, COUNT]).rename_columns([*columns, COUNT])
        return add([named.cast(pa.schema([*((name, pa.string()) for name in columns), (COUNT, pa.int64())]))])

    def progress(self, job: Job) -> Progress:
        """See `base.Engine`."""
        del job
        return self._progress

    def close(self) -> None:
        """See `base.Engine`."""
        if "session" in vars(self):
            with suppress(Exception), _silent():
                self.session.stop()
            del self.session


class _Jobs:
    """Spark jobs that run, one for each attempt, and what came of those that ended."""

    def __init__(self, session: "SparkSession", handed: Handed, at_once: int) -> None:
        self._session, self._handed, self._tag = session, handed, handed.path.name
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="spark-job")
        self.running: dict[Future[Answer[Any, Any]], tuple[Any, int]] = {}

    def begin(self, item: Any, number: int) -> None:
        self.running[self._pool.submit(self._run, item, number)] = (item, number)

    def ended(self) -> Iterator[tuple[Any, int, Answer[Any, Any]]]:
        """Items, the numbers of their attempts, and answers of jobs that ended; waits for one at least."""
        for future in wait(self.running, return_when=FIRST_COMPLETED).done:
            item, number = self.running.pop(future)
            yield item, number, future.result()

    def close(self) -> None:
        """Stop what still runs."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        left = [future for future in self.running if not future.done()]
        while left:
            with suppress(Exception):  # what is gone has stopped
                self._session.interruptTag(self._tag)
            left = list(wait(left, timeout=1).not_done)

    def _run(self, item: Any, number: int) -> Answer[Any, Any]:
        handed = self._handed
        try:
            self._session.addTag(self._tag)
            row = self._session.range(0, 1, 1, 1)
            rows = row.mapInArrow(lambda rows: answer(rows, handed, item, number), f"{ANSWER} binary").collect()
            said: Answer[Any, Any] = pickle.loads(rows[0][0])  # noqa: S301 - by our own executors
        except Exception as error:  # Py4J and Connect raise many kinds, with cells in their words
            try:
                return _fault(error)
            except GatewayError as refusal:
                return refusal
        return said


def _begin(master: str) -> "SparkSession":
    try:
        from pyspark.sql import SparkSession
    except ImportError:
        what = "the engine spark needs PySpark, which is not installed"
        raise BadInput(what, hint="pip install 'patient-data-gateway[spark]'") from None
    builder = SparkSession.builder.appName("gateway")
    if master.startswith("sc://"):
        builder = builder.remote(master)
    else:
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # PySpark reads no setting for it
        local = HERE if master.startswith("local") else {}
        for name, value in {**SETTINGS, **local}.items():
            builder = builder.config(name, value)
        builder = builder.master(master) if master else builder
    try:
        with _silent():
            return builder.getOrCreate()
    except ImportError:
        hint = "for Spark Connect, pip install 'pyspark[connect]' of the same version"
        raise BadInput("PySpark lacks a package for this master", hint=hint) from None
    except Exception as error:  # Py4J and Connect raise many kinds, with cells in their words
        where = master.partition(";")[0] or "the master of its own settings"  # a Connect server's token follows
        what = f"Spark does not begin at {where} ({type(error).__name__})"
        raise BadInput(what, hint="is Java 17 there, and does `pyspark` begin with the same master?") from None


def _fault(error: Exception) -> Fault:
    """What Spark said, without its words, which may hold cells. Raises where no other attempt would help."""
    try:
        text = f"{type(error).__name__} {error}"
    except Exception as deeper:  # Spark's errors ask its driver for their words
        text = f"{type(deeper).__name__}"
    if "No module named" in text:
        hint = "install patient-data-gateway in the Python of every worker, and name it in PYSPARK_PYTHON"
        raise BadInput("the Python of Spark's executors lacks a module", hint=hint) from None
    if "PYTHON_VERSION_MISMATCH" in text or "Cannot run program" in text:
        hint = "give every worker a Python of this one's version, and name it in PYSPARK_PYTHON"
        raise BadInput("Spark's executors have no Python, or one of another version", hint=hint) from None
    if any(sign in text for sign in _GONE):
        raise Interrupted("Spark ended", hint="see its own logs, then run the same command again: it resumes") from None
    if "Python worker exited unexpectedly" in text or "EOFException" in text:
        return Fault("its Python process ended")
    if "ExecutorLostFailure" in text or "executor" in text.lower():
        return Fault("its executor was lost")
    return Fault(f"Spark's {type(error).__name__}")


def _count_refused(table: Table, said: Fault | Exception) -> Exception:
    if isinstance(said, Fault):
        return Interrupted(f"{table.name} cannot be counted: {said.why}", hint="run the command again")
    return said


@contextmanager
def _silent() -> Iterator[None]:
    """Without a terminal for what is begun meanwhile: Spark's JVM would write there, in words of its own."""
    sys.stderr.flush()
    held, nowhere = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    try:
        yield
    finally:
        os.dup2(held, 2)
        os.close(held)
        os.close(nowhere)
