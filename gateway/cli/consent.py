"""gateway consent"""

from dataclasses import asdict
from pathlib import Path

import click

from gateway.cli.common import json_option, say, show_json, table, with_actor, with_site
from gateway.consent import Release
from gateway.crypto.identity import Identity
from gateway.desk import consents, datasets
from gateway.desk.coverage import Asked, Coverage, coverage
from gateway.site import Site


@click.group("consent")
def consent_() -> None:
    """The consent ledger: versions that are added, never edited.

    \b
    Example:
      gateway --site S --as sam consent import consents.csv
    """


@consent_.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--fhir", "release", type=click.Choice(["R4", "R4B", "R5"]),
              help="FHIR release; by default R4 or R5, as the fields tell.")  # fmt: skip
@with_actor
def import_(site: Site, actor: Identity, file: Path, release: Release | None) -> None:
    """Take in consents: CSV, or FHIR Consent (R4, R4B, R5) as JSON or NDJSON.

    \b
    Example:
      gateway --site S --as sam consent import consents_fhir.ndjson
    """
    imported = consents.take_in(site, file, actor.public, release)
    told = ", ".join(f"{n} {status}" for status, n in sorted(imported.by_status.items()))
    click.echo(f"{sum(imported.by_status.values())} consents: {told}")
    for reason, count in imported.narrowed.items():
        say(f"{count} count for less than they say: {reason}")
    if imported.skipped:
        say(f"{imported.skipped} resources are not consents")


@consent_.command()
@click.option("--subject", help="Every version that the ledger holds of one subject.")
@click.option("--dataset", help="Coverage of a dataset's subjects.")
@click.option("--purpose", default="HRESCH", show_default=True, help="ActReason code to evaluate for.")
@click.option("--project", default="", help="Recipient to evaluate for.")
@click.option("--policy", help="Evaluate as this policy would; its k is the least size of a group that is shown.")
@json_option
@with_site
def status(site: Site, subject: str | None, dataset: str | None, purpose: str, project: str, policy: str | None,
           as_json: bool) -> None:  # fmt: skip
    """Who is covered for a purpose and why the others are not, in all and by group; or the consents of one subject.

    Of the covered, those are told who hold a sensitive category that their consent does not name. Small groups stand
    together. A group that is covered less than others will be missing from what is learnt.

    \b
    Example:
      gateway --site S consent status --dataset sample-hospital --purpose HRESCH
      gateway --site S consent status --subject P-10422
    """
    if subject is not None:
        rows = [[v.status, " ".join(v.purposes), " ".join(v.categories), " ".join(v.withheld), v.effective_from,
                 v.effective_until or "", v.recorded, v.source]
                for v in consents.of_subject(site, subject)]  # fmt: skip
        headers = ["status", "purposes", "categories", "withheld", "from", "until", "recorded", "source"]
        show_json([dict(zip(headers, row, strict=True)) for row in rows]) if as_json else table(headers, rows)
        return
    asked = Asked.under(site.policy(policy), purpose, project) if policy else Asked(purpose, project)
    names = [dataset] if dataset else datasets.names(site)
    found = {name: coverage(site, datasets.get(site, name), asked) for name in names}
    if as_json:
        show_json({name: asdict(one) for name, one in found.items()})
        return
    for name, one in found.items():
        click.echo(f"{name}, purpose {purpose}:")
        table(["reason", "subjects"], [[reason, count] for reason, count in one.reasons.items() if count])
        if held := [[name, c.holding, c.left_out] for name, c in one.categories.items() if c.holding]:
            click.echo(f"\n{one.in_part} of the covered in part: rows of these categories, and texts, stay out")
            table(["category", "covered who hold it", "whose consent does not name it"], held)
        if one.groups:
            click.echo()
            _by_group(one)


def _by_group(found: Coverage) -> None:
    out = [reason for reason, count in found.reasons.items() if count and reason != "covered"]
    part = ["in part"] if found.in_part else []
    rows = [[f"{g.axis}: {g.name}", g.subjects, f"{g.share:.1%}", *([g.in_part] if part else []),
             *(g.reasons.get(reason, 0) for reason in out)] for g in found.groups]  # fmt: skip
    table(["group", "subjects", "covered", *part, *out], rows)


@consent_.command()
@click.argument("subject")
@json_option
@with_actor
def withdraw(site: Site, actor: Identity, subject: str, as_json: bool) -> None:
    """Record that a subject withdraws every consent.

    Names the live releases that hold the subject and who was granted them, and drafts a notice to each.

    \b
    Example:
      gateway --site S --as sam consent withdraw P-10422
    """
    done = consents.withdraw(site, subject, actor.public)
    if as_json:
        show_json({"consents": done.consents, "releases": [asdict(one) for one in done.held],
                   "notices": [str(path) for path in done.notices]})  # fmt: skip
        return
    click.echo(f"{done.consents} consents withdrawn")
    if not done.consents:
        say("this subject has no consent on record: check the identifier; the withdrawal stands in the ledger as given")
    for one in done.held:
        grants = ", ".join(f"{g.recipient} ({'revoked' if g.revoked else f'until {g.until}'})" for g in one.grants)
        click.echo(f"held by {one.release}, granted to {grants or 'nobody'}")
    for path in done.notices:
        click.echo(f"notice drafted: {path}")
    for one in done.held:
        say(f"next version, which stops grants of this one: `gateway export --supersede {one.release}`")
    if done.held:
        say("keys that were opened cannot be recalled: read the notices and send them")
