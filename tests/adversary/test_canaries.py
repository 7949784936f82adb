"""No value of a patient in any byte that the program writes or prints, whether a job succeeds, fails or dies."""

import base64
import csv
import json
import re
import shutil
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cli.console import running
from cli.desk import PASSPHRASE, Desk
from postgres import BINARIES, WRITER

from gateway import site
from gateway.audit.formats import FORMATS
from gateway.questions import QUESTIONS
from gateway.registry.migration import migrate

from .canaries import WORD, Canaries, describe, found
from .spoilers import SPOILERS
from .stage import Stage

TABLES = "patients,visits,notes"
SMALL_PARTS = Path(__file__).parents[1] / "cli/small_parts.py"


@pytest.fixture(scope="session")
def founded(tmp_path_factory) -> Stage:
    stage = Stage(tmp_path_factory.mktemp("canaries"))
    home = stage.desk.records
    codes = stage.play(
        (None, "init", stage.desk.site, "--name", "harrow-lake"),
        (None, "keys", "create", "sam", "--role", "data-steward"),
        ("sam", "keys", "create", "ana", "--role", "ml-engineer"),
        ("sam", "dataset", "add", home / "dataset.yaml"),
        ("sam", "consent", "import", home / "consents.csv"),
    )
    assert codes == [0] * 5
    return stage


@pytest.fixture
def stage(founded, tmp_path) -> Stage:
    """A copy of the site of canaries, whose dataset is registered again from the copied sources."""
    again = Stage.__new__(Stage)
    shutil.copytree(founded.folder, tmp_path / "stage")
    again.folder, again.printed = tmp_path / "stage", founded.printed
    again.desk = Desk(again.folder / "home")
    again.canaries = founded.canaries
    return again


def test_the_search_finds_what_is_there(stage):
    """Each canary is found in the sources; so a search that finds nothing elsewhere says something."""
    sources = b"\n".join(path.read_bytes() for path in stage.desk.records.iterdir())
    everything = stage.canaries.never | stage.canaries.subjects
    assert len(everything) >= 1_000
    assert found(everything, sources) == everything
    long = frozenset(c for c in everything if len(c) > 5)
    text = "..".join(sorted(long))
    for hidden in (text.upper().encode(), text.encode().hex().encode(), text.encode("utf-16-le")):
        assert found(long, hidden) == long
    assert found(long, base64.b64encode(text.encode())) == {c for c in long if len(c) >= 8}
    (stage.desk.site / "releases/left.tmp").write_bytes(next(iter(stage.canaries.never)).encode())
    with pytest.raises(AssertionError, match=r"left\.tmp"):
        stage.search()


def officer(stage) -> list[tuple]:
    """Every question and every export of the log; all but the letter, which names its patient."""
    cwd = stage.folder / "cwd"
    return [
        *((None, "audit", question.name, *options) for question in QUESTIONS for options in ((), ("--json",))),
        *((None, "audit", "export", "--format", name) for name in ("jsonl", *FORMATS)),
        (None, "audit", "report", "--output", cwd / "audit.html"),
        (None, "audit", "checkpoint"),
    ]


def job(stage, policy) -> tuple[list[tuple], str]:
    """The commands of the main job after the approval, and the release that they make."""
    request = stage.desk.request("canaries", policy, TABLES)
    release, until = request.replace("req-", "rel-"), (site.now().date() + timedelta(days=30)).isoformat()
    scanned, card = stage.folder / "cwd/scan.yaml", stage.folder / "cwd/card.html"
    return [
        (None, "dataset", "scan", stage.desk.records, "--output", scanned),
        (None, "dataset", "scan", stage.desk.records, "--json"),
        (None, "dataset", "show", "canaries"),
        (None, "dataset", "hierarchy", "canaries"),
        (None, "dataset", "hierarchy", "canaries", "--json"),
        (None, "dataset", "risk", "canaries", "--output", stage.folder / "cwd/risk.html"),
        (None, "dataset", "risk", "canaries", "--json"),
        (None, "policy", "explain", stage.desk.site / f"policies/{policy}.yaml", "--dataset", "canaries"),
        (None, "consent", "status", "--dataset", "canaries"),
        ("sam", "export", request, "--dry-run"),
        ("sam", "export", request),
        (None, "release", "verify", release),
        ("sam", "release", "grant", release, "--to", "ana", "--until", until),
        (None, "release", "show", release, "--json"),
        (None, "release", "report", release, "--output", card),
        (None, "audit", "log", "--json"),
        (None, "audit", "verify"),
        *officer(stage),
    ], release


