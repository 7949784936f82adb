"""The console on a port of this machine, until its terminal ends it."""

import socket
from collections.abc import Callable
from functools import partial
from pathlib import Path

import uvicorn

from gateway.audit.console import ConsoleRefused
from gateway.console.app import App, rights
from gateway.console.door import Door
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput, Refused
from gateway.site import Site, open_site

LOOPBACK = "127.0.0.1"  # and nothing else: pages are for who sits at this machine
_AT_ONCE = 32


def demand_rights(site: Site, who: PublicIdentity) -> None:
    """Raise Refused, and record it, where the access rules show somebody no page at all."""
    event = partial(ConsoleRefused, actor=who.name, role=who.role, page="door")
    with site.log.recording_refusal(event):
        if not rights(site, who):
            what = f"{who.name} ({who.role}) may see no page of the console"
            hint = "policies/access.cedar and its schema say who may: readRequests, readLog, accountDisclosures"
            raise Refused(what, hint=hint, reason="not-permitted")


def serve(folder: Path, who: PublicIdentity, port: int, announce: Callable[[str], None]) -> None:
    """Serve until interrupted. `announce` is told each link by which a browser comes in; port 0 is any free one.

    Raises BadInput where the port is taken.
    """
    site = open_site(folder)
    demand_rights(site, who)
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen()  # before the link is told, so that it works at once
        except OSError:
            raise BadInput(f"port {port} is taken", hint="name another with --port, or none") from None
        host = f"{LOOPBACK}:{listening.getsockname()[1]}"
        door = Door(site.clock, site.random, lambda token: announce(f"http://{host}/enter?token={token}"))
        site.registry.close()
        door.open()
        uvicorn.Server(_config(App(lambda: open_site(folder), who, door, host))).run([listening])


def _config(app: App) -> uvicorn.Config:
    """Nothing of a request is printed: neither a line for each, nor a traceback."""
    return uvicorn.Config(
        app, http="h11", ws="none", lifespan="off", log_config=None, log_level="critical", access_log=False,
        server_header=False, proxy_headers=False, limit_concurrency=_AT_ONCE, timeout_graceful_shutdown=2,
    )  # fmt: skip
