"""The transcripts in `transcripts/`, played again: each command must print what is written there.

    $ COMMAND                        as typed; `export` and `edit FILE OLD NEW` are understood beside `gateway`
    what it prints on stdout
    ! what it prints on stderr       messages and progress
    [exit 4]                         where it is not 0
    # words for the reader

Ids, digests, fingerprints, sizes and times differ from day to day, and are written <request 1>, <digest>, <time> …;
<request 1> in a command stands for the id that was printed before. GATEWAY_WRITE_TRANSCRIPTS=1 writes the answers.
"""

import os
import re
import shlex
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import site

from .desk import PASSPHRASE, Desk, run
from .hospital import invent

FOLDER = Path(__file__).with_name("transcripts")
NAMED = {"request": r"req-\d{8}-[0-9a-f]{8}", "release": r"rel-\d{8}-[0-9a-f]{8}", "grant": r"grant-[0-9a-f]{8}"}
CHANGING = (
    (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)", "<time>"),
    (r"\b[0-9a-f]{64}\b", "<digest>"),
    (r"\b[0-9a-f]{16}\b", "<digest>"),
    (r"\b[a-z2-7]{26}\b", "<pseudonym>"),
)  # fmt: skip


class Theatre:
    """A folder with a hospital's extracts, in which a transcript is played."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.environment = {"GATEWAY_PASSPHRASE": PASSPHRASE}
        self.names: dict[str, str] = {}
        self.days = {f"<in {n} days>": (site.now().date() + timedelta(days=n)).isoformat() for n in (30, 365)}
        desk = Desk(folder)
        desk.records = folder / "extracts"
        invent(desk.records, patients=40)
        desk.describe(name="harrow-lake")
        (desk.records / "consents.csv").rename(folder / "consents.csv")
        monkeypatch.chdir(folder)

    def play(self, command: str) -> list[str]:
        """The lines that a command prints, with names for what changes."""
        for name, value in ({name: value for value, name in self.names.items()} | self.days).items():
            command = command.replace(name, value)
        program, *words = shlex.split(command)
        if program == "export":
            self.environment |= dict(word.split("=", 1) for word in words)
            return []
        if program == "edit":
            edit(Path(words[0]), *words[1:])
            return []
        assert program == "gateway", command
        done = run(*words, env=self.environment)
        lines = self.named(done.out).splitlines() + [f"! {line}" for line in self.named(done.err).splitlines()]
        return [line.rstrip() for line in lines] + [f"[exit {done.code}]"] * (done.code != 0)

    def named(self, text: str) -> str:
        text = text.replace(str(self.folder), "<here>")
        for kind, pattern in NAMED.items():
            for value in re.findall(pattern, text):
                known = sum(name.startswith(f"<{kind} ") for name in self.names.values())
                self.names.setdefault(value, f"<{kind} {known + 1}>")
        for value, name in self.names.items():
            text = text.replace(value, name)
        for name, day in self.days.items():
            text = text.replace(day, name)
        for pattern, name in CHANGING:
            text = re.sub(pattern, name, text)
        return re.sub(r" {2,}(?=\S)", "  ", text)  # columns are as wide as ids are long


def edit(path: Path, old: str, new: str) -> None:
    """What an intruder does: overwrite bytes of a file, or of the events in a registry."""
    if path.suffix == ".db":
        with sqlite3.connect(path) as database:
            changed = database.execute(
                "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), ?, ?) AS BLOB) "
                "WHERE instr(CAST(body AS TEXT), ?)",
                (old, new, old),
            ).rowcount
        assert changed, f"no event holds {old}"
    else:
        body = path.read_bytes()
        assert old.encode() in body, f"{path} does not hold {old}"
        path.write_bytes(body.replace(old.encode(), new.encode(), 1))


def test_there_are_transcripts():
    assert {path.stem for path in FOLDER.glob("*.txt")} >= {
        "main_job",
        "denied_request",
        "revoked_grant",
        "tampered_log",
    }


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_transcript(path, tmp_path, monkeypatch):
    theatre = Theatre(tmp_path, monkeypatch)
    written = path.read_text(encoding="utf-8").splitlines()
    played: list[str] = []
    lines = iter(written)
    for line in lines:
        if line.startswith("$ "):
            played += ["", line] if played else [line]
            command = line[2:]
            while command.endswith("\\"):
                played.append(next(lines))
                command = command[:-1] + played[-1].strip()
            played += theatre.play(command)
        elif line.startswith("#"):
            played += ["", line] if played and not played[-1].startswith("#") else [line]
    if os.environ.get("GATEWAY_WRITE_TRANSCRIPTS"):
        path.write_text("\n".join(played) + "\n", encoding="utf-8")
    assert [line for line in written if line] == [line for line in played if line]
