"""A site of the canaries, every byte that was printed while it was used, and the search through all of it."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

from cli.desk import Desk

from .canaries import WORD, found, plant

PLAY = Path(__file__).with_name("play.py")
SUBJECTS_MAY_STAND_IN = {("consents", "subject")}  # elsewhere a subject is a keyed commitment, or a sealed original


class Stage:
    """A site of the canaries, and every byte that was printed while it was used."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(folder / "home")
        self.printed = b""
        for name in ("home", "tmp", "cwd"):
            (folder / name).mkdir()
        self.folder = folder
        self.canaries = plant(self.desk.records)

    def play(self, *commands: tuple) -> list[int]:
        """Run commands, each (who, words …), in one process; their exit codes."""
        job = [[[str(word) for word in words], self.desk.env(who)] for who, *words in commands]
        environment = {
            **os.environ,
            "TMPDIR": str(self.folder / "tmp"),
            "HOME": str(self.folder / "tmp"),
            "CODES": str(self.folder / "codes"),
        }
        done = subprocess.run(
            [sys.executable, "-W", "default", PLAY],
            input=json.dumps(job).encode(),
            capture_output=True,
            check=False,
            cwd=self.folder / "cwd",
            env=environment,
            timeout=300,
        )
        self.printed += done.stdout + done.stderr
        assert done.returncode == 0, done.stderr[-2000:]
        return json.loads((self.folder / "codes").read_text())

    def written(self) -> dict[str, bytes]:
        """Every file but the sources."""
        return {
            str(path.relative_to(self.folder)): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and "records" not in str(path.relative_to(self.folder).parent)
        }

    def search(self) -> None:
        """Fail, naming place and canary, unless the canaries stay where they belong."""
        outside = self.canaries.never | {WORD}
        leaks = {("stdout and stderr", canary) for canary in found(outside | self.canaries.subjects, self.printed)}
        for name, body in self.written().items():
            allowed = frozenset() if "registry.db" not in name else self.canaries.subjects
            leaks |= {(name, canary) for canary in found((outside | self.canaries.subjects) - allowed, body)}
        assert not leaks, f"canaries are out: {sorted(leaks)}"
        with sqlite3.connect(self.desk.site / "registry.db") as database:
            tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
            held = {
                (table, column)
                for table in tables
                for column in columns(database, table)
                if found(self.canaries.subjects, cells(database, table, column))
            }
        assert held == SUBJECTS_MAY_STAND_IN, f"subjects stand in {held}"


def columns(database, table):
    return [row[1] for row in database.execute(f"PRAGMA table_info({table})")]


def cells(database, table, column):
    return b"\n".join(row[0] for row in database.execute(f'SELECT CAST("{column}" AS BLOB) FROM {table}') if row[0])
