"""A tiny fictional hospital, a site built from it once through the command line, and a runner that plays people.

`desk` is a copy of that site for one test: call it as the command line is called. Nothing here knows how the
program works inside; only the clock is moved, where a test needs tomorrow.
"""

import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest import mock

import pytest
import yaml

from gateway import cli, opening, site
from gateway.cli import common

PASSPHRASE = "correct horse of the test suite"
PEOPLE = {"sam": "data-steward", "tess": "data-steward", "ana": "ml-engineer", "bo": "ml-engineer",
          "cleo": "compliance-officer"}
TABLES = {
    "patients": {"patient_id": "subject", "mrn": "id.mrn", "ssn": "id.ssn", "given": "name.given",
                 "family": "name.family", "birth_date": "date.birth", "sex": "demographic.sex",
                 "race": "demographic.race", "street": "geo.street", "zip": "geo.zip", "phone": "contact.phone",
                 "email": "contact.email"},
    "encounters": {"encounter_id": "key.encounter", "patient_id": "subject", "admitted": "date.service",
                   "unit": "admin.unit", "attending": "name.staff", "cost": {"kind": "admin.cost", "type": "number"}},
    "notes": {"note_id": "id.note", "patient_id": "subject", "written": "date.service", "text": "text.note"},
}  # fmt: skip
SOURCES = {"patients": "patients.csv", "encounters": "encounters.csv", "notes": "notes.jsonl"}
GIVEN = ("Ottoline", "Barnaby", "Xanthe", "Leopold", "Philippa")
FAMILY = ("Quillfeather", "Marchbanks", "Oyelaran", "Szymborska", "Vantongeren", "Applegarth", "Hatzidakis", "Brundtland")


@dataclass(frozen=True)
class Outcome:
    """How a command ended, and every word it printed."""

    code: int
    out: str
    err: str

    @property
    def json(self):
        return json.loads(self.out)


