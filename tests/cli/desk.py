"""People at a site: each call is one command of `gateway`, and the rest is what a test wants to know of the site.

Nothing here knows how the program works inside; only the clock is moved, where a test needs tomorrow.
"""

import contextlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from unittest import mock

import yaml

from gateway import cli, opening, site
from gateway.cli import common

from .hospital import SOURCES, TABLES, invent

PASSPHRASE = "correct horse of the test suite"
PEOPLE = {
    "sam": "data-steward",
    "tess": "data-steward",
    "ana": "ml-engineer",
    "bo": "ml-engineer",
    "cleo": "compliance-officer",
}


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
        return {
            "GATEWAY_SITE": str(self.site),
            "GATEWAY_PASSPHRASE": passphrase,
            **({"GATEWAY_IDENTITY": who} if who else {}),
        }

    def does(self, *args: object, who: str | None = None) -> str:
        """A command that must succeed; its output."""
        done = self(*args, who=who)
        assert done.code == 0, f"gateway {' '.join(map(str, args))}: exit {done.code}\n{done.err}"
        return done.out.strip()

    def process(
        self, *args: object, who: str, script: Path | None = None, wrapper: tuple[str, ...] = (), **options
    ) -> subprocess.Popen:
        """The same command as a process of its own, by `script` where a test patches the program first."""
        command = [str(script)] if script else ["-P", "-c", "from gateway.cli import main; main()"]
        clean = {k: v for k, v in os.environ.items() if not k.startswith("GATEWAY_")}
        return subprocess.Popen(
            [*wrapper, sys.executable, *command, *map(str, args)],
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=clean | self.env(who) | options.pop("env", {}),
            **options,
        )

    # what people do, in a word

    def request(
        self,
        dataset: str,
        policy: str = "hipaa-safe-harbor",
        tables: str = "patients,encounters",
        project: str = "",
        *,
        approve: bool = True,
        **changes: str,
    ) -> str:
        """Ana's request, approved by sam; `changes` are other options, `who` another requester."""
        who = changes.pop("who", "ana")
        until = (site.now().date() + timedelta(days=30)).isoformat()
        wish = {"dataset": dataset, "policy": policy, "tables": tables, "project": project, "purpose": "HRESCH",
                "until": until, "why": "a test", **changes}  # fmt: skip
        id_ = self.does(
            "request", "new", *[word for key, value in wish.items() for word in (f"--{key}", value)], who=who
        )
        if approve:
            self.does("request", "approve", id_, who="sam")
        return id_

    def first_refusal(self, policy: str = "hipaa-safe-harbor", tables: str = "patients,encounters") -> Outcome:
        """From the descriptor in `records` to the export: how the first command that fails, fails."""
        if (done := self("dataset", "add", self.records / "dataset.yaml", who="sam")).code:
            return done
        name = yaml.safe_load((self.records / "dataset.yaml").read_text())["name"]
        return self("export", self.request(name, policy, tables), who="sam")

    def export(
        self, dataset: str, policy: str = "hipaa-safe-harbor", tables: str = "patients,encounters", project: str = ""
    ) -> dict:
        """A published release, as `export --json` tells it."""
        return json.loads(self.does("export", self.request(dataset, policy, tables, project), "--json", who="sam"))

    def grant(self, release: str, to: str = "ana") -> Path:
        until = (site.now().date() + timedelta(days=30)).isoformat()
        return Path(self.does("release", "grant", release, "--to", to, "--until", until, who="sam"))

    def opened(self, release: str, who: str = "ana"):
        """The release as `gateway.open_release` gives it."""
        return opening.open_release(
            self.site / "releases" / release,
            grant=self.grant(release, who),
            identity=self.site / "keys" / f"{who}.json",
            passphrase=PASSPHRASE,
        )

    def rows(self, release: str) -> dict[str, list[dict]]:
        return {name: data.to_table().to_pylist() for name, data in self.opened(release).items()}

    def founds(self, name: str, *options: object) -> "Desk":
        """A new site with its people, the dataset that `records` describes, and its consents."""
        self.does("init", self.site, "--name", name, *options)
        for person, role in PEOPLE.items():
            self.does("keys", "create", person, "--role", role, who="sam")  # the first by itself, the others by sam
        self.does("dataset", "add", self.records / "dataset.yaml", who="sam")
        self.does("consent", "import", self.records / "consents.csv", who="sam")
        return self

    # what a test changes or looks at

    def describe(self, change: Callable[[dict], object] = lambda _: None, name: str = "changed") -> None:
        """Write the descriptor of `records` under another name, after `change` had its way with it."""
        raw = {
            "version": 1,
            "name": name,
            "subject": "patient_id",
            "tables": {t: {"source": SOURCES[t], "columns": dict(columns)} for t, columns in TABLES.items()},
        }
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
    with (
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        mock.patch.dict(os.environ, clean | env, clear=True),
        mock.patch.object(sys, "argv", ["gateway", *map(str, args)]),
        mock.patch.object(common, "open_site", lambda folder: site.open_site(folder, later)),
        mock.patch.object(opening, "now", later),
    ):
        try:
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else int(bool(end.code))
        finally:
            signal.signal(signal.SIGTERM, terminated)
    return Outcome(code, out.getvalue(), err.getvalue())


def found(folder: Path, patients: int) -> Desk:
    """A site with people, a dataset of so many patients, and their consents."""
    desk = Desk(folder / "home")
    desk.home.mkdir(parents=True)
    invent(desk.records, patients)
    desk.describe(name="harrow-lake")
    return desk.founds("harrow-lake")
