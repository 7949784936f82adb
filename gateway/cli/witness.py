"""The commands of `gateway audit` by which the log is checked, here or elsewhere, and a second party vouches for it."""

import json
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from gateway import history
from gateway.audit import portable
from gateway.audit.checkpoint import VerificationKey
from gateway.audit.cosign import cosigned
from gateway.audit.verify import LogReport
from gateway.cli.common import json_option, say, show_json, site_of, with_actor, with_site
from gateway.crypto.identity import Identity
from gateway.errors import BadInput
from gateway.seal.parts import write_durably
from gateway.site import Site

_FILE = click.Path(path_type=Path)
_LOG = click.option("--log", type=_FILE, help="An exported log (jsonl), instead of the site's.")
_KEY = click.option("--key", type=_FILE, help="With --log: the log's verification key.")


def add_witness(group: click.Group) -> None:
    """The commands below."""
    for command in (verify, key, checkpoint, cosign):
        group.add_command(command)


@click.command()
@click.option("--checkpoint", type=_FILE, help="A checkpoint kept elsewhere, or a release's manifest.json.")
@click.option("--cosigner", type=_FILE, help="With --checkpoint: the key of who must have cosigned it.")
@_LOG
@_KEY
@json_option
@click.pass_context
def verify(
    ctx: click.Context, checkpoint: Path | None, cosigner: Path | None, log: Path | None, key: Path | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Recompute the whole log; exits 6 naming the first event that was changed, removed or reordered.

    The consent ledger is then compared with it, row by row. With --log and --key it needs no site: an exported log is
    verified wherever it is.

    \b
    Example:
      gateway --site S audit verify --checkpoint releases/rel-20261120-0a1b2c3d/manifest.json
      gateway audit verify --log log.jsonl --key log.vkey --checkpoint kept.txt --cosigner cleo.vkey
    """
    note, told = None, {}
    if checkpoint is not None:
        note = _note(checkpoint)
    if cosigner is not None:
        if note is None:
            raise click.UsageError("--cosigner checks a checkpoint: name it with --checkpoint")
        witness = _vkey(cosigner)
        told = {"cosigner": witness.name, "cosigned": cosigned(note, witness).isoformat()}
    found = _verifier(ctx, log, key)(note)
    if log is None and (open_ := site_of(ctx).log.open_intents()):
        say(f"{len(open_)} exports have no outcome: see `gateway audit intents`; `audit recover` closes killed ones")
    ledger = None if log else history.verify_consents(site_of(ctx))
    consents = {"consents": ledger.rows} if ledger else {}
    if as_json:
        show_json({"origin": found.origin, "events": found.size, "root": found.root.hex(),
                   "witnessed": found.witnessed, **_details(found), **told, **consents})  # fmt: skip
        return
    witnessed = f", consistent with the checkpoint at {found.witnessed}" if found.witnessed is not None else ""
    by = f", cosigned by {told['cosigner']} at {told['cosigned']}" if told else ""
    details = found.details if found.details and found.concealed else None
    kept = f"; details: {details.kept} kept, {details.erased} erased" if details else ""
    click.echo(f"{found.size} events, root {found.root.hex()[:16]}: intact{witnessed}{by}{kept}")
    if ledger and ledger.rows:
        before = f"; {ledger.unsealed} from before the log said so" if ledger.unsealed else ""
        click.echo(f"{ledger.rows} consents in the ledger: as the log says{before}")


@click.command()
@click.argument("name", required=False)
@with_site
def key(site: Site, name: str | None) -> None:
    """The key by which others verify this log, or the cosignatures of the identity NAME.

    \b
    Example:
      gateway --site S audit key > log.vkey
      gateway --site S audit key cleo > cleo.vkey
    """
    click.echo(history.cosigning_key(site.public(name), site) if name else site.log.key)


@click.command()
@with_site
def checkpoint(site: Site) -> None:
    """The newest signed checkpoint, to be kept where nobody who can write the site can write.

    \b
    Example:
      gateway --site S audit checkpoint > checkpoint.txt
    """
    click.echo(site.log.checkpoint(), nl=False)


@click.command()
@click.argument("file", type=_FILE)
@click.option("--previous", type=_FILE, help="The checkpoint that you cosigned last.")
@click.option("--output", type=_FILE, help="File to write; FILE by default.")
@_LOG
@_KEY
@with_actor
@click.pass_context
def cosign(
    ctx: click.Context, site: Site, actor: Identity, file: Path, previous: Path | None, output: Path | None,
    log: Path | None, key: Path | None,
) -> None:  # fmt: skip
    """Verify the log, then sign its checkpoint FILE as a second party (C2SP tlog-cosignature).

    The log is your own site's, or with --log and --key another's. Keep what you signed, and name it with --previous
    the next time: a log that was rewritten in between is refused.

    \b
    Example:
      gateway --site S --as cleo audit cosign checkpoint.txt --previous last-week.txt
      gateway --site S --as cleo audit cosign theirs.txt --log their-log.jsonl --key their-log.vkey
    """
    before = _note(previous) if previous else None
    signed = history.cosigned_by(actor, site, _note(file), before, _verifier(ctx, log, key))
    write_durably(output or file, signed.encode())
    click.echo(output or file)


def _verifier(ctx: click.Context, log: Path | None, key: Path | None) -> Callable[[str | None], LogReport]:
    """How to verify the log that is meant, against a checkpoint."""
    if (log is None) != (key is None):
        raise click.UsageError("--log and --key go together")
    if log is None or key is None:
        site = site_of(ctx)
        return lambda note: history.verify_log(site, note)
    vkey, path = _vkey(key), log
    return lambda note: portable.check(path, vkey, note)


def _details(found: LogReport) -> dict[str, dict[str, int]]:
    """How many commitments can still be opened; an exported log holds none of their details."""
    return {"details": asdict(found.details)} if found.details else {}


def _vkey(path: Path) -> VerificationKey:
    return VerificationKey.parse(_read(path, "verification key").strip())


def _note(path: Path) -> str:
    """A checkpoint from a file of its own, or from a release's manifest."""
    text = _read(path, "checkpoint")
    if not text.startswith("{"):
        return text
    try:
        manifest: dict[str, Any] = json.loads(text)
        return str(manifest["checkpoint"])
    except (ValueError, KeyError, RecursionError):
        raise BadInput(f"{path}: holds no checkpoint", hint="name a signed note or a release's manifest.json") from None


def _read(path: Path, what: str) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise BadInput(f"{path}: no {what} can be read from it", hint=f"a {what} is a text file") from None
