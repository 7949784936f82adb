"""An export that is killed, stopped, or meets a full disk: nothing is out, the log tells, another run completes."""

import contextlib
import json
import os
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path
from unittest import mock

import pytest

from .desk import Desk, found
from .small_parts import SMALL

SMALL_PARTS = Path(__file__).with_name("small_parts.py")
TABLES = "patients,encounters,notes"


@pytest.fixture(scope="session")
def large(tmp_path_factory) -> tuple[Path, str]:
    """A site with 200 patients and an approved request that gives equal pseudonyms each time; each table has parts."""
    desk = found(tmp_path_factory.mktemp("large"), patients=200)
    return desk.home, desk.request("harrow-lake", "gdpr-pseudonymised", TABLES)


@pytest.fixture
def job(large, tmp_path):
    """A copy of the site, and its request."""
    shutil.copytree(large[0], tmp_path / "home")
    return Desk(tmp_path / "home"), large[1]


@pytest.fixture(scope="session")
def undisturbed(large, tmp_path_factory) -> dict[str, list[dict]]:
    """The rows that the request gives where nothing goes wrong."""
    home = tmp_path_factory.mktemp("undisturbed") / "home"
    shutil.copytree(large[0], home)
    desk = Desk(home)
    release = finish(desk, large[1])
    assert all(
        len(list((desk.site / "releases" / release / "data" / name).iterdir())) >= 4 for name in TABLES.split(",")
    )
    return desk.rows(release)


def exporting(desk, request, *more, **options) -> subprocess.Popen:
    return desk.process("export", request, "--json", *more, who="sam", script=SMALL_PARTS, **options)


