"""An export that loses its workers, its driver and its disk at random moments ends with the undisturbed rows.

    PYTHONPATH=tests python tests/adversary/kills.py COUNT [SEED]

Each event is one of: a worker killed, the driver killed, Ctrl-C, no room on the disk. After a driver that ended, the
same command runs again. In the end the rows are compared one by one, and the log must tell of every run.
"""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from cli.desk import Desk, found
from cli.test_killed import exporting, intents_closed, workers

TABLES = "patients,encounters"
EVENTS = ("worker", "driver", "ctrl-c", "disk")
ROUND = 5  # events at most, before an export may end


def rounds(folder: Path, count: int, seed: int) -> Counter[str]:
    """Disturb exports until `count` events have happened; what happened how often. Raises AssertionError."""
    chance, happened = random.Random(seed), Counter[str]()
    desk = found(folder / "made", patients=200)
    request = desk.request("harrow-lake", "gdpr-pseudonymised", TABLES)
    undisturbed = _finished(_copy(desk, folder / "undisturbed"), request)
    while sum(happened.values()) < count:
        other = _copy(desk, folder / f"round-{sum(happened.values())}")
        _disturb(other, request, chance, happened, min(ROUND, count - sum(happened.values())))
        assert _finished(other, request) == undisturbed
        told = [outcome for _, outcome, _ in intents_closed(other)]
        assert told[-1] == "success"
        assert set(told[:-1]) <= {"interrupted"}
        assert other("audit", "verify").code == 0
        assert not other.staged()
        shutil.rmtree(other.home)
    return happened


def _disturb(desk: Desk, request: str, chance: random.Random, happened: Counter[str], most: int) -> None:
    before = sum(happened.values())
    while sum(happened.values()) - before < most:
        process = exporting(desk, request, "--workers", "2", stdin=subprocess.DEVNULL)
        while process.poll() is None and sum(happened.values()) - before < most:
            _wait(process, desk, chance)
            event = chance.choice(EVENTS)
            if process.poll() is None and EVENT[event](process, chance):
                happened[event] += 1
        _out, err = process.communicate(timeout=600)
        if process.returncode == 0:
            return
        assert process.returncode in (-signal.SIGKILL, 8), err
        assert "Traceback" not in err


def _wait(process: subprocess.Popen, desk: Desk, chance: random.Random) -> None:
    """Now and then any moment; mostly one while parts are being sealed."""
    if chance.random() < 0.75:
        while process.poll() is None and not list((desk.site / "releases").glob(".staging-*/_staging")):
            time.sleep(0.01)
    time.sleep(chance.uniform(0, 1.5))


def _kill_worker(process: subprocess.Popen, chance: random.Random) -> bool:
    try:
        victims = workers(process.pid)
    except OSError:
        return False
    if victims:
        _signal(chance.choice(victims), signal.SIGKILL)
    return bool(victims)


def _kill_driver(process: subprocess.Popen, _chance: random.Random) -> bool:
    process.kill()
    process.wait()
    return True


def _interrupt(process: subprocess.Popen, _chance: random.Random) -> bool:
    process.send_signal(signal.SIGINT)
    process.wait()
    return process.returncode == 8


def _fill_disk(process: subprocess.Popen, _chance: random.Random) -> bool:
    """No file may grow beyond a few kilobytes any more, the registry's log neither."""
    try:
        for pid in (process.pid, *workers(process.pid)):
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (2_500, resource.RLIM_INFINITY))
    except OSError:
        return False
    process.wait()
    return process.returncode == 8


def _signal(pid: int, number: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)


EVENT = dict(zip(EVENTS, (_kill_worker, _kill_driver, _interrupt, _fill_disk), strict=True))


def _copy(desk: Desk, home: Path) -> Desk:
    shutil.copytree(desk.home, home)
    return Desk(home)


def _finished(desk: Desk, request: str) -> dict[str, list[dict]]:
    """The same command until it succeeds; the rows of the release."""
    release = request.replace("req-", "rel-")
    if not (desk.site / "releases" / release).exists() or desk("release", "verify", release).code:
        process = exporting(desk, request, "--workers", "2")
        _out, err = process.communicate(timeout=600)
        assert process.returncode == 0, err
    return desk.rows(release)


if __name__ == "__main__":
    count, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        made = rounds(Path(folder), count, seed)
    told = ", ".join(f"{event} {n}" for event, n in sorted(made.items()))
    seconds = time.perf_counter() - start
    print(f"{sum(made.values())} events ({told}) in {seconds:.0f} s: the same rows, the log complete")
