"""Commands killed at random moments, several at a time: nothing acknowledged is lost, and a second run completes.

    python tests/adversary/log_kills.py COUNT [--postgres] [--seed N] [--together N]

Chains of approve, export, grant and withdraw run beside each other, each command killed (SIGKILL) somewhere between its
start and its usual end. After each round the log must verify, hold what was acknowledged, and have an outcome for each
release; `audit recover` must close every open intent; the killed commands run again must succeed.
"""

import argparse
import json
import os
import random
import signal
import statistics
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import postgres
from cli.desk import PEOPLE, Desk
from cli.hospital import invent

import gateway.export
import gateway.history
import gateway.questions
import gateway.recognize.detector  # noqa: F401 - all that a command would import anew in each forked process
from gateway import cli

ACTS = ("approve", "export", "grant", "withdraw")
TRIES = 5  # of a command that others interrupt, as it tells


@dataclass
class Chain:
    """One request on its way; `act` is what comes next."""

    request: str
    act: int = 0
    acknowledged: set[str] = field(default_factory=set)

    @property
    def release(self) -> str:
        return self.request.replace("req-", "rel-")

    def words(self) -> tuple[str, ...]:
        return {
            "approve": ("request", "approve", self.request),
            "export": ("export", self.request, "--json"),
            "grant": ("release", "grant", self.release, "--to", "ana", "--until", "2099-01-01"),
            "withdraw": ("consent", "withdraw", f"of-{self.request}"),
        }[ACTS[self.act]]


