"""The one pass: every part sealed once, counts added up, what cannot be done given up, and too much of it refused."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from gateway.engine.local import LocalEngine
from gateway.errors import RiskRefused
from gateway.model import Column, Dataset, PlannedPart, Sealed, Table, TableCounts
from gateway.records.split import split
from gateway.records.stream import Part
from gateway.seal.parts import open_part
from gateway.seal.progress import Sealing, read
from gateway.seal.sealing import seal
from gateway.seal.staging import Staging

from .samples import JOB, KEY, Cleaned

N = 40
TALLY = TableCounts(0, 0, spans={"DATE": 1}, stood={"kind: id.mrn": 3, "sex: F": 3}, missed={"sex: F": 1})


@pytest.fixture
def generalised(tmp_path: Path) -> Any:
    """As much of the value as this stage looks at."""
    (tmp_path / "t.csv").write_text("pid,x\n" + "".join(f"{n},x\n" for n in range(N)))
    table = Table("t", tmp_path / "t.csv", "csv", (Column("pid", "subject"), Column("x", "clinical.x")))
    planned = SimpleNamespace(dataset=Dataset("d", (table, replace(table, name="u")), "t", ""),
                              request=SimpleNamespace(tables=("u", "t")))  # fmt: skip
    plan = SimpleNamespace(quarantine_at_most=0.1, text_tables={"u"})
    return SimpleNamespace(consented=SimpleNamespace(planned=planned), plan=plan)


def planned(generalised: Any) -> list[PlannedPart]:
    dataset = generalised.consented.planned.dataset
    return [part for name in ("u", "t") for part in split(dataset.table(name), 38)]


def run(generalised: Any, folder: Path, clean: Any, told: list[Sealing] | None = None) -> Sealed:
    watch = (told if told is not None else []).append
    return seal(generalised, planned(generalised), Staging(folder, JOB), KEY, clean, LocalEngine(), watch)


def drops(reasons: dict[str, int]):
    """A cleaning that leaves out that many first rows of each part, by reason."""

    def clean(part: Part, _table: Table) -> Cleaned:
        gone = sum(reasons.values())
        return Cleaned(part.rows.slice(gone), part.rows.num_rows, dict(reasons), TALLY, {}, {})

    return clean


def test_every_part_is_sealed_in_order_and_counted(tmp_path: Path, generalised: Any) -> None:
    told: list[Sealing] = []
    sealed = run(generalised, tmp_path / "s", drops({"no-consent": 1}), told)
    per_table = len(sealed.parts) // 2
    assert per_table > 2
    assert [part.path for part in sealed.parts] == [
        f"data/{table}/part-{n:05d}.parquet" for table in ("u", "t") for n in range(per_table)]  # fmt: skip
    counts = sealed.counts["t"]
    assert (counts.read, counts.released) == (N, N - per_table)
    assert (counts.left_out, counts.spans) == ({"no-consent": per_table}, {"DATE": per_table})
    assert counts.stood == {"kind: id.mrn": 3 * per_table, "sex: F": 3 * per_table}
    assert counts.missed == {"sex: F": per_table}
    assert [(one.parts_done, one.parts, one.rows) for one in told] == [
        (n, 2 * per_table, 2 * N) for n in range(2 * per_table + 1)]  # fmt: skip
    assert (told[-1].rows_done, told[-1].by_table) == (2 * N, {"u": N, "t": N})
    held = [open_part(tmp_path / "s" / p.path, KEY).metadata.num_rows for p in sealed.parts if p.table == "t"]
    assert sum(held) == N - per_table


def test_a_killed_run_is_taken_up_and_gives_the_same(tmp_path: Path, generalised: Any) -> None:
    whole = run(generalised, tmp_path / "whole", drops({}))
    calls: list[tuple[str, int]] = []

    def clean(part: Part, table: Table) -> Cleaned:
        calls.append((part.table, part.first_row))
        if len(calls) == 4:
            raise KeyboardInterrupt
        return drops({})(part, table)

    with pytest.raises(KeyboardInterrupt):
        run(generalised, tmp_path / "s", clean)
    stopped = read(tmp_path / "s")
    assert stopped is not None
    assert (stopped.sealing.parts_done, stopped.sealing.rows, stopped.sealing.quarantined) == (3, 2 * N, 0)
    told: list[Sealing] = []
    resumed = run(generalised, tmp_path / "s", clean, told)
    assert told[0].rows_before == told[0].rows_done == stopped.sealing.rows_done > 0
    assert [(part.path, part.rows) for part in resumed.parts] == [(part.path, part.rows) for part in whole.parts]
    assert resumed.counts == whole.counts
    assert calls[3] == calls[4]  # the part that failed, and no part that was done
    assert len(set(calls)) == len(calls) - 1


@pytest.mark.parametrize(("share", "refused"), [(1.0, False), (0.5, True)])
def test_quarantine_has_a_bound(tmp_path: Path, generalised: Any, share: float, refused: bool) -> None:
    clean = drops({"quarantined: x: not of type date": 1, "suppressed": 2})
    parts = len(planned(generalised)) // 2
    generalised.plan.quarantine_at_most = share * parts / N  # one bad row in each part
    if not refused:
        run(generalised, tmp_path / "s", clean)
        return
    with pytest.raises(RiskRefused) as caught:
        run(generalised, tmp_path / "s", clean)
    assert caught.value.reason == "quarantine"
    assert caught.value.numbers == {"quarantined": parts, "read": N}
    assert f"quarantined: x: not of type date ({parts})" in caught.value.what
    assert "suppressed" not in caught.value.what


def fails_at(first_row: int, calls: list[int]):
    def clean(part: Part, table: Table) -> Cleaned:
        if (part.table, part.first_row) == ("t", first_row):
            calls.append(first_row)
            raise ValueError("CANARY")
        return drops({})(part, table)

    return clean


def test_a_part_that_always_fails_is_given_up_and_counted(tmp_path: Path, generalised: Any) -> None:
    bad, calls = planned(generalised)[-2], list[int]()
    generalised.plan.quarantine_at_most = bad.rows / N
    told: list[Sealing] = []
    sealed = run(generalised, tmp_path / "s", fails_at(bad.first_row, calls), told)
    assert (told[-1].quarantined, told[-1].lost) == (bad.rows, 3)
    assert len(calls) == 3
    ((reason, rows),) = sealed.counts["t"].left_out.items()
    assert rows == bad.rows
    assert reason.startswith(f"quarantined: part {bad.index}, rows {bad.first_row + 1} to {bad.first_row + bad.rows}: ")
    assert "given up after 3 attempts (ValueError at test_sealing.py:" in reason
    assert "CANARY" not in reason
    assert f"data/{bad.name}.parquet" not in [part.path for part in sealed.parts]
    assert sealed.counts["t"].released == N - bad.rows
    assert sealed.given_up == {f"t.part-{bad.index:05d}": bad.rows}


def test_given_up_parts_refuse_at_once_where_they_are_too_many(tmp_path: Path, generalised: Any) -> None:
    calls: list[int] = []
    with pytest.raises(RiskRefused, match="given up after 3 attempts"):
        run(generalised, tmp_path / "s", fails_at(0, calls))
    done = list((tmp_path / "s" / "records").glob("t-*.json"))
    assert len(done) == 1, "the parts after it were not begun"
