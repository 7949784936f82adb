"""How fast each stage of an export is, beside what bounds it: the same data through a tool that does less.

    python tests/benchmarks/stages.py [--rows 1000000] [--notes 300] [--only NAME]

Everything is invented in a temporary folder, and every figure is measured in a process of its own. Rates are by
the clock; `busy` is processor time over elapsed time, low where the disk or other programs were waited for.
`of limit` is the stage's speed as a share of that line's, by processor time. A peak holds the interpreter with
its libraries too. For notes 1 MB is a million characters.
"""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

import limits
import work
from measuring import MB, Stretch, apart

Measure = Callable[[Path], Stretch]

STAGES: tuple[tuple[str, Measure, dict[str, Measure]], ...] = (
    ("read CSV", work.reading, {"pyarrow.csv alone": limits.arrow_csv, "plain read": limits.plain_read}),
    ("consent", work.consent, {"the ledger's rows from SQLite": limits.sqlite_ledger}),
    ("risk", work.risk, {"pandas groupby, in memory": limits.pandas_groupby}),
    ("columns, Safe Harbor", work.columns_safe_harbor, {"filter and keep": limits.keep_only}),
    ("columns, Expert Determination", work.columns_expert, {"filter and keep": limits.keep_only}),
    ("crosswalk, new codes", work.codes_new, {"SQLite insert alone": limits.sqlite_insert}),
    ("crosswalk, known codes", work.codes_known, {"HMAC alone": limits.hmac_alone}),
    ("notes", work.scrub, {"tokenizer alone": limits.tokenizer, "stock Presidio, finding": limits.presidio}),
    ("verify", work.verify, {"decrypt alone": limits.decrypt, "plain read": limits.read_parts}),
    ("export of tables", work.export_tables, {"CSV to plain Parquet": limits.parquet_copy}),
    ("export with notes", work.export_everything, {}),
)


def main() -> None:
    """Make the hospital, measure, print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=1_000_000, help="of the events table; a tenth as many patients")
    options.add_argument("--notes", type=int, default=300)
    options.add_argument("--only", default="", help="stages whose name holds this")
    asked = options.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        apart(work.ready, folder, max(50, asked.rows // 10), asked.rows, asked.notes)
        print(f"{'stage':<34} {'rows/s':>13} {'MB/s':>9} {'busy':>6} {'peak MB':>8} {'of limit':>9}")
        _line("(libraries loaded)", apart(work.nothing, folder))
        for stage, measure, bounds in STAGES:
            if asked.only in stage:
                _compare(folder, stage, measure, bounds)
        if asked.only in "seal":
            _compare_sealing(apart(work.sealing, folder))


def _compare(folder: Path, stage: str, measure: Measure, bounds: dict[str, Measure]) -> None:
    done = apart(measure, folder)
    _line(stage, done)
    for bound, limit in bounds.items():
        _line(f"    {bound}", apart(limit, folder), done)


def _compare_sealing(done: dict[str, Stretch]) -> None:
    encrypted, plain = done["encrypted"], done["plain"]
    _line("seal, encrypted Parquet", encrypted)
    _line("    plain Parquet", plain, encrypted)
    elapsed, processor = encrypted.seconds / plain.seconds - 1, encrypted.processor / plain.processor - 1
    print(f"encryption adds {processor:+.1%} of processor time to writing, {elapsed:+.1%} of elapsed time "
          f"(medians of {work.WRITES} runs by turns; bar: under 15 %)")


def _line(what: str, done: Stretch, stage: Stretch | None = None) -> None:
    """A stage, or a limit of `stage` with the share of it that the stage reaches."""
    rows = f"{done.rows / done.seconds:,.0f}" if done.rows else ""
    size = f"{done.bytes / done.seconds / MB:,.2f}" if done.bytes else ""
    busy = f"{done.processor / done.seconds:.0%}" if done.rows else ""
    share = f"{stage.bytes / stage.processor / (done.bytes / done.processor):.1%}" if stage else ""
    print(f"{what:<34} {rows:>13} {size:>9} {busy:>6} {done.peak / MB:>8.0f} {share:>9}", flush=True)


if __name__ == "__main__":
    main()
