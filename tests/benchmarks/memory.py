"""How the peak memory and the time of a complete export grow with the data.

    python tests/benchmarks/memory.py [--gigabytes 0.25 --gigabytes 0.5 --gigabytes 2] [--folder /tmp]

Each size is a new site with 20,000 patients and one events table of that size, made on the disk, exported under
Safe Harbor by `gateway export` as a process of its own, and removed again.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import invented
from measuring import MB, processor_of_ended, tree_peak

PATIENTS = 20_000
BYTES_A_ROW = 105  # of the events table, about
BAR = 1_000 * MB
COMMAND = [sys.executable, "-c", "from gateway.cli import main; main()"]


@dataclass(frozen=True)
class Run:
    """One export."""

    rows: int
    bytes: int
    seconds: float
    processor: float
    peak: int


def main() -> None:
    """Print one line a size, and how time and memory grew from the first to the last."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--gigabytes", type=float, action="append")
    options.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()))
    asked = options.parse_args()
    print(f"{'GB':>6} {'rows':>11} {'seconds':>8} {'of CPU':>7} {'rows/s':>9} {'MB/s':>6} {'peak MB':>8}", flush=True)
    runs = []
    for gigabytes in asked.gigabytes or [0.25, 0.5, 2.0]:
        with tempfile.TemporaryDirectory(dir=asked.folder) as folder:
            runs.append(run := export(Path(folder), int(gigabytes * 1000 * MB / BYTES_A_ROW)))
        print(f"{run.bytes / MB / 1000:>6.2f} {run.rows:>11,} {run.seconds:>8.1f} {run.processor:>7.1f} "
              f"{run.rows / run.seconds:>9,.0f} {run.bytes / MB / run.seconds:>6.1f} {run.peak / MB:>8.0f}", flush=True)
    first, last = runs[0], runs[-1]
    print(f"data × {last.bytes / first.bytes:.1f}: time × {last.seconds / first.seconds:.1f}, "
          f"processor time × {last.processor / first.processor:.1f}, "
          f"peak × {last.peak / first.peak:.2f} ({(last.peak - first.peak) / MB:+.0f} MB)")
    highest = max(run.peak for run in runs)
    print(f"bar: peak under {BAR / MB:.0f} MB: {'held' if highest < BAR else 'missed'} ({highest / MB:.0f} MB)")


def export(folder: Path, rows: int) -> Run:
    """Make a hospital and a site, and run the command."""
    hospital = invented.make(folder / "records", PATIENTS, rows, notes=1)
    site, dataset, sam, ana = invented.found(folder / "site", hospital)
    request = invented.ask(site, dataset, "hipaa-safe-harbor", ("patients", "events"), "", sam, ana)
    site.registry.close()
    environment = {**os.environ, "GATEWAY_SITE": str(site.folder), "GATEWAY_PASSPHRASE": invented.PASSPHRASE}
    start, before = time.perf_counter(), processor_of_ended()
    with (folder / "out").open("w") as out:
        command = [*COMMAND, "--as", "sam", "export", request, "--json"]
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.DEVNULL)
        highest = _watch(process)
    seconds = time.perf_counter() - start
    if process.returncode:
        raise SystemExit(f"the export failed with code {process.returncode}")
    read = json.loads((folder / "out").read_text())["tables"]["events"]["read"]
    return Run(read, hospital.size("patients", "events"), seconds, processor_of_ended() - before, highest)


def _watch(process: subprocess.Popen) -> int:
    """The highest sum of peaks in the process's tree, sampled until it ends."""
    highest = 0
    while process.poll() is None:
        highest = max(highest, tree_peak(process.pid))
        time.sleep(0.05)
    return highest


if __name__ == "__main__":
    main()
