"""How fast each stage of an export is, beside what bounds it: the same data through a tool that does less.

    python tests/benchmarks/stages.py --rows 1000000 --notes 300

Everything is invented in a temporary folder, and every figure is measured in a process of its own. `of limit` is
the stage's rate in percent of the rate below it. Peaks hold the interpreter with its libraries, told first.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import invented
import limits
import work
from measuring import MB, Stretch, apart

Measure = Callable[[Path], Stretch]

STAGES: tuple[tuple[str, Measure, tuple[tuple[str, Measure], ...]], ...] = (
    ("read CSV", work.reading, (("pyarrow.csv alone", limits.arrow_csv), ("plain read", limits.plain_read))),
    ("consent: ledger, digest, decide", work.consent, (("SQLite rows alone", limits.sqlite_ledger),)),
    ("risk: profiles, classes", work.risk, (("pandas groupby, in memory", limits.pandas_groupby),)),
    ("columns, Safe Harbor", work.columns_safe_harbor, (("filter and keep only", limits.keep_only),)),
    ("columns, Expert Determination", work.columns_expert, (("filter and keep only", limits.keep_only),)),
    ("crosswalk: new codes", work.codes_new, (("SQLite insert alone", limits.sqlite_insert),)),
    ("crosswalk: known codes", work.codes_known, (("HMAC alone", limits.hmac_alone),)),
    ("notes: scrub", work.scrub, (("tokenizer alone", limits.tokenizer), ("stock Presidio", limits.presidio))),
    ("verify", work.verify, (("decrypt alone", limits.decrypt), ("plain read", limits.read_parts))),
    ("export, tables", work.export_tables, (("CSV to plain Parquet", limits.parquet_copy),)),
    ("export, with notes", work.export_everything, (("CSV to plain Parquet", limits.parquet_copy),)),
)


def main() -> None:
    """Make the hospital, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000, help="of the events table; a tenth as many patients")
    options.add_argument("--notes", type=int, default=300)
    options.add_argument("--only", default="", help="stages whose name holds this")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work.prepare(Path(folder), invented.make(Path(folder) / "records", max(50, asked.rows // 10), asked.rows, asked.notes))
        print(f"{'stage':<34} {'rows/s':>11} {'MB/s':>8} {'peak MB':>8} {'of limit':>9}")
        _line("(the interpreter and libraries)", apart(work.nothing, Path(folder)))
        for name, stage, bounds in STAGES:
            if asked.only in name:
                _compare(Path(folder), name, stage, bounds)
        if asked.only in "seal":
            _show_sealing(apart(work.sealing, Path(folder)))


def _compare(folder: Path, name: str, stage: Measure, bounds: tuple[tuple[str, Measure], ...]) -> None:
    done = apart(stage, folder)
    limits_ = [(bound, apart(measure, folder)) for bound, measure in bounds]
    _line(name, done)
    for bound, limit in limits_:
        _line(f"  {bound}", limit, done)


def _line(name: str, done: Stretch, stage: Stretch | None = None) -> None:
    """One line; below a stage, its limit with the stage's share of it."""
    rows, size = (f"{n / done.seconds:,.{d}f}" if n else "" for n, d in ((done.rows, 0), (done.bytes / MB, 2)))
    share = stage.bytes / stage.seconds / (done.bytes / done.seconds) if stage else 0
    of = f"{share:.1%}" if stage else ""
    print(f"{name:<34} {rows:>11} {size:>8} {done.peak / MB:>8.0f} {of:>9}")
    sys.stdout.flush()


def _show_sealing(done: dict[str, Stretch]) -> None:
    encrypted, plain = done["encrypted"], done["plain"]
    _line("seal: encrypted Parquet", encrypted)
    _line("  plain Parquet", plain, encrypted)
    added = encrypted.seconds / plain.seconds - 1
    print(f"encryption adds {added:+.1%} to writing (medians of interleaved runs; bar: under 15 %)")


if __name__ == "__main__":
    main()
