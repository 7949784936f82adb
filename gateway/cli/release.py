"""gateway release"""

from datetime import date
from pathlib import Path

import click

from gateway import history, report
from gateway.cli.common import Day, json_option, say, show_json, table, with_actor, with_site
from gateway.crypto.identity import Identity
from gateway.desk import disposal, handover
from gateway.desk.verdicts import standing
from gateway.seal.parts import write_durably
from gateway.site import Site
from gateway.storage import location
from gateway.verify import verify_release


@click.group("release")
def release_() -> None:
    """Published releases: shown, verified, granted, revoked, reported.

    \b
    Example:
      gateway --site S release list
    """


@release_.command("list")
@json_option
@with_site
def list_(site: Site, as_json: bool) -> None:
    """All published releases.

    \b
    Example:
      gateway --site S release list
    """
    found = history.releases(site)
    if as_json:
        show_json(found)
    else:
        headers = ["release", "created", "dataset", "policy", "purpose", "subjects", "k"]
        table(headers, [[fields[name] for name in headers] for fields in found])


@release_.command()
@click.argument("id")
@json_option
@with_site
def show(site: Site, id: str, as_json: bool) -> None:
    """What a release holds, and who has grants for it.

    \b
    Example:
      gateway --site S release show rel-20261120-0a1b2c3d
    """
    manifest = history.manifest(site, id)
    grants, reviewed = handover.listed(site, id), standing(site, id)
    if as_json:
        show_json({"manifest": manifest.fields, "grants": [[g.id, g.recipient, g.until, g.revoked] for g in grants],
                   "superseded_by": handover.superseded(site).get(id),
                   "review": {"reviewed": reviewed.reviewed, "leaks": reviewed.leaks}})
        return
    table(
        ["table", "rows read", "rows released"],
        [[name, t["read"], t["released"]] for name, t in manifest.fields["tables"].items()],
    )
    table(
        ["grant", "recipient", "until", "state"],
        [[g.id, g.recipient, g.until, "revoked" if g.revoked else "live"] for g in grants],
    )
    if newer := handover.superseded(site).get(id):
        click.echo(f"superseded by {newer}")
    if reviewed.reviewed:
        bound = f"at most {1000 * reviewed.at_most:.1f} per 1,000 leak (95 %)"
        click.echo(f"{reviewed.reviewed} notes reviewed, {reviewed.leaks} with a leak: {bound}")


@release_.command()
@click.argument("release", metavar="ID|DIR|URL")
@json_option
@with_site
def verify(site: Site, release: str, as_json: bool) -> None:
    """Check signature, digests, and every encrypted byte; exits 6 where anything was changed.

    \b
    Example:
      gateway --site S release verify rel-20261120-0a1b2c3d
    """
    folder = site.release_folder(release) if release.startswith("rel-") else location(release)
    manifest = verify_release(site, folder)
    rows = sum(part.rows for part in manifest.parts)
    if as_json:
        show_json(
            {"release": manifest.release, "manifest": manifest.digest, "parts": len(manifest.parts), "rows": rows}
        )
    else:
        click.echo(
            f"{manifest.release}: {len(manifest.parts)} parts, {rows} rows, signed by {manifest.signer.name}: intact"
        )


@release_.command()
@click.argument("id")
@click.option("--to", required=True, help="The recipient's identity.")
@click.option("--until", required=True, type=Day(), help="The last day on which the grant opens the release.")
@click.option("--output", type=click.Path(path_type=Path), help="Also write the grant here.")
@with_actor
def grant(site: Site, actor: Identity, id: str, to: str, until: date, output: Path | None) -> None:
    """Seal the data key for one recipient; prints the grant's file.

    \b
    Example:
      gateway --site S --as sam release grant rel-20261120-0a1b2c3d --to ana --until 2027-06-30
    """
    path = handover.issue(site, id, to, until, actor)
    if output is not None:
        write_durably(output, path.read_bytes())
    click.echo(output or path)


@release_.command()
@click.argument("id")
@click.option("--to", help="Only this recipient's grants.")
@with_actor
def revoke(site: Site, actor: Identity, id: str, to: str | None) -> None:
    """Stop further grants. A key that was opened cannot be recalled.

    \b
    Example:
      gateway --site S --as sam release revoke rel-20261120-0a1b2c3d --to ana
    """
    ended = handover.revoke(site, id, to, actor)
    click.echo(f"{id}: no further grants to {to or 'anybody'}")
    for grant in ended:
        click.echo(f"{grant.id}  {grant.recipient}  revoked")
    say("a recipient who opened the release already has its key: ask for a certificate of destruction")


@release_.command()
@click.argument("id")
@click.option("--why", required=True, help="The reason, for the record.")
@with_actor
def destroy(site: Site, actor: Identity, id: str, why: str) -> None:
    """Shred the data key of a release and wrap all others anew. It cannot be undone.

    \b
    Example:
      gateway --site S --as sam release destroy rel-20261120-0a1b2c3d --why "the project has ended"
    """
    done = disposal.destroy(site, id, why, actor)
    click.echo(f"{id}: data key destroyed, escrow in epoch {done.epoch}")
    click.echo(f"copies to destroy: backups of {site.folder / 'keys'} made since {done.since}")
    for recipient in done.recipients:
        click.echo(f"copies to destroy: grant, key and rows at {recipient}")


@release_.command("report")
@click.argument("id")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; ID.html by default.")
@with_site
def report_(site: Site, id: str, output: Path | None) -> None:
    """Write the release card: one HTML page that opens offline.

    \b
    Example:
      gateway --site S release report rel-20261120-0a1b2c3d --output card.html
    """
    manifest = verify_release(site, site.release_folder(id))
    path = output or Path(f"{id}.html")
    write_durably(path, report.card(manifest.fields, manifest.digest))
    click.echo(path)
