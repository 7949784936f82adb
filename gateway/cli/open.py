"""gateway open"""

from itertools import islice
from pathlib import Path

import click
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from gateway.cli.common import passphrase, say, site_of, table
from gateway.desk import handover
from gateway.errors import BadInput, KeyRefused
from gateway.opening import open_release
from gateway.seal.opened import Release


@click.command("open")
@click.argument("folder", metavar="DIR|URL")
@click.option("--grant", required=True, type=click.Path(path_type=Path), help="The grant made for you.")
@click.option("--identity", type=click.Path(path_type=Path), help="Your identity file; by default the site's, by --as.")
@click.option("--table", "name", help="The table to read.")
@click.option("--synthetic", is_flag=True, help="The synthetic tables instead of the real ones.")
@click.option("--head", type=click.IntRange(min=1), help="Print this many rows.")
@click.option("--to", type=click.Path(path_type=Path), help="Write the table, in the clear, to a .csv or .parquet.")
@click.pass_context
def open_(ctx: click.Context, folder: str, grant: Path, identity: Path | None, name: str | None, head: int | None,
          to: Path | None, synthetic: bool) -> None:
    """Read a release: its tables, or the rows of one.

    \b
    Example:
      gateway open rel-20261120-0a1b2c3d --grant ana.grant.json --identity ana.json --table patients --head 5
    """
    release = open_release(folder, grant=grant, identity=identity or _own(ctx), passphrase=passphrase())
    for notice in release.notices:
        say(notice)
    release = release.synthetic if synthetic else release
    if identity is None:
        site = site_of(ctx)
        handover.demand_open(site, release.manifest.release, site.public(ctx.find_root().obj["identity"]))
    if name is None and to is not None:
        raise click.UsageError("--to writes one table: name it with --table")
    if name is None:
        table(["table", "rows", "columns"],
              [[t, release[t].count_rows(), ", ".join(release[t].schema.names)] for t in release])
        return
    if to is not None:
        _write(release, name, to)
        say(f"wrote {to}, unencrypted: keep it as the data use agreement says")
        return
    rows = islice((row for batch in release.rows(name) for row in batch.to_pylist()), head or 10)
    table(release[name].schema.names, [[_cell(value) for value in row.values()] for row in rows])


def _cell(value: object) -> str:
    return "" if value is None else str(value)[:60].replace("\n", " ")


def _own(ctx: click.Context) -> Path:
    site, name = ctx.find_root().obj["site"], ctx.find_root().obj["identity"]
    if site is None or name is None:
        raise click.UsageError("whose release? use --identity FILE, or --site DIR and --as NAME")
    path = Path(site) / "keys" / f"{name}.json"
    if not path.is_file():
        raise KeyRefused(f"no identity {name!r} at this site", hint="see `gateway keys list`")
    return path


def _write(release: Release, name: str, to: Path) -> None:
    writers = {".csv": pacsv.CSVWriter, ".parquet": pq.ParquetWriter}
    suffix = to.suffix.lower()
    if suffix not in writers:
        raise BadInput(f"{to}: unknown ending", hint="name a .csv or .parquet file")
    batches = release.rows(name)
    temporary = to.with_name(to.name + ".tmp")
    try:
        with writers[suffix](temporary, release[name].schema) as writer:
            for batch in batches:
                writer.write_batch(batch)
        temporary.rename(to)
    finally:
        temporary.unlink(missing_ok=True)


