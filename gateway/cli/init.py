"""gateway init"""

from pathlib import Path

import click

from gateway.cli.common import say
from gateway.site import create_site


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--name", help="The site's name in logs and releases; by default the folder's.")
@click.option("--registry", default="sqlite:///registry.db", show_default=True,
              help="Its database; one in PostgreSQL is migrated before.")
@click.option("--kms", default="", help="Keep the root key under this AWS KMS key: an ARN or alias/NAME.")
def init_(folder: Path, name: str | None, registry: str, kms: str) -> None:
    """Make a site: keys, registry, audit log, and the policies that ship with the program.

    \b
    Example:
      gateway init /srv/gateway --name harrow-lake
      gateway init /srv/gateway --registry postgresql://gateway@db.example/harrow_lake
      gateway init /srv/gateway --kms arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d
    """
    site = create_site(folder, name or folder.resolve().name, registry=registry, kms=kms)
    click.echo(site.folder)
    if kms:
        say(f"site {site.name} made; its root key is under KMS key {kms}: nothing opens without it")
    else:
        say(f"site {site.name} made; back up {folder}/keys/root.key apart from the rest: nothing opens without it")