@pytest.mark.parametrize("policy", ["hipaa-safe-harbor", "gdpr-pseudonymised"])
def test_main_job(stage, policy):
    commands, release = job(stage, policy)
    assert stage.play(*commands) == [0] * len(commands)
    stage.search()
    rows = stage.desk.rows(release)
    assert {name: len(table) for name, table in rows.items()} == {"patients": 60, "visits": 120, "notes": 60}
    planted = stage.canaries.never | stage.canaries.subjects
    if policy == "gdpr-pseudonymised":  # a shifted day may be another patient's true one, but none is its own
        planted = frozenset(c for c in planted if not re.fullmatch(r"\d{4}-\d\d-\d\d", c))
        with (stage.desk.records / "visits.csv").open() as source:
            days = [line["day"] for line in csv.DictReader(source)]
        assert not [day for day, row in zip(days, rows["visits"], strict=True) if day == str(row["day"])]
    assert not found(planted, json.dumps(rows, default=str).encode())
    assert all(WORD in row["text"].lower() for row in rows["notes"]), "what names nobody stays"


def test_withdrawal_and_disclosures(stage):
    """A subject that is named on the command line is not written or printed either."""
    subject = sorted(stage.canaries.subjects)[3]
    codes = stage.play(
        ("sam", "consent", "withdraw", subject),
        (None, "consent", "status", "--subject", subject, "--json"),
        (None, "audit", "disclosures", "--subject", subject),
        ("sam", "consent", "withdraw", "SBJ-unknown"),
    )
    assert codes[:3] == [0, 0, 0]
    stage.search()


def test_every_page_of_the_console(stage):
    """Of the officer and of the steward, with a patient's identifier typed in; the letter alone names the patient."""
    commands, release = job(stage, "hipaa-safe-harbor")
    made = [words for words in commands if words[1:3] in [("release", "grant")] or words[:2] == ("sam", "export")]
    made.append(("sam", "keys", "create", "cleo", "--role", "compliance-officer"))
    assert stage.play(*made) == [0] * len(made)
    subject, seen = sorted(stage.canaries.subjects)[3], []
    for who in ("cleo", "sam"):
        with running(stage.desk, who) as console:
            console.enter()
            pages = console.crawl() if who == "cleo" else {path: console.get(path) for path in seen}
            pages["consent"] = console.get("/consents?dataset=canaries")
            pages["found"] = console.post("/disclosures/found", {"subject": subject})
            pages["unlike"] = console.post("/disclosures/found", {"subject": subject.lower()}, Origin="https://x.example")
            pages["log"] = console.post("/log/extends", {"checkpoint": subject, "passphrase": subject}, Cookie=None)
        stage.printed += "".join(console.process.printed).encode()
        seen = [path for path in pages if path.startswith(("/requests", "/releases"))]
        assert f"/releases/{release}/card" in seen
        assert pages["found"].status == (200 if who == "cleo" else 403)
        for path, page in pages.items():
            said = f"{page.headers} {page.body}".encode()
            assert not found(stage.canaries.never | stage.canaries.subjects | {WORD}, said), path
    stage.search()


def test_the_dump_of_a_postgresql_registry(tmp_path, postgres):
    """Every table but the ledger of consents, whose subjects are the patients' own identifiers."""
    stage, name = Stage(tmp_path), postgres.database()
    migrate(postgres.url(name), WRITER)
    home, subject = stage.desk.records, sorted(stage.canaries.subjects)[3]
    codes = stage.play(
        (None, "init", stage.desk.site, "--name", "harrow-lake", "--registry", postgres.url(name, WRITER)),
        ("sam", "keys", "create", "sam", "--role", "data-steward"),
        ("sam", "keys", "create", "ana", "--role", "ml-engineer"),
        ("sam", "dataset", "add", home / "dataset.yaml"),
        ("sam", "consent", "import", home / "consents.csv"),
        ("sam", "consent", "withdraw", subject),
        (None, "audit", "disclosures", "--subject", subject),
    )
    assert codes == [0] * 7
    assert stage.play(("sam", "export", stage.desk.request("canaries", tables=TABLES)), *officer(stage))[0] == 0
    command = [BINARIES / "pg_dump", "--inserts", "--exclude-table-data=consents", postgres.url(name)]
    dump = subprocess.run(command, capture_output=True, check=True).stdout
    for table in ("events", "details", "members", "documents", "event_index"):
        assert f"INSERT INTO public.{table} ".encode() in dump
    assert not found(stage.canaries.never | stage.canaries.subjects, dump)
    assert not found(stage.canaries.never | stage.canaries.subjects, stage.printed)


