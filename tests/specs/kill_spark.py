"""Kills at random moments of exports on a standalone cluster: `python tests/specs/kill_spark.py COUNT`.

Each round copies a site, exports on Spark, and kills an executor, a worker, the master, or the driver somewhere on the
way; what was killed is begun again, and so is the export until it is done. The release must hold the rows of an export
that nothing disturbed, and the log must be whole.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import spark_cluster
from cli.desk import Desk, found

SMALL_PARTS = Path(__file__).parents[1] / "cli/small_parts.py"
TABLES = "patients,encounters,notes"
WHAT = ("executor", "worker", "master", "driver")


class Rounds:
    """A cluster, a site with an approved request, and the rows of an export without disturbance."""

    def __init__(self, folder: Path, cluster: spark_cluster.Cluster, patients: int = 60) -> None:
        self.folder, self.cluster = folder, cluster
        self.seconds = 1.0
        desk = found(folder / "made", patients=patients)
        self.made, self.request = desk.home, desk.request("harrow-lake", "gdpr-pseudonymised", TABLES)
        self.rows = None
        self.rows = self.round("nothing", 0.0)

    def round(self, what: str, moment: float) -> dict[str, list[dict]]:
        """One export, disturbed at a share of its usual duration; its rows, which are the undisturbed ones."""
        home = self.folder / "round"
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(self.made, home)
        desk, began = Desk(home), time.monotonic()
        driver = self.export(desk)
        with suppress(subprocess.TimeoutExpired):
            driver.wait(moment * self.seconds)
        self.kill(what, driver)
        out, err = driver.communicate(timeout=600)
        tries = 1
        while driver.returncode:
            assert driver.returncode in (8, -signal.SIGKILL), (what, driver.returncode, err)
            assert tries < 5, err
            driver, tries = self.export(desk), tries + 1
            out, err = driver.communicate(timeout=600)
        if what == "nothing":
            self.seconds = time.monotonic() - began
        rows = desk.rows(json.loads(out)["release"])
        assert self.rows in (None, rows), f"{what}: other rows"
        assert desk("audit", "verify").code == 0
        assert not desk.staged()
        return rows

    def export(self, desk: Desk) -> subprocess.Popen:
        environment = self.cluster.environment | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
        return desk.process("export", self.request, "--engine", "spark", "--json", who="sam", script=SMALL_PARTS,
                            env=environment)  # fmt: skip

    def kill(self, what: str, driver: subprocess.Popen) -> None:
        match what:
            case "executor":
                for executor in self.cluster.executors()[:1]:
                    with suppress(ProcessLookupError):
                        os.kill(executor, signal.SIGKILL)
            case "worker":
                self.cluster.kill("worker-1")
                self.cluster.workers("worker-1")
            case "master":
                self.cluster.kill("master")
                self.cluster.master()
            case "driver":
                driver.kill()


def main(count: int) -> None:
    luck, killed = random.Random(count), Counter[str]()
    with tempfile.TemporaryDirectory() as folder, spark_cluster.running() as cluster:
        rounds = Rounds(Path(folder), cluster)
        print(f"undisturbed: {rounds.seconds:.0f} s")
        for number in range(count):
            what, moment = WHAT[number % len(WHAT)], luck.random()
            rounds.round(what, moment)
            killed[what] += 1
            print(f"{number + 1}/{count}  {what} killed at {moment:.0%}: the same rows, the log whole", flush=True)
    print(dict(killed))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
