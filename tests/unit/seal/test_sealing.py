"""The one pass: every part sealed once, counts added up, and too many bad rows refused."""

from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from gateway.errors import RiskRefused
from gateway.model import Column, Dataset, Table
from gateway.records import stream
from gateway.records.readers import csv
from gateway.seal.parts import open_part
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging

from .samples import KEY

N = 40


@dataclass
class Cleaned:
    rows: pa.RecordBatch
    read: int
    left_out: dict[str, int]
    spans: dict[str, int]
    groups: dict[str, int]


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch) -> None:
    monkeypatch.setattr(csv, "BLOCK", 64)
    monkeypatch.setattr(stream, "PART_BYTES", 1)


@pytest.fixture
def generalised(tmp_path: Path) -> Any:
    """As much of the value as this stage looks at."""
    (tmp_path / "t.csv").write_text("pid,x\n" + "".join(f"{n},x\n" for n in range(N)))
    table = Table("t", tmp_path / "t.csv", "csv", (Column("pid", "subject"), Column("x", "clinical.x")))
    planned = SimpleNamespace(dataset=Dataset("d", (table, replace(table, name="u")), "t", ""),
                              request=SimpleNamespace(tables=("u", "t")))  # fmt: skip
    return SimpleNamespace(consented=SimpleNamespace(planned=planned), plan=SimpleNamespace(quarantine_at_most=0.1))


def drops(reasons: dict[str, int]):
    """A cleaning that leaves out that many first rows of each part, by reason."""

    def clean(part: stream.Part, _table: Table) -> Cleaned:
        gone = sum(reasons.values())
        return Cleaned(part.rows.slice(gone), part.rows.num_rows, dict(reasons), {"DATE": 1}, {})

    return clean


def test_every_part_is_sealed_in_order_and_counted(tmp_path: Path, generalised: Any) -> None:
    told: list[tuple[str, int]] = []
    staging = Staging(tmp_path / "s", "job")
    sealed = seal(generalised, staging, KEY, drops({"no-consent": 1}), lambda table, read: told.append((table, read)))
    per_table = len(sealed.parts) // 2
    assert per_table > 2
    assert [part.path for part in sealed.parts] == [
        f"data/{table}/part-{n:05d}.parquet" for table in ("u", "t") for n in range(per_table)]  # fmt: skip
    counts = sealed.counts["t"]
    assert (counts.read, counts.released) == (N, N - per_table)
    assert (counts.left_out, counts.spans) == ({"no-consent": per_table}, {"DATE": per_table})
    assert sum(read for table, read in told if table == "u") == N
    assert (
        sum(open_part(staging.folder / p.path, KEY).metadata.num_rows for p in sealed.parts if p.table == "t")
        == N - per_table
    )


def test_a_killed_run_is_taken_up_and_gives_the_same(tmp_path: Path, generalised: Any) -> None:
    whole = seal(generalised, Staging(tmp_path / "whole", "job"), KEY, drops({}), lambda *_: None)
    calls: list[tuple[str, int]] = []

    def clean(part: stream.Part, table: Table) -> Cleaned:
        calls.append((part.table, part.index))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return drops({})(part, table)

    with pytest.raises(KeyboardInterrupt):
        seal(generalised, Staging(tmp_path / "s", "job"), KEY, clean, lambda *_: None)
    resumed = seal(generalised, Staging(tmp_path / "s", "job"), KEY, clean, lambda *_: None)
    assert [(part.path, part.rows) for part in resumed.parts] == [(part.path, part.rows) for part in whole.parts]
    assert resumed.counts == whole.counts
    assert calls[3] == calls[4]  # the part that failed, and no part that was done
    assert len(set(calls)) == len(calls) - 1


@pytest.mark.parametrize(("share", "refused"), [(1.0, False), (0.5, True)])
def test_quarantine_has_a_bound(tmp_path: Path, generalised: Any, share: float, refused: bool) -> None:
    clean = drops({"quarantined: x: not of type date": 1, "suppressed": 2})
    staging = Staging(tmp_path / "s", "job")
    parts = len(seal(generalised, staging, KEY, drops({}), lambda *_: None).parts) // 2
    generalised.plan.quarantine_at_most = share * parts / N  # one bad row in each part
    staging.destroy()
    if not refused:
        seal(generalised, Staging(tmp_path / "s", "job"), KEY, clean, lambda *_: None)
        return
    with pytest.raises(RiskRefused) as caught:
        seal(generalised, Staging(tmp_path / "s", "job"), KEY, clean, lambda *_: None)
    assert caught.value.reason == "quarantine"
    assert caught.value.numbers == {"quarantined": parts, "read": N}
    assert f"quarantined: x: not of type date ({parts})" in caught.value.what
    assert "suppressed" not in caught.value.what
