"""How far sealing is: told to whoever waits for it, or read from the staging folder by another process."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from gateway.seal.staging import PLANNED, RECORDS


@dataclass(frozen=True, slots=True)
class Sealing:
    """Parts and rows, planned and done. Quarantined rows are those of parts that were given up; lost are attempts.

    by_table: rows done. rows_before: those that a run before did. changed: what made this run begin anew. trial: the
    synthesiser that is tried, once all parts are sealed.
    """

    parts: int
    rows: int
    parts_done: int = 0
    rows_done: int = 0
    rows_before: int = 0
    quarantined: int = 0
    lost: int = 0
    by_table: Mapping[str, int] = field(default_factory=dict)
    changed: tuple[str, ...] = ()
    trial: str = ""

    def with_part(self, table: str, rows: int, *, given_up: bool = False, before: bool = False) -> "Sealing":
        """One part further."""
        return replace(
            self,
            parts_done=self.parts_done + 1,
            rows_done=self.rows_done + rows,
            rows_before=self.rows_before + before * rows,
            quarantined=self.quarantined + given_up * rows,
            by_table={**self.by_table, table: self.by_table.get(table, 0) + rows},
        )

    def pace(self, seconds: float) -> tuple[float, float | None]:
        """Rows a second of this run, and the seconds left at that pace; None where it cannot be told yet."""
        done = self.rows_done - self.rows_before
        rate = done / seconds if seconds > 0 else 0.0
        return rate, (self.rows - self.rows_done) / rate if rate else None


Watch = Callable[[Sealing], None]


@dataclass(frozen=True, slots=True)
class Staged:
    """What stands in a staging folder: how far the run is, when it began, and when it last finished a part (epoch)."""

    sealing: Sealing
    began: float
    last: float


def read(folder: Path) -> Staged | None:
    """None where no part has been planned."""
    try:
        planned, began = json.loads((folder / PLANNED).read_bytes()), (folder / PLANNED).stat().st_mtime
        records = [(path.stat().st_mtime, json.loads(path.read_bytes())) for path in _records(folder)]
    except FileNotFoundError:  # it was published meanwhile
        return None
    sealing = Sealing(len(planned), sum(planned.values()))
    for made, record in records:
        given_up = record["part"] is None
        sealing = sealing.with_part("", record["counts"]["read"], given_up=given_up, before=made < began)
    return Staged(sealing, began, max([began, *(made for made, _ in records)]))


def _records(folder: Path) -> Iterable[Path]:
    return (folder / RECORDS).glob("*.json")