def workers(pid: int) -> list[int]:
    """The worker processes of an export."""
    threads = list(Path(f"/proc/{pid}/task").iterdir())
    children = [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    return [child for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


def finish(desk, request) -> str:
    """The same command again, undisturbed; the release."""
    with contextlib.ExitStack() as small:
        for part in SMALL:
            small.enter_context(mock.patch.object(*part))
        made = json.loads(desk.does("export", request, "--json", who="sam"))
    assert made["release"] == request.replace("req-", "rel-")
    return made["release"]


def wait_for(process, path):
    """Until `path` is there, while the process runs."""
    while not path.exists():
        assert process.poll() is None, process.communicate()
        time.sleep(0.001)


def staged_part(desk, request, part):
    return desk.site / "releases" / f".staging-{request.replace('req-', 'rel-')}" / "data" / part


def nothing_is_out(desk, request):
    release = request.replace("req-", "rel-")
    assert desk("release", "list", "--json").json == []
    assert desk("release", "show", release).code == 3
    assert desk("release", "grant", release, "--to", "ana", "--until", "2099-01-01", who="sam").code == 3
    assert desk("request", "show", request, "--json").json["state"] == "approved"
    assert desk("audit", "disclosures", "--subject", "SUBJ-0001", "--json").json == []
    assert desk("audit", "verify").code == 0


def completes(desk, request, rows):
    """The same command publishes it: once, whole, the very rows, and the log holds."""
    release = finish(desk, request)
    assert desk.published() == [release]
    assert not desk.staged()
    assert desk("release", "verify", release).code == 0
    assert desk("audit", "verify").code == 0
    assert desk.rows(release) == rows
    assert [event["request"] for event in desk.events("export.published")] == [request]


def intents_closed(desk) -> list[tuple[int, str, str | None]]:
    """(intent, outcome, reason) of each export so far; every intent has exactly one outcome."""
    events = desk("audit", "log", "--json").json
    intents = [event["seq"] for event in events if event["type"] == "export.intent"]
    outcomes = [event for event in events if event["type"].startswith("export.") and event["type"] != "export.intent"]
    assert sorted(event["intent"] for event in outcomes) == intents
    return [(event["intent"], event["outcome"], event.get("reason")) for event in outcomes]


@pytest.mark.parametrize(
    "dies",
    [
        "before job",
        "before part-00000",
        "after part-00000",
        "before part-00003",
        "before manifest.sig",
        "after manifest.json",
    ],
)
def test_killed(job, undisturbed, dies):
    desk, request = job
    process = exporting(desk, request, env={"DIES": dies})
    assert process.wait(timeout=120) == -signal.SIGKILL
    (intent,) = desk.events("export.intent")
    assert [event["type"] for event in desk("audit", "log", "--json").json][-1] == "export.intent"
    assert desk.published() == []
    nothing_is_out(desk, request)
    completes(desk, request, undisturbed)
    assert [told[1:] for told in intents_closed(desk)] == [("interrupted", "killed"), ("success", None)]
    assert intents_closed(desk)[0][0] == intent["seq"]


def test_killed_between_the_folder_and_the_log(job, undisturbed):
    """The folder has its name already, but the log has no outcome: nobody is granted it, and it is made again."""
    desk, request = job
    assert exporting(desk, request, env={"DIES": "after rel-"}).wait(timeout=120) == -signal.SIGKILL
    nothing_is_out(desk, request)
    assert desk("release", "verify", request.replace("req-", "rel-")).code != 0, "an unlogged folder is no release"
    completes(desk, request, undisturbed)


@pytest.mark.parametrize("dies", ["before job", "after part-00001", "after rel-"])
def test_recovery_closes_what_was_killed(job, undisturbed, dies):
    """Without another run: by what is on the disk. What runs is left alone, and so is what has an outcome."""
    desk, request = job
    assert exporting(desk, request, env={"DIES": dies}).wait(timeout=120) == -signal.SIGKILL
    assert "1 exports have no outcome" in desk("audit", "verify").err
    (closed,) = desk("audit", "recover", "--json").json
    assert closed["request"] == request
    assert bool(closed["parts"]) == (dies == "after part-00001")
    (event,) = desk.events("export.interrupted")
    assert (event["actor"], event["reason"], event["facts"]["parts"]) == ("site", "killed", closed["parts"])
    assert not (desk.site / "releases" / request.replace("req-", "rel-")).exists()
    assert "no outcome" not in desk("audit", "verify").err
    assert desk("audit", "recover", "--json").json == []
    completes(desk, request, undisturbed)


def test_recovery_leaves_alone_what_runs(job, undisturbed):
    desk, request = job
    process = exporting(desk, request)
    wait_for(process, staged_part(desk, request, "patients/part-00000.parquet"))
    process.send_signal(signal.SIGSTOP)
    assert "no export was killed" in desk.does("audit", "recover")
    process.send_signal(signal.SIGCONT)
    assert process.wait(timeout=120) == 0
    assert desk.rows(request.replace("req-", "rel-")) == undisturbed


def test_killed_at_any_time(job, undisturbed):
    """From outside, once the second part of the second table shows; sealed parts are not sealed again."""
    desk, request = job
    process = exporting(desk, request)
    wait_for(process, staged_part(desk, request, "encounters/part-00001.parquet"))
    process.kill()
    assert process.wait() == -signal.SIGKILL
    nothing_is_out(desk, request)
    first = staged_part(desk, request, "patients/part-00000.parquet").stat()
    completes(desk, request, undisturbed)
    release = desk.site / "releases" / request.replace("req-", "rel-")
    assert (release / "data/patients/part-00000.parquet").stat().st_mtime_ns == first.st_mtime_ns


def test_killed_twice_with_random_pseudonyms(job):
    """Codes that were drawn before the kill stay: a patient has one, in all tables and parts."""
    desk, _ = job
    request = desk.request("harrow-lake", "hipaa-safe-harbor", TABLES)
    for dies in ("before part-00002", "after part-00003"):
        assert exporting(desk, request, env={"DIES": dies}).wait(timeout=120) == -signal.SIGKILL
    rows = desk.rows(finish(desk, request))
    patients = [row["patient_id"] for row in rows["patients"]]
    assert len(patients) == len(set(patients)) == 194
    assert {row["patient_id"] for row in rows["encounters"]} == set(patients)
    assert [told[1] for told in intents_closed(desk)] == ["interrupted", "interrupted", "success"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=lambda number: number.name)
def test_stopped_by_a_signal(job, undisturbed, number):
    desk, request = job
    process = exporting(desk, request)
    wait_for(process, staged_part(desk, request, "patients/part-00001.parquet"))
    process.send_signal(number)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 8, err
    assert out == ""
    assert "resumes" in err
    assert "Traceback" not in err
    assert [told[1] for told in intents_closed(desk)] == ["interrupted"]
    nothing_is_out(desk, request)
    assert desk.staged()
    completes(desk, request, undisturbed)


def test_two_at_once(job, undisturbed):
    """The second is sent away while the first works, and the first is not disturbed."""
    desk, request = job
    first = exporting(desk, request)
    wait_for(first, staged_part(desk, request, "patients/part-00000.parquet"))
    first.send_signal(signal.SIGSTOP)
    out, err = exporting(desk, request).communicate(timeout=60)
    first.send_signal(signal.SIGCONT)
    assert (out, "another process is working on" in err) == ("", True)
    assert first.wait(timeout=120) == 0
    assert desk.rows(request.replace("req-", "rel-")) == undisturbed


def stopped_for_room(desk, request, process):
    out, err = process.communicate(timeout=60)
    assert process.returncode == 8, err
    assert out == ""
    assert "make room" in err
    assert "Traceback" not in err
    nothing_is_out(desk, request)
    assert [told[1] for told in intents_closed(desk)] == ["interrupted"]


@pytest.mark.parametrize("name", ["part-00002", "manifest.json", "rel-"])
def test_full_disk(job, undisturbed, name):
    desk, request = job
    stopped_for_room(desk, request, exporting(desk, request, env={"DIES": f"full {name}"}))
    completes(desk, request, undisturbed)


def test_no_room_for_the_log(job, undisturbed):
    """Where the intent cannot be written, nothing begins. The limit stops the registry, which is larger already."""
    desk, request = job

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, resource.RLIM_INFINITY))

    process = exporting(desk, request, preexec_fn=limit)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 8, err
    assert out == ""
    assert "Traceback" not in err
    nothing_is_out(desk, request)
    assert not desk.staged()
    completes(desk, request, undisturbed)