class Desk:
    """A site's folder and the people at it. `desk("audit", "verify", who="cleo")` is one command."""

    def __init__(self, home: Path) -> None:
        self.home, self.site, self.records = home, home / "site", home / "records"

    def __call__(self, *args: object, who: str | None = None, days: int = 0, passphrase: str = PASSPHRASE) -> Outcome:
        """Run one command in this process, `days` from now."""
        return run(*args, env=self.env(who, passphrase), days=days)

    def env(self, who: str | None, passphrase: str = PASSPHRASE) -> dict[str, str]:
        return {"GATEWAY_SITE": str(self.site), "GATEWAY_PASSPHRASE": passphrase,
                **({"GATEWAY_IDENTITY": who} if who else {})}

    def does(self, *args: object, who: str | None = None) -> str:
        """A command that must succeed; its output."""
        done = self(*args, who=who)
        assert done.code == 0, f"gateway {' '.join(map(str, args))}: exit {done.code}\n{done.err}"
        return done.out.strip()

    def process(self, *args: object, who: str, script: Path | None = None, wrapper: tuple[str, ...] = (),
                **options) -> subprocess.Popen:
        """The same command as a process of its own, by `script` where a test patches the program first."""
        command = [str(script)] if script else ["-c", "from gateway.cli import main; main()"]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GATEWAY_")}
        return subprocess.Popen([*wrapper, sys.executable, *command, *map(str, args)], text=True, stdout=subprocess.PIPE,
                                stderr=subprocess.PIPE, env=clean | self.env(who) | options.pop("env", {}), **options)

    # what people do, in a word

    def request(self, dataset: str, policy: str = "hipaa-safe-harbor", tables: str = "patients,encounters",
                project: str = "", approve: bool = True) -> str:
        """Ana's request, approved by sam."""
        until = (site.now().date() + timedelta(days=30)).isoformat()
        id_ = self.does("request", "new", "--dataset", dataset, "--policy", policy, "--purpose", "HRESCH", "--tables",
                        tables, "--until", until, "--why", "a test", "--project", project, who="ana")
        if approve:
            self.does("request", "approve", id_, who="sam")
        return id_

    def first_refusal(self, policy: str = "hipaa-safe-harbor", tables: str = "patients,encounters") -> Outcome:
        """From the descriptor in `records` to the export: how the first command that fails, fails."""
        if (done := self("dataset", "add", self.records / "dataset.yaml", who="sam")).code:
            return done
        name = yaml.safe_load((self.records / "dataset.yaml").read_text())["name"]
        return self("export", self.request(name, policy, tables), who="sam")

    def export(self, dataset: str, policy: str = "hipaa-safe-harbor", tables: str = "patients,encounters",
               project: str = "") -> dict:
        """A published release, as `export --json` tells it."""
        return json.loads(self.does("export", self.request(dataset, policy, tables, project), "--json", who="sam"))

    def grant(self, release: str, to: str = "ana") -> Path:
        until = (site.now().date() + timedelta(days=30)).isoformat()
        return Path(self.does("release", "grant", release, "--to", to, "--until", until, who="sam"))

    def opened(self, release: str, who: str = "ana"):
        """The release as `gateway.open_release` gives it."""
        return opening.open_release(self.site / "releases" / release, grant=self.grant(release, who),
                                    identity=self.site / "keys" / f"{who}.json", passphrase=PASSPHRASE)

    def rows(self, release: str) -> dict[str, list[dict]]:
        return {name: data.to_table().to_pylist() for name, data in self.opened(release).items()}

    # what a test changes or looks at

    def describe(self, change: Callable[[dict], object] = lambda _: None, name: str = "changed") -> None:
        """Write the descriptor of `records` under another name, after `change` had its way with it."""
        raw = {"version": 1, "name": name, "subject": "patient_id",
               "tables": {t: {"source": SOURCES[t], "columns": dict(columns)} for t, columns in TABLES.items()}}
        change(raw)
        (self.records / "dataset.yaml").write_text(yaml.safe_dump(raw, sort_keys=False))

    def policy(self, name: str, base: str = "hipaa-safe-harbor", **changes: object) -> str:
        """A policy of the site made from a shipped one."""
        raw = yaml.safe_load((self.site / "policies" / f"{base}.yaml").read_text())
        (self.site / "policies" / f"{name}.yaml").write_text(yaml.safe_dump(raw | {"name": name} | changes))
        return name

    def events(self, type_: str) -> list[dict]:
        return self("audit", "log", "--type", type_, "--json").json

    def published(self) -> list[str]:
        """Releases that the registry knows; each has its folder, and no other folder looks like a release."""
        known = sorted(line["release"] for line in self("release", "list", "--json").json)
        assert known == sorted(path.name for path in (self.site / "releases").glob("rel-*"))
        return known

    def staged(self) -> list[Path]:
        return sorted((self.site / "releases").glob(".staging-*"))

    def sql(self, statement: str, *values: object) -> list[tuple]:
        with contextlib.closing(sqlite3.connect(self.site / "registry.db")) as database, database:
            return database.execute(statement, values).fetchall()


def run(*args: object, env: dict[str, str], days: int = 0) -> Outcome:
    """`gateway` with `args`, in this process."""
    out, err = io.StringIO(), io.StringIO()
    later = lambda: site.now() + timedelta(days=days)  # noqa: E731 - a clock
    clean = {name: value for name, value in os.environ.items() if not name.startswith("GATEWAY_")}
    code = 0
    terminated = signal.getsignal(signal.SIGTERM)
    with (contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), mock.patch.dict(os.environ, clean | env, clear=True),
          mock.patch.object(sys, "argv", ["gateway", *map(str, args)]),
          mock.patch.object(common, "open_site", lambda folder: site.open_site(folder, later)),
          mock.patch.object(opening, "now", later)):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        finally:
            signal.signal(signal.SIGTERM, terminated)
    return Outcome(code, out.getvalue(), err.getvalue())


