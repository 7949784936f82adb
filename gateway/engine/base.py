"""What every engine does: one task on many items, wherever it runs, and an outcome for each item.

A task is pure: what it gives depends on the item and on what the task holds. Two attempts at an item never write to
the same place, so an engine may try again, elsewhere, or twice at a time.
"""

import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Protocol, TypeVar

import pyarrow as pa

from gateway.errors import GatewayError
from gateway.model import Table

ATTEMPTS = 3  # at an item, before it is given up


class Item(Protocol):
    """What a task works on: small, picklable, and named within its job."""

    @property
    def name(self) -> str: ...


ItemT = TypeVar("ItemT", bound=Item)
ItemIn = TypeVar("ItemIn", bound=Item, contravariant=True)
Result = TypeVar("Result")
ResultOut = TypeVar("ResultOut", covariant=True)


class Task(Protocol[ItemIn, ResultOut]):
    """A picklable function with its resources; a process unpickles it once a job.

    What takes long to make (models) it makes when it is called first. `attempt` differs each time an item is tried.
    Raises GatewayError or OSError where no other attempt would help: that ends the job.
    """

    @property
    def name(self) -> str: ...
    def __call__(self, item: ItemIn, attempt: str, /) -> ResultOut: ...


@dataclass(frozen=True, slots=True)
class Job:
    """What a process keeps a task under: the digest of all that decides its results. bytes: of its input.

    folder: one that all workers reach, for what an engine puts there while it works.
    """

    digest: str
    folder: Path
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Finished(Generic[ItemT, Result]):
    """An item that was done, by that attempt."""

    item: ItemT
    attempt: str
    result: Result


@dataclass(frozen=True, slots=True)
class Failed(Generic[ItemT]):
    """An item that was given up after so many attempts; `why` holds no value of the data."""

    item: ItemT
    attempts: int
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: items asked for, done, given up; attempts that were lost; names of items being worked on."""

    items: int = 0
    finished: int = 0
    failed: int = 0
    lost: int = 0
    running: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """How an engine is made. workers: as many at once, None for its own default. master: where Spark runs."""

    workers: int | None
    master: str


class Engine(Protocol):
    """Where batches run."""

    @property
    def name(self) -> str: ...

    def run_parts(self, job: Job, task: Task[ItemT, Result], todo: Sequence[ItemT]
                  ) -> Iterator[Finished[ItemT, Result] | Failed[ItemT]]:  # fmt: skip
        """One outcome for each item, in any order. To close the iterator stops the work.

        Raises what a task raised to end the job, and Interrupted where the engine itself cannot go on.
        """
        ...

    def group_counts(self, table: Table, columns: Sequence[str]) -> pa.Table:
        """Rows by the values of `columns`, as `keys.key` writes them, and `count`; in the order of the keys.

        For programs: the risk search of an export counts subjects, over all their rows and tables, and must know whom
        it suppresses, which counts of rows do not tell.
        """
        ...

    def progress(self, job: Job) -> Progress: ...

    def close(self) -> None:
        """End all processes that the engine began."""
        ...


@dataclass(frozen=True, slots=True)
class Fault:
    """An attempt that failed and may be made again; `why` holds no value of the data."""

    why: str


Answer = Finished[ItemT, Result] | Fault | GatewayError | OSError


def attempt(task: Task[ItemT, Result], item: ItemT, number: str) -> Answer[ItemT, Result]:
    """Call the task at a worker's boundary: what comes back can cross to another process, and holds no values."""
    try:
        return Finished(item, number, task(item, number))
    except GatewayError as error:
        return _bare(error)
    except OSError as error:
        return OSError(error.errno, "")
    except Exception as error:  # whatever a task raises may quote a cell: only its class and place cross
        place = traceback.extract_tb(error.__traceback__)[-1]
        return Fault(f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}")


def _bare(error: GatewayError) -> GatewayError:
    """Without the exceptions behind it."""
    error.__cause__ = error.__context__ = error.__traceback__ = None
    return error
