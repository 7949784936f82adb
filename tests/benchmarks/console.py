"""How soon the console answers over a long log: whole pages, as a browser gets them, by the clock.

    python tests/benchmarks/console.py [--events 1000000] [--only sqlite|postgres]

The log is invented by `log.py`. Each search is asked three times of a running console; the slowest counts.
"""

import argparse
import sys
import tempfile
import time
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

import log
from cli.console import Console, running
from cli.desk import PASSPHRASE, Desk

from gateway.desk import people
from gateway.site import Site, create_site, open_site

SEARCHES = {
    "overview": "/",
    "newest": "/log",
    "a type": "/log?type=grant.issued",
    "a person": "/log?actor=dana",
    "a person and a type": "/log?actor=dana&type=grant.issued",
    "a type, old": "/log?type=grant.issued&before=5000",
    "a request": "/log?text=req-20260101-0000000a",
    "part of a release": "/log?text=-0000000a",
    "a text that is nowhere": "/log?text=zzz",
    "a person's text that is nowhere": "/log?actor=dana&text=zzz",
    "an outcome that is nowhere": "/log?outcome=failed",
    "a day to come": "/log?since=2099-01-01",
    "a day gone by": "/log?type=grant.issued&until=2020-01-01",
    "the first event with its proof": "/log/0",
    "the checkpoint": "/log/checkpoint",
}


def measure(url: str, count: int) -> None:
    """Fill a site's log, and ask its console."""
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Path(folder))
        site = create_site(desk.site, "benchmark", registry=url)
        people.create(site, "sam", "data-steward", PASSPHRASE)
        fill(site, count)
        site.registry.close()
        print(url.partition(":")[0])
        with running(desk, "sam") as console:
            console.enter()
            for name, path in SEARCHES.items():
                print(f"  {name:<34} {1_000 * max(timed(console, path) for _ in range(3)):8,.0f} ms", flush=True)
        print(f"  {open_site(desk.site).log.checkpoint().splitlines()[1]} events")


def fill(site: Site, count: int) -> None:
    """Requests, approvals and grants; no exports, whose outcomes name events by number."""
    source = (event for event in log.invented(0) if not event.type.startswith("export."))
    for start in range(0, count, log.GROUP):
        with site.log.record(*islice(source, min(log.GROUP, count - start))):
            pass


def timed(console: Console, path: str) -> float:
    """Seconds for the whole page."""
    began = time.perf_counter()
    answer = console.get(path)
    assert answer.status == 200, answer.text
    return time.perf_counter() - began


def main() -> None:
    """Both databases, or the one that is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    given = parser.parse_args()
    for wanted in ("sqlite", "postgres"):
        if given.only in (None, wanted):
            with log.database(wanted) as url:
                measure("sqlite:///registry.db" if wanted == "sqlite" else url, given.events)


if __name__ == "__main__":
    main()
