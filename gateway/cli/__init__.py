"""The command line: parse, call one function, render. Results on stdout, progress and messages on stderr."""

import os
import sys
import traceback
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Final

import click

from gateway.errors import BadInput, GatewayError, Interrupted
from gateway.version import __version__

COMMANDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "demo": "gateway.cli.demo",
        "init": "gateway.cli.init",
        "keys": "gateway.cli.keys",
        "dataset": "gateway.cli.dataset",
        "policy": "gateway.cli.policy",
        "consent": "gateway.cli.consent",
        "request": "gateway.cli.request",
        "export": "gateway.cli.export",
        "release": "gateway.cli.release",
        "review": "gateway.cli.review",
        "open": "gateway.cli.open",
        "audit": "gateway.cli.audit",
        "detect": "gateway.cli.detect",
        "evaluate": "gateway.cli.evaluate",
        "risk": "gateway.cli.risk",
        "synth": "gateway.cli.synth",
        "registry": "gateway.cli.registry",
        "console": "gateway.cli.console",
    }
)


class _Nouns(click.Group):
    """Imports a command's module when the command is called: help and errors come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_")
        assert isinstance(command, click.Command)  # noqa: S101 - a fault of the table above
        return command


@click.group(cls=_Nouns, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(__version__, prog_name="gateway")
@click.option("--site", type=click.Path(path_type=Path), envvar="GATEWAY_SITE", help="The site's folder.")
@click.option("--as", "identity", envvar="GATEWAY_IDENTITY", help="Who acts: the name of an identity.")
@click.pass_context
def cli(ctx: click.Context, site: Path | None, identity: str | None) -> None:
    """De-identified, consented, encrypted and audit-logged releases of hospital records.

    \b
    Example:
      gateway demo                       the whole job on the fictional sample hospital
      gateway --site S --as sam export req-20261120-0a1b2c3d

    \b
    Exit codes: 0 done, 2 usage, 3 bad input file, 4 refused by access policy or consent,
    5 refused by the risk gate or the release check, 6 integrity failure, 7 key or passphrase,
    8 interrupted and resumable, 1 a fault of the program.
    """
    ctx.obj = {"site": site, "identity": identity}


def main() -> None:
    """Run the command line; no traceback and no cell value reaches the terminal, no file anybody but its user."""
    os.umask(0o077)
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.Abort:  # Ctrl-C, at a prompt or during the work
        _fail("interrupted; the same command resumes an export", Interrupted.exit_code)
    except click.ClickException as usage:
        usage.show()
        sys.exit(usage.exit_code)
    except GatewayError as error:
        _fail(str(error), error.exit_code)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except OSError as error:
        _fail(f"{error.filename or 'a file'}: {os.strerror(error.errno or 0)}", BadInput.exit_code)
    except Exception as fault:
        frame = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{Path(frame.filename).name}:{frame.lineno}"
        _fail(f"a fault of the program: {type(fault).__name__} at {where}", 1)


def _fail(message: str, code: int) -> None:
    click.echo(f"gateway: {message}", err=True)
    sys.exit(code)