class Command:
    """`gateway` in a forked process, whose imports are done: so that a kill hits the work, not the start."""

    def __init__(self, desk: Desk, folder: Path, words: tuple[str, ...], who: str | None) -> None:
        self.out = folder / f"out-{time.monotonic_ns()}"
        self.began = time.monotonic()
        self.pid = os.fork()
        if self.pid == 0:
            self._run(desk, words, who)

    def _run(self, desk: Desk, words: tuple[str, ...], who: str | None) -> None:
        for number, path in ((1, self.out), (2, self.out.with_suffix(".err"))):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT), number)
        os.environ.update(desk.env(who))
        sys.argv = ["gateway", *words]
        code = 1
        try:
            cli.main()
            code = 0
        except SystemExit as end:
            code = int(end.code or 0)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def end(self) -> int:
        """Its exit code, -9 where it was killed."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> bool:
        """Whether it was still at it."""
        os.kill(self.pid, signal.SIGKILL)
        return self.end() == -signal.SIGKILL

    @property
    def said(self) -> str:
        return self.out.read_text() if self.out.exists() else ""

    @property
    def complained(self) -> str:
        path = self.out.with_suffix(".err")
        return path.read_text() if path.exists() else ""


class Siege:
    """A site, chains of commands, and what was seen."""

    def __init__(self, folder: Path, registry: str | None, seed: int) -> None:
        self.folder, self.dice = folder, random.Random(seed)
        self.desk = Desk(folder / "home")
        self.usual: dict[str, list[float]] = {act: [] for act in ACTS}
        self.seen: Counter[str] = Counter()
        self.withdrawn = 0
        self.desk.home.mkdir()
        invent(self.desk.records, 40)
        self.desk.describe(name="harrow-lake")
        self.does("init", str(self.desk.site), "--name", "harrow-lake", *(("--registry", registry) if registry else ()))
        for name, role in PEOPLE.items():
            self.does("keys", "create", name, "--role", role, who="sam")
        self.does("dataset", "add", str(self.desk.records / "dataset.yaml"), who="sam")
        self.does("consent", "import", str(self.desk.records / "consents.csv"), who="sam")
        self.checkpoint = self.folder / "checkpoint"
        first = self.chain()
        for _ in ACTS:  # undisturbed, to learn how long each takes
            self.complete(first, [])

    def command(self, *words: str, who: str | None = None) -> Command:
        return Command(self.desk, self.folder, words, who)

    def does(self, *words: str, who: str | None = None) -> str:
        """A command that nobody kills: it succeeds, in the end."""
        for _ in range(TRIES):
            command = self.command(*words, who=who)
            code = command.end()
            if code == 0:
                return command.said
            assert code == 8, f"gateway {' '.join(words)}: exit {code}\n{command.complained}"
        raise AssertionError(f"gateway {' '.join(words)} was interrupted {TRIES} times")

    def chain(self) -> Chain:
        options = {"dataset": "harrow-lake", "policy": "hipaa-safe-harbor", "tables": "patients,encounters",
                   "purpose": "HRESCH", "until": "2099-01-01", "why": "a test"}  # fmt: skip
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return Chain(self.does("request", "new", *words, who="ana").split()[0])

    def attack(self, chains: list[Chain]) -> None:
        """One command of each chain at once, each killed in its own time; then what must hold, and a second run."""
        hit = [(self.dice.uniform(0, 1.1 * statistics.median(self.usual[ACTS[c.act]])), c) for c in chains]
        running = [(after, chain, self.command(*chain.words(), who="sam")) for after, chain in hit]
        for after, chain, command in sorted(running, key=lambda one: one[2].began + one[0]):
            time.sleep(max(0.0, command.began + after - time.monotonic()))
            act = ACTS[chain.act]
            self.seen[f"{act} killed" if command.kill() else f"{act} was done before"] += 1
            if command.said:
                chain.acknowledged.add(act)
                self.withdrawn += act == "withdraw"
        events = self.examine(chains)
        for chain in chains:
            self.complete(chain, events)

    def examine(self, chains: list[Chain]) -> list[dict]:
        """Raise AssertionError unless all that was promised holds; closes what a kill left open."""
        kept = ("--checkpoint", str(self.checkpoint)) if self.checkpoint.exists() else ()
        self.does("audit", "verify", *kept)
        self.checkpoint.write_text(self.does("audit", "checkpoint"))
        opened = json.loads(self.does("audit", "intents", "--json"))
        closed = json.loads(self.does("audit", "recover", "--json"))
        assert [one["event"] for one in opened] == [one["intent"] for one in closed], (opened, closed)
        assert json.loads(self.does("audit", "intents", "--json")) == []
        self.seen["open intents closed"] += len(closed)
        self.seen["sealed parts kept"] += sum(one["parts"] for one in closed)
        events = json.loads(self.does("audit", "log", "--json"))
        self.outcomes(events)
        for chain in chains:
            lost = {act for act in chain.acknowledged if not done(chain, act, events)}
            assert not lost, f"{lost} of {chain.request} was acknowledged, and the log has no event of it"
        assert sum(event["type"] == "consent.withdrawn" for event in events) >= self.withdrawn
        return events

    def outcomes(self, events: list[dict]) -> None:
        """Each intent has one outcome; each release, in the registry and on the disk, has its event."""
        intents = [event["seq"] for event in events if event["type"] == "export.intent"]
        ended = sorted(event["intent"] for event in events if "intent" in event)
        assert ended == intents, "an export has no outcome, or two"
        published = sorted(e["facts"]["release"] for e in events if e["type"] == "export.published")
        known = sorted(line["release"] for line in json.loads(self.does("release", "list", "--json")))
        folders = sorted(path.name for path in (self.desk.site / "releases").glob("rel-*"))
        assert published == known == folders, (published, known, folders)

    def complete(self, chain: Chain, events: list[dict]) -> None:
        """The same command again, where it was not done; its usual time is learnt on the way."""
        act = ACTS[chain.act]
        if act != "withdraw" and done(chain, act, events):
            self.seen[f"{act} was logged, though not acknowledged"] += act not in chain.acknowledged
        else:
            began = time.monotonic()
            self.does(*chain.words(), who="sam")
            self.usual[act] = [*self.usual[act][-4:], time.monotonic() - began]
            self.withdrawn += act == "withdraw"
        chain.acknowledged.add(act)
        chain.act += 1


def done(chain: Chain, act: str, events: list[dict]) -> bool:
    """Whether the log has the act; whose withdrawal it is, no event tells."""
    about = {"approve": ("request.approved", "request", chain.request),
             "export": ("export.published", "request", chain.request),
             "grant": ("grant.issued", "release", chain.release)}  # fmt: skip
    if act == "withdraw":
        return True
    type_, name, value = about[act]
    return any(e["type"] == type_ and e["outcome"] == "success" and e.get(name) == value for e in events)


def main() -> None:
    """So many kills; prints what they hit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--together", type=int, default=3)
    given = parser.parse_args()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(postgres.registry()) if given.postgres else None
        siege = Siege(folder, url, given.seed)
        chains: list[Chain] = []
        while (killed := sum(n for what, n in siege.seen.items() if what.endswith(" killed"))) < given.count:
            chains = [chain for chain in chains if chain.act < len(ACTS)]
            chains += [siege.chain() for _ in range(given.together - len(chains))]
            siege.attack(chains[: given.count - killed])
        siege.does("audit", "verify", "--checkpoint", str(siege.checkpoint))
    where = "PostgreSQL" if given.postgres else "SQLite"
    print(f"{killed} kills on {where}, seed {given.seed}: all that was promised held")
    for what, count in sorted(siege.seen.items()):
        print(f"  {what}: {count}")


if __name__ == "__main__":
    main()
