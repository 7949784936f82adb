"""The log at a million events, in SQLite and in PostgreSQL: appends, verification, proofs, searches.

    python tests/benchmarks/log.py [--events N] [--only sqlite|postgres]

Every commit is durable: SQLite with synchronous=FULL, PostgreSQL with fsync and synchronous_commit on.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import postgres

from gateway.audit.events import GrantIssued, RequestApproved, RequestSubmitted, timestamp
from gateway.audit.exports import ExportIntent, ExportPublished
from gateway.audit.log import Log
from gateway.audit.merkle import check_inclusion, inclusion_proof, leaf_hash
from gateway.audit.schema import Event
from gateway.crypto.primitives import SigningKey
from gateway.registry import events
from gateway.registry.db import Registry
from gateway.registry.events import Wanted
from gateway.site import now

GROUP = 1_000  # events in one commit
BLOCKS = GROUP // 5
ACTORS = ("ana", "bo", "sam", "dana", "omar")


class Signer:
    """A site's signing key."""

    def __init__(self, name: str) -> None:
        key = SigningKey(bytes(32))
        self.name, self.public_key_bytes, self.sign = name, key.public, key.sign


def invented(start: int) -> Iterator[Event]:
    """What exports write: request, approval, intent, the outcome of the intent a group before, grant."""
    for number in range(start // 5, sys.maxsize):
        who, other = ACTORS[number % 5], ACTORS[(number + 1) % 5]
        request, release = f"req-20260101-{number:08x}", f"rel-20260101-{number:08x}"
        steward: dict[str, Any] = {"actor": other, "role": "data-steward"}
        facts = {
            "release": release, "dataset": "harrow-lake", "policy": "gdpr-pseudonymised", "policy_digest": "a" * 64,
            "plan_digest": "b" * 64, "purpose": "HRESCH", "project": "sepsis", "rules": ("steward-exports-approved",),
            "consent_snapshot": "c" * 64, "software": "0.1.0", "rows_in": number, "rows_out": number,
            "subjects_in": number, "subjects_out": number, "manifest_digest": "d" * 64,
        }  # fmt: skip
        yield RequestSubmitted(
            actor=who, role="ml-engineer", request=request, digest="e" * 64, dataset="harrow-lake",
            policy="gdpr-pseudonymised", purpose="HRESCH", project="sepsis", until="2099-01-01",
        )  # fmt: skip
        yield RequestApproved(request=request, digest="f" * 64, **steward)
        yield ExportIntent(request=request, facts={"release": release}, **steward)
        if number >= BLOCKS:
            yield ExportPublished(request=request, intent=5 * (number - BLOCKS) + 2, facts=facts, **steward)
        else:
            yield RequestApproved(request=request, digest="f" * 64, **steward)
        yield GrantIssued(release=release, recipient=who, purpose="HRESCH", until="2099-01-01",
                          manifest_digest="d" * 64, request=request, **steward)  # fmt: skip


def best(function: Callable[[], object], times: int = 3) -> float:
    """Seconds of the quickest run."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        function()
        took.append(time.perf_counter() - began)
    return min(took)


def filled(log: Log, count: int) -> float:
    """Events a second while `count` are appended in groups."""
    source, began = invented(0), time.perf_counter()
    for start in range(0, count, GROUP):
        with log.record(*(next(source) for _ in range(min(GROUP, count - start)))):
            pass
    return count / (time.perf_counter() - began)


def singles(log: Log, start: int, count: int) -> float:
    """Events a second, each in a commit of its own."""
    source, began = invented(start), time.perf_counter()
    for _ in range(count):
        with log.record(next(source)):
            pass
    return count / (time.perf_counter() - began)


def proofs(registry: Registry, size: int, root: bytes, count: int) -> float:
    """Milliseconds for one inclusion proof out of the stored tree, of which each is checked."""
    dice, took = random.Random(9162), 0.0
    with registry.transaction() as tx:
        read = partial(events.node_hashes, tx)
        for _ in range(count):
            seq = dice.randrange(size)
            began = time.perf_counter()
            proof = inclusion_proof(seq, size, read)
            took += time.perf_counter() - began
            check_inclusion(proof, leaf_hash(next(events.bodies(tx, seq, seq + 1))[1]), seq, size, root)
    return 1_000 * took / count


def searches(log: Log) -> dict[str, float]:
    """Seconds for a page of 50, by what is searched."""
    asked = {
        "the newest": Wanted(),
        "an actor and a type": Wanted(actor="sam", types=["grant.issued"]),
        "a release": Wanted(releases=["rel-20260101-00000007"]),
        "a request": Wanted(requests=["req-20260101-00000007"]),
        "part of a release": Wanted(text="-0000000a"),
        "a text that is nowhere": Wanted(text="zzz"),
        "an actor's text that is nowhere": Wanted(actor="sam", text="zzz"),
        "refused, and there is none": Wanted(outcome="refused"),
        "a type, before the log began": Wanted(types=["grant.issued"], until="2020-01-01T00:00:00.000000Z"),
        "a day to come": Wanted(actor="sam", since=timestamp(now())),
    }
    return {name: best(partial(log.search, wanted, limit=50)) for name, wanted in asked.items()}


def measure(url: str, count: int) -> None:
    """All of it on one database."""
    registry = Registry(url)
    registry.create()
    log = Log(registry, Signer("benchmark"), "benchmark", now)
    print(f"{url.partition(':')[0]}, {count:,} events")
    print(f"  append in groups of {GROUP:,}: {filled(log, count):,.0f} events/s")
    print(f"  append single, durable: {singles(log, count, 500):,.0f} events/s")
    began, busy = time.perf_counter(), time.process_time()
    found = log.verify(log.checkpoint())
    took, busy = time.perf_counter() - began, time.process_time() - busy
    print(f"  verify {found.size:,} events: {took:.1f} s, {busy:.1f} s of processor time")
    print(f"  inclusion proof at {found.size:,} leaves: {proofs(registry, found.size, found.root, 1_000):.2f} ms")
    for name, seconds in searches(log).items():
        print(f"  search, {name}: {1_000 * seconds:,.1f} ms")
    print(f"  open intents: {1_000 * best(log.open_intents):,.0f} ms")
    registry.close()


@contextmanager
def database(wanted: str) -> Iterator[str]:
    """The URL of a new registry."""
    if wanted == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/registry.db"
        return
    with postgres.registry() as url:
        yield url


def main() -> None:
    """Both, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    given = parser.parse_args()
    for wanted in ("sqlite", "postgres"):
        if given.only in (None, wanted):
            with database(wanted) as url:
                measure(url, given.events)


if __name__ == "__main__":
    main()