def test_failing_jobs(stage):
    """The values that make a job fail are in no message, no log and no leftover; each job has a canary of its own."""
    desk, requests, expected = stage.desk, [], []
    sources = desk.records
    for spoil, code in SPOILERS.items():
        canary = f"Qwyjibo{spoil.__name__.replace('_', '')}zz"
        desk.records = Path(shutil.copytree(sources, sources.with_name(f"records-{spoil.__name__}")))
        spoil(desk.records, canary)
        desk.does("dataset", "add", describe(desk.records, spoil.__name__.replace("_", "-")), who="sam")
        requests.append(desk.request(spoil.__name__.replace("_", "-"), tables=TABLES))
        expected.append(code)
        stage.canaries = Canaries(stage.canaries.never | {canary}, stage.canaries.subjects)
    desk.policy("strict", risk={"k": 20, "suppress_at_most": 0.01})
    requests.append(desk.request("canaries", "strict", TABLES))
    codes = stage.play(
        *[("sam", "export", request) for request in requests],
        (None, "audit", "log", "--json"),
        (None, "audit", "verify"),
        *officer(stage),
    )
    assert dict(zip([*SPOILERS, "strict"], codes, strict=False)) == dict(
        zip([*SPOILERS, "strict"], [*expected, 5], strict=True)
    )
    stage.search()
    assert len(desk.published()) == expected.count(0)
    assert not desk.staged()


def test_bad_consents_and_policies(stage):
    """Files that hold canaries where vocabulary is due."""
    canary = "Qwyjibozzaleth"
    folder = stage.desk.records
    stage.canaries = Canaries(stage.canaries.never | {canary}, stage.canaries.subjects)
    lines = (folder / "consents.csv").read_text().splitlines()
    for n, line in enumerate(
        [
            f"C1,{canary},maybe,HRESCH,,2023-01-01,,2023-01-01",
            f"C1,x,granted,{canary},,2023-01-01,,2023-01-01",
            f"C1,x,granted,HRESCH,,{canary},,2023-01-01",
            f"{canary},x",
            f'"{canary}',
        ]
    ):
        (folder / f"consents{n}.csv").write_text(f"{lines[0]}\n{line}\n")
    (folder / "fhir.json").write_text(
        json.dumps({"resourceType": "Consent", "status": canary, "patient": {"reference": canary}})
    )
    codes = stage.play(
        *[("sam", "consent", "import", folder / f"consents{n}.csv") for n in range(5)],
        ("sam", "consent", "import", folder / "fhir.json"),
    )
    assert codes == [3] * 6
    stage.search()


def test_tools_without_a_site(stage):
    """`detect`, `evaluate` and `risk` on bad and good files tell offsets and counts."""
    canary = "Qwyjibozzaleth"
    stage.canaries = Canaries(stage.canaries.never | {canary}, stage.canaries.subjects)
    folder = stage.desk.records
    notes = [json.loads(line) for line in (folder / "notes.jsonl").read_text().splitlines()[:3]]
    (folder / "good.jsonl").write_text(
        "".join(
            json.dumps({"id": n, "text": item["text"], "spans": [{"start": 0, "end": 5, "label": "X"}]}) + "\n"
            for n, item in enumerate(notes)
        )
    )
    for n, line in enumerate(
        [
            f'{{"id": 1, "text": "{canary}',
            json.dumps({"id": 1, "text": {"x": canary}}),
            json.dumps({"id": 1, "text": canary, "spans": [{"start": 9, "end": 99, "label": canary}]}),
        ]
    ):
        (folder / f"bad{n}.jsonl").write_text(line + "\n")
    (folder / "table.csv").write_text(f"age\n{canary}\n30\n")
    (folder / "age.csv").write_text("30;*\n31;*\n")
    (folder / "risk.yaml").write_text('delimiter: ";"\nquasi_identifiers: {age: age.csv}\nmodels: [{k_anonymity: 2}]\n')
    codes = stage.play(
        (None, "risk", folder / "table.csv", "--config", folder / "risk.yaml"),
        (None, "detect", folder / "good.jsonl"),
        (None, "evaluate", folder / "good.jsonl"),
        (None, "detect", folder / "bad0.jsonl"),
        (None, "detect", folder / "bad1.jsonl"),
        (None, "evaluate", folder / "bad2.jsonl"),
    )
    assert codes == [3, 0, 0, 3, 3, 3]
    stage.search()


@pytest.mark.parametrize("dies", ["after part-00002", "before manifest.json"])
def test_leftovers_of_a_killed_job(stage, dies):
    """What a kill leaves in the staging folder is sealed: no plaintext touches the disk."""
    request = stage.desk.request("canaries", tables=TABLES)
    process = stage.desk.process(
        "export",
        request,
        who="sam",
        script=SMALL_PARTS,
        env={"DIES": dies, "TMPDIR": str(stage.folder / "tmp")},
    )
    out, err = process.communicate(timeout=120)
    assert process.returncode == -9
    assert stage.desk.staged()
    stage.printed += (out + err).encode()
    stage.search()


def test_a_wrong_passphrase_is_printed_nowhere(stage):
    guess = "Qwyjibo guesses a passphrase"
    done = stage.desk("export", "req-20200101-00000000", who="sam", passphrase=guess)
    assert done.code == 7
    assert guess not in done.err + done.out
    assert not [name for name, body in stage.written().items() if guess.encode() in body or PASSPHRASE.encode() in body]