def invent(folder: Path, patients: int = 40) -> None:
    """The tables, their descriptor, and consents: all but six grant; three deny, three say nothing."""
    folder.mkdir()
    people = [(f"SUBJ-{n:04}", GIVEN[n % 5], FAMILY[n % 8], f"19{40 + n % 7 * 8}-0{1 + n % 9}-{10 + n % 18}") for n in range(patients)]
    write_csv(folder / "patients.csv", list(TABLES["patients"]), [
        [id_, f"44{n:05}", f"912-{10 + n % 80}-{4000 + n}", given, family, born, "FM"[n % 2], ("Maori", "Samoan")[n % 3 == 0],
         f"{300 + n} Thistledown Lane", f"0310{n % 5}", f"603-555-{1000 + n}", f"{given}.{family}{n}@hospital-mail.example"]
        for n, (id_, given, family, born) in enumerate(people)])
    write_csv(folder / "encounters.csv", list(TABLES["encounters"]), [
        [f"ENC-{n:06}", people[n % patients][0], f"2023-0{1 + n % 9}-{10 + n % 18}", ("cardiology", "oncology")[n % 2],
         f"Dr. {FAMILY[n % 7]}", f"{n}.25"] for n in range(2 * patients)])
    write_lines(folder / "notes.jsonl", [
        {"note_id": f"NOTE-{n:05}", "patient_id": id_, "written": f"2023-05-{10 + n % 18}",
         "text": f"{given} {family} was seen on 05/{10 + n % 18}/2023, MRN 44{n:05}. Phone 603-555-{1000 + n}. Stable."}
        for n, (id_, given, family, _) in enumerate(people[:25])])
    write_csv(folder / "consents.csv", ["consent_id", "subject", "status", "purposes", "recipients", "effective_from",
                                        "effective_until", "recorded_at"], [
        [f"C-{n:05}", id_, "denied" if n >= patients - 6 else "granted", "HRESCH", "", "2023-01-01", "", "2023-01-01T09:00:00Z"]
        for n, (id_, *_) in enumerate(people[:-3])])  # fmt: skip


def write_csv(path: Path, header: list[str], rows: list[list[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as handle:
        csv.writer(handle).writerows([header, *rows])


def write_lines(path: Path, items: list[dict]) -> None:
    path.write_text("".join(json.dumps(item) + "\n" for item in items), encoding="utf-8")


def cells(folder: Path) -> set[str]:
    """Every cell of the source files, but for words too short to be told from the program's own."""
    found: set[str] = set()
    for path in folder.glob("*.csv"):
        with path.open(newline="", encoding="utf-8", errors="replace") as handle:
            found |= {cell for row in list(csv.reader(line.replace("\0", "") for line in handle))[1:] for cell in row}
    for path in folder.glob("*.jsonl"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            with contextlib.suppress(ValueError):
                found |= {str(value) for value in json.loads(line).values()}
    return {word for cell in found for word in {cell, *cell.split()} if len(word.strip(".,")) >= 4}


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Path:
    """The site, made once: five people, a dataset, consents, a release that ana holds a grant for."""
    home = tmp_path_factory.mktemp("hospital") / "home"
    home.mkdir()
    desk = Desk(home)
    invent(desk.records)
    desk.describe(name="harrow-lake")
    desk.does("init", desk.site, "--name", "harrow-lake")
    for name, role in PEOPLE.items():
        desk.does("keys", "create", name, "--role", role)
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    desk.does("consent", "import", desk.records / "consents.csv", who="sam")
    release = desk.export("harrow-lake", tables="patients,encounters,notes")["release"]
    desk.grant(release)
    return home


@pytest.fixture
def desk(built, tmp_path) -> Desk:
    """A copy of the site, for one test to spoil."""
    shutil.copytree(built, tmp_path / "home")
    return Desk(tmp_path / "home")


@pytest.fixture
def release(desk) -> Path:
    """The folder of the release that is published already."""
    return next((desk.site / "releases").glob("rel-*"))


@pytest.fixture
def refused(desk) -> Iterator[Callable[..., None]]:
    """Check a refusal: its code, that it names places and a mend, tells no cell, and published nothing."""
    before = desk.published()

    def check(done: Outcome, code: int, *places: str) -> None:
        assert done.code == code, done.err
        assert re.search(r"^gateway: \S", done.err, re.MULTILINE), done.err
        assert re.search(r"^  hint: \S", done.err, re.MULTILINE), done.err
        for place in places:
            assert place in done.err, f"{place!r} is not named in: {done.err}"
        assert "Traceback" not in done.err
        assert done.out == ""
        told = {cell for cell in cells(desk.records) if re.search(rf"(?<!\w){re.escape(cell)}(?!\w)", done.err)}
        assert not told, f"cells of the source were printed: {told}"
        assert desk.published() == before
        assert code == 8 or not desk.staged()

    yield check
    assert desk("audit", "verify").code == 0
