"""gateway console"""

import click

from gateway.cli.common import say, with_actor
from gateway.crypto.identity import Identity
from gateway.errors import BadInput
from gateway.site import Site


@click.command("console")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="Of 127.0.0.1; a free one unless named.")
@with_actor
def console_(site: Site, actor: Identity, port: int) -> None:
    """Pages for a compliance officer or data steward, in a browser on this machine.

    Requests to approve or deny, releases, the log with proofs, consent, disclosures, an officer's questions. The link
    that is printed works once. Your passphrase opens it, is asked for again by each signature, and is kept nowhere.

    \b
    Example:
      gateway --site S --as cleo console
    """
    try:
        from gateway.console.server import serve
    except ImportError:
        hint = "pip install 'patient-data-gateway[console]'"
        raise BadInput("the console needs Starlette and uvicorn, which are not installed", hint=hint) from None
    say(f"the console of {site.name} for {actor.public.name}; it stops with Ctrl-C")
    try:
        serve(site.folder, actor.public, port, click.echo)
    except KeyboardInterrupt:
        say("the console is closed")
