"""How an export's speed and memory go with the size of the data and with workers.

    python tests/benchmarks/scale.py [--gigabytes 0.05] [--growth 16] [--notes 200] [--workers 1 --workers 2]
                                     [--spark MASTER] [--folder /tmp]

Two invented hospitals, the second `growth` times the first: 20,000 patients, a table of events of that size, and notes,
so that workers load the text model. Each is copied byte by byte, and exported under Safe Harbor by `gateway export`,
with as many workers as said, and on Spark where a master is named, each
from an untouched copy of the same site. Memory is the sum of the proportional set sizes
(PSS) of the export's processes, sampled. Processor time, unlike the clock, hardly hangs on what else the machine does.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import invented
from measuring import MB, processor_of_ended, tree_memory

PATIENTS = 20_000
BYTES_A_ROW = 105  # of the events table, about
TABLES = ("patients", "events", "notes")
COMMAND = [sys.executable, "-c", "from gateway.cli import main; main()"]


@dataclass(frozen=True)
class Run:
    """One way to do it, at one size."""

    way: str
    rows: int
    bytes: int
    seconds: float
    processor: float
    peak: float

    def __str__(self) -> str:
        return (f"{self.way:<15} {self.bytes / MB / 1000:>6.2f} {self.rows:>11,} {self.seconds:>8.1f} "
                f"{self.processor:>7.1f} {self.rows / self.seconds:>9,.0f} {self.bytes / MB / self.seconds:>7.1f} "
                f"{self.peak / MB:>8.0f}")  # fmt: skip


def main() -> None:
    """Print one line a run, then what grew by how much."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gigabytes", type=float, default=0.05)
    options.add_argument("--growth", type=int, default=16)
    options.add_argument("--notes", type=int, default=200)
    options.add_argument("--workers", type=int, action="append")
    options.add_argument("--spark", metavar="MASTER", action="append", default=[], help="for example local[2]")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asked = options.parse_args()
    print(f"{'way':<15} {'GB':>6} {'rows':>11} {'seconds':>8} {'of CPU':>7} {'rows/s':>9} {'MB/s':>7} {'peak MB':>8}")
    runs: list[Run] = []
    for factor in (1, asked.growth) if asked.growth > 1 else (1,):
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            rows = int(asked.gigabytes * factor * 1000 * MB / BYTES_A_ROW)
            for run in sized(Path(folder), rows, asked.notes * factor, asked.workers or [1, 2], asked.spark):
                print(run, flush=True)
                runs.append(run)
    compare(runs)


def sized(folder: Path, rows: int, notes: int, workers: list[int], masters: list[str]):
    """Each way at one size."""
    hospital = invented.make(folder / "records", PATIENTS, rows, notes)
    size = hospital.size(*TABLES)
    yield copied(folder, hospital, rows + PATIENTS + notes, size)
    site, dataset, sam, ana = invented.found(folder / "site", hospital)
    request = invented.ask(site, dataset, "hipaa-safe-harbor", TABLES, "", sam, ana)
    site.registry.close()
    ways = {f"local {number}": (["--workers", str(number)], {}) for number in workers}
    ways |= {f"spark {master}": (["--engine", "spark"], {"GATEWAY_SPARK_MASTER": master}) for master in masters}
    for way, (options, environment) in ways.items():
        shutil.copytree(site.folder, folder / "copy")
        yield exported(folder / "copy", request, size, way, options, environment)
        shutil.rmtree(folder / "copy")


def copied(folder: Path, hospital: invented.Hospital, rows: int, size: int) -> Run:
    """The sources, read and written and nothing else."""
    start, before = time.perf_counter(), time.process_time()
    shutil.copytree(hospital.folder, folder / "plain")
    os.sync()
    seconds, processor = time.perf_counter() - start, time.process_time() - before
    shutil.rmtree(folder / "plain")
    return Run("plain copy", rows, size, seconds, processor, 0)


def exported(site: Path, request: str, size: int, way: str, options: list[str], more: dict[str, str]) -> Run:
    """The command, to its end."""
    environment = {**os.environ, "GATEWAY_SITE": str(site), "GATEWAY_PASSPHRASE": invented.PASSPHRASE, **more}
    start, before = time.perf_counter(), processor_of_ended()
    with (site / "out").open("w") as out:
        command = [*COMMAND, "--as", "sam", "export", request, *options, "--json"]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, tree_memory(process.pid))
            time.sleep(0.2)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the export failed with code {process.returncode}")
    rows = sum(table["read"] for table in json.loads((site / "out").read_text())["tables"].values())
    waited = way.startswith("local")  # for Spark's processes nobody waits, so their time is not known
    return Run(way, rows, size, seconds, processor_of_ended() - before if waited else float("nan"), peak)


def compare(runs: list[Run]) -> None:
    """Growth of each way from the first to the last size, and what more workers brought."""
    for way in dict.fromkeys(run.way for run in runs):
        mine = [run for run in runs if run.way == way]
        first, last = mine[0], mine[-1]
        if first is not last:
            print(f"{way}: data × {last.bytes / first.bytes:.1f}, time × {last.seconds / first.seconds:.1f}, "
                  f"processor time × {last.processor / max(first.processor, 0.01):.1f}, "
                  f"peak {(last.peak - first.peak) / MB:+.0f} MB")  # fmt: skip
    ways = {run.way: run for run in runs}  # the largest
    if {"local 1", "local 2"} <= ways.keys():
        one, two = ways["local 1"], ways["local 2"]
        print(f"1 → 2 workers: × {one.seconds / two.seconds:.2f} by the clock, "
              f"× {two.processor / one.processor:.2f} processor time")  # fmt: skip


if __name__ == "__main__":
    main()
