"""gateway registry"""

import click

from gateway.cli.common import say


@click.group("registry")
def registry_() -> None:
    """The database of a site that several people share, for who owns it.

    \b
    Example:
      gateway registry migrate postgresql://owner@db.example/harrow_lake --writer gateway
    """


@registry_.command()
@click.argument("url")
@click.option("--writer", help="The role that runs the gateway: it may read and add rows, and nothing else.")
@click.option("--eraser", help="A role that may do that too, and erase the details of events (GDPR Art. 17).")
def migrate(url: str, writer: str | None, eraser: str | None) -> None:
    """Make a registry's tables, or bring them to this version.

    Passwords come from PGPASSFILE or PGPASSWORD, never from the URL.

    \b
    Example:
      gateway registry migrate postgresql://owner@db.example/harrow_lake --writer gateway
    """
    from gateway.registry.migration import migrate as run  # Alembic takes a moment, and only owners need it

    run(url, writer, eraser)
    say("the registry is of this version" + (f"; {writer} may read it and add to it" if writer else ""))