@pytest.fixture
def small_disk(job):
    """The releases folder on a disk of its own with room for a few parts."""
    folder = job[0].site / "releases"
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=96k", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("mounting a file system takes root")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_full_disk_in_earnest(job, undisturbed, small_disk):
    desk, request = job
    stopped_for_room(desk, request, exporting(desk, request))
    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    completes(desk, request, undisturbed)


def test_a_part_that_kills_its_worker_is_left_out_and_named(job, undisturbed):
    """Three workers die of it; the policy's limit decides, and what is published says which rows are missing."""
    desk, request = job
    crash = {"CRASHES": "patients 0"}
    process = exporting(desk, request, "--workers", "2", env=crash)
    out, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    (left_out,) = [n for reason, n in json.loads(out)["tables"]["patients"]["left_out"].items() if "part 0" in reason]
    (event,) = desk.events("export.published")
    assert event["facts"]["parts_given_up"] == {"patients.part-00000": left_out}
    assert len(desk.rows(request.replace("req-", "rel-"))["patients"]) < len(undisturbed["patients"])

    policy = desk.site / "policies/gdpr-pseudonymised.yaml"
    policy.write_text(policy.read_text() + "\nquarantine_at_most: 0.001\n")
    process = exporting(desk, desk.request("harrow-lake", policy.stem, TABLES), "--workers", "2", env=crash)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 5, err
    assert "quarantined: part 0, rows 1 to " in err
    assert "given up after 3 attempts (its worker ended with code -9)" in err
    assert not desk.staged()


def test_a_worker_that_is_killed_is_replaced(job, undisturbed):
    desk, request = job
    process = exporting(desk, request, "--workers", "2")
    wait_for(process, staged_part(desk, request, "patients/part-00001.parquet"))
    victims = workers(process.pid)
    assert victims
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    _, err = process.communicate(timeout=240)
    assert process.returncode == 0, err
    assert desk.rows(request.replace("req-", "rel-")) == undisturbed


def test_how_far_a_stopped_export_is(job):
    desk, request = job
    assert desk("export", "--status", request, "--json").json["state"] == "not begun"
    process = exporting(desk, request, "--json-progress")
    wait_for(process, staged_part(desk, request, "patients/part-00001.parquet"))
    running = desk("export", "--status", request, "--json").json
    process.kill()
    process.communicate()
    stopped = desk("export", "--status", request, "--json").json
    assert (running["state"], stopped["state"]) == ("running", "stopped")
    assert stopped["parts"] > stopped["parts_done"] >= running["parts_done"] >= 1
    assert "rows" in desk("export", "--status", request).out
    finish(desk, request)
    assert desk("export", "--status", request, "--json").json["state"] == "published"


def test_a_source_that_changes_meanwhile_refuses_the_release(job, large):
    desk, request = job
    source = large[0] / "records/encounters.csv"  # a dataset is registered where it lies
    before = source.read_bytes()
    process = exporting(desk, request)
    wait_for(process, staged_part(desk, request, "patients/part-00001.parquet"))
    process.send_signal(signal.SIGSTOP)
    source.write_bytes(before + b"\n")
    process.send_signal(signal.SIGCONT)
    _, err = process.communicate(timeout=240)
    source.write_bytes(before)
    assert process.returncode == 6, err
    assert "the source of encounters was changed during the export" in err
    nothing_is_out(desk, request)
    assert not desk.staged()
