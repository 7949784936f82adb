"""gateway demo"""

from pathlib import Path

import click

from gateway.cli.common import say, table
from gateway.cli.sealing import watching
from gateway.demo import run


@click.command("demo")
@click.argument("folder", metavar="[DIR]", required=False, type=click.Path(path_type=Path))
def demo_(folder: Path | None) -> None:
    """The whole job on the fictional sample hospital: site, identities, consents, request, approval, export, open.

    \b
    Example:
      gateway demo my-demo
    """
    with watching() as watch:
        made = run(folder or Path("gateway-demo"), say, watch)
    patients = made.release["patients"].head(5)
    table(
        patients.schema.names, [["" if cell is None else cell for cell in row.values()] for row in patients.to_pylist()]
    )
    note = made.release["notes"].head(1).to_pylist()[0]
    click.echo("\n" + "\n".join(str(note["text"]).splitlines()[:12]))
    click.echo(f"""
Made in {made.folder}:
  {made.published.folder}
      the release: encrypted Parquet, a signed manifest, card.html (open it in a browser), croissant.json
  {made.grant}
      the grant that opens it for the ML engineer `ana`
Look further (the passphrase of the three demo identities is `{made.passphrase}`):
  export GATEWAY_SITE={made.folder} GATEWAY_PASSPHRASE='{made.passphrase}'
  gateway release verify {made.published.release}
  gateway audit log
  gateway audit disclosures --subject {made.subject}
  gateway --as ana open {made.published.folder} --grant {made.grant} --table labs""")
