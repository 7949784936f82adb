"""What runs in a Python process of a Spark executor: an item or the numbers of parts in, pickled answers out.

A process keeps the task that it loaded last. Nothing is raised: Spark would write an exception's words, and cells with
them, to logs on every machine.
"""

import os
import pickle
from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from gateway.engine.base import Finished, Item, Task, attempt
from gateway.engine.counting import COUNT, CountPart
from gateway.engine.handed import Handed
from gateway.errors import BadInput, Interrupted
from gateway.model import PlannedPart
from gateway.version import __version__

ANSWER = "answer"
_held: dict[str, Task[Any, Any]] = {}  # at most one


def answer(rows: Iterator[pa.RecordBatch], handed: Handed, item: Item, number: int) -> Iterator[pa.RecordBatch]:
    """For one row in, one answer out. Spark may try it twice at a time, so each try has a name of its own."""
    for _ in rows:
        said = attempt(_Late(handed), item, f"{number}-{os.urandom(4).hex()}")
        yield pa.record_batch({ANSWER: [pickle.dumps(said)]})


def count(rows: Iterator[pa.RecordBatch], task: CountPart, todo: Sequence[PlannedPart]) -> Iterator[pa.RecordBatch]:
    """The groups of the parts whose numbers stand in `rows`; where a part fails, an answer beside an empty group.

    Columns: c0, c1, … (texts), count (int64), answer (binary).
    """
    for batch in rows:
        for number in batch.column(0).to_pylist():
            said = attempt(task, todo[number], "")
            if isinstance(said, Finished):
                groups, answers = said.result.columns, pa.nulls(said.result.num_rows, pa.binary())
            else:
                groups = [*(pa.array([""]) for _ in task.columns), pa.array([0])]
                answers = pa.array([pickle.dumps(said)])
            names = [*(f"c{place}" for place in range(len(task.columns))), COUNT, ANSWER]
            yield from pa.table([*groups, answers], names).combine_chunks().to_batches()


class _Late:
    """The task, loaded in the attempt, so that a fault in that is the attempt's."""

    name = "late"

    def __init__(self, handed: Handed) -> None:
        self._handed = handed

    def __call__(self, item: Item, number: str, /) -> object:
        if self._handed.version != __version__:
            what = f"an executor has gateway {__version__}, this machine {self._handed.version}"
            raise BadInput(what, hint="install the same version in the Python of every worker")
        name = self._handed.path.name
        if name not in _held:
            pa.set_cpu_count(1)
            _held.clear()
            try:
                _held[name] = self._handed.load()
            except FileNotFoundError:
                what = "Spark's executors do not reach the folder where the release grows"
                raise Interrupted(what, hint="give all machines the site's folder under the same name") from None
        return _held[name](item, number)
