"""gateway export"""

import json
import signal
from collections.abc import Mapping
from contextlib import closing
from types import FrameType
from typing import Any

import click

from gateway import preview, versions, work
from gateway.cli.common import actor_of, json_option, say, show_json, site_of, table
from gateway.cli.policy import say_settled, show_plan
from gateway.cli.sealing import fields, line, watching
from gateway.desk import requests
from gateway.engine import ENGINES
from gateway.engine.base import Engine, Terms
from gateway.errors import Interrupted
from gateway.export import export
from gateway.model import SDV_LICENCE, Generalised, Published
from gateway.seal.manifest import SIGNATURE_BYTES
from gateway.site import Site, now


@click.command("export")
@click.argument("request", metavar="[REQUEST]", required=False)
@click.option("--supersede", metavar="RELEASE", help="Make the next version of a release, without who withdrew.")
@click.option("--dry-run", is_flag=True, help="Show the plan, the consents and the risk; write nothing.")
@click.option("--status", is_flag=True, help="Show how far an export is that runs elsewhere, or was stopped.")
@click.option("--engine", type=click.Choice(list(ENGINES)), default="local", show_default=True,
              help="Where the parts are worked on: on this machine, or on Spark.")
@click.option("--workers", type=click.IntRange(min=1), help="How many at once; by default as there is room for.")
@click.option("--json-progress", is_flag=True, help="Print progress as JSON lines on stderr.")
@json_option
@click.pass_context
def export_(ctx: click.Context, request: str | None, supersede: str | None, dry_run: bool, status: bool, engine: str,
            workers: int | None, json_progress: bool, as_json: bool) -> None:  # fmt: skip
    """Make the release, or refuse with the rule and the numbers. Run again after a crash, it resumes.

    \b
    Example:
      gateway --site S --as sam export req-20261120-0a1b2c3d
      gateway --site S --as sam export --supersede rel-20261120-0a1b2c3d
      gateway --site S export --status req-20261120-0a1b2c3d
    """
    if (request is None) == (supersede is None):
        raise click.UsageError("name a REQUEST, or a release with --supersede")
    site = site_of(ctx)
    if status:
        target = versions.following(site, supersede) if supersede else versions.first(site, str(request))
        _show_status(work.status(site, target), as_json=as_json)
        return
    actor = actor_of(ctx, site)
    target = versions.following(site, supersede) if supersede else versions.first(site, str(request))
    if dry_run:
        _show_dry_run(preview.dry_run(site, target.request, actor), as_json=as_json)
        return
    if requests.get(site, target.request).request.synthetic:
        say(f"synthetic rows are asked for; {SDV_LICENCE}")
    signal.signal(signal.SIGTERM, _stop)
    with watching(as_json=json_progress) as watch, closing(_engine(site, engine, workers)) as chosen:
        published = export(site, target, actor, chosen, watch)
    _show(published, as_json=as_json)


def _engine(site: Site, name: str, workers: int | None) -> Engine:
    return ENGINES[name](Terms(workers, site.settings["spark"]))


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise Interrupted("stopped by a signal", hint="run the same command again: it resumes")


def _show_status(status: work.Status, *, as_json: bool) -> None:
    staged = status.staged
    seconds = ((now().timestamp() if status.state == "running" else staged.last) - staged.began) if staged else 0.0
    if as_json:
        show_json({"release": status.release, "state": status.state,
                   **(fields(staged.sealing, seconds) if staged else {})})  # fmt: skip
        return
    click.echo(f"{status.release}  {status.state}" + (f": {line(staged.sealing, seconds)}" if staged else ""))


def _show_dry_run(generalised: Generalised, *, as_json: bool) -> None:
    consented = generalised.consented
    show_plan(generalised.plan, as_json=as_json)
    say(f"subjects: {len(consented.subjects)} consented, {len(consented.excluded)} not; "
        f"{len(generalised.suppressed)} would be suppressed; smallest class {generalised.before.k} before, "
        f"{generalised.after.k} after")
    if generalised.settled:
        say_settled(generalised.settled)


def _show(published: Published, *, as_json: bool) -> None:
    counts, risk = published.verified.sealed.counts, published.verified.risk
    found = json.loads(published.signed_manifest[SIGNATURE_BYTES:]).get("synthetic")
    invented = {name: found[name] for name in ("verdict", "chosen", "rows_made")} if found else None
    if as_json:
        show_json({"release": published.release, "folder": str(published.folder), "k": risk.k,
                   "manifest": published.manifest_digest, "synthetic": invented,
                   "tables": {name: {"read": c.read, "released": c.released, "left_out": dict(c.left_out)}
                              for name, c in counts.items()}})
        return
    table(["table", "read", "released", "left out"],
          [[n, c.read, c.released, ", ".join(f"{reason} {k}" for reason, k in sorted(c.left_out.items()))]
           for n, c in counts.items()])
    click.echo(f"{published.release}  {published.folder}")
    if found:
        _say_synthetic(found)
    say(f"published: {risk.subjects} subjects, smallest class {risk.k}; "
        f"grant it with `gateway release grant {published.release} --to NAME --until DATE`")


def _say_synthetic(found: Mapping[str, Any]) -> None:
    by = f" by {found['chosen']}" if found["chosen"] else ""
    say(f"{found['verdict']}; {found['rows_made']} synthetic rows{by}")
    for one in found["candidates"]:
        say(f"  {one['name']}: {one['outcome']}: {one['why']}")
