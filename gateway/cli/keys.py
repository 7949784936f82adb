"""gateway keys"""

from pathlib import Path
from typing import get_args

import click

from gateway.cli.common import actor_of, json_option, passphrase, say, show_json, site_of, table, with_actor, with_site
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.crypto.primitives import fingerprint
from gateway.desk import custody, people, policies, rotations
from gateway.desk.rotations import Renewed
from gateway.model import Role
from gateway.opening import create_own
from gateway.opening import join as joined
from gateway.seal.parts import write_durably
from gateway.site import Site


@click.group("keys")
def keys_() -> None:
    """Identities: Ed25519 to sign, X-Wing (ML-KEM-768 and X25519) to receive.

    \b
    Example:
      gateway --site S --as sam keys create ana --role ml-engineer
    """


@keys_.command()
@click.argument("name")
@click.option("--role", type=click.Choice(get_args(Role)), required=True, help="What the identity may act as.")
@click.option("--output", type=click.Path(path_type=Path), help="Of no site: the file to write, for its owner.")
@click.pass_context
def create(ctx: click.Context, name: str, role: Role, output: Path | None) -> None:
    """Make an identity under a passphrase (GATEWAY_NEW_PASSPHRASE, GATEWAY_PASSPHRASE or a prompt).

    The first of a site is a data steward's, who certifies everybody after. Who has no account at a site makes their
    own with --output, and hands out the public file beside it.

    \b
    Example:
      gateway --site S keys create sam --role data-steward
      gateway --site S --as sam keys create ana --role ml-engineer
      gateway keys create fay --role ml-engineer --output fay.json
    """
    if output is not None:
        public = create_own(name, role, passphrase(name, new=True), output)
        click.echo(f"{public.name}  {public.role}  {public.fingerprint}")
        say(f"wrote {output}, and {output.stem}.public.json for a site to import")
        return
    site, actor = site_of(ctx), ctx.find_root().obj["identity"]
    by = actor_of(ctx, site).public if actor not in (None, name) else None
    public = people.create(site, name, role, passphrase(name, new=True), by)
    click.echo(f"{public.name}  {public.role}  {public.fingerprint}")


@keys_.command("list")
@json_option
@with_site
def list_(site: Site, as_json: bool) -> None:
    """All identities of the site.

    \b
    Example:
      gateway --site S keys list
    """
    found = people.everyone(site)
    if as_json:
        show_json([_json(public) for public in found])
    else:
        table(["name", "role", "fingerprint", "created", "site"], [list(_json(public).values()) for public in found])


@keys_.command()
@click.argument("name")
@json_option
@with_site
def show(site: Site, name: str, as_json: bool) -> None:
    """One identity's role, fingerprint and date.

    \b
    Example:
      gateway --site S keys show ana
    """
    fields = _json(site.public(name))
    show_json(fields) if as_json else table(list(fields), [list(fields.values())])


@keys_.command()
@click.argument("name")
@click.option("--private", is_flag=True, help="With the private part, still under its passphrase: for its owner.")
@click.option("--output", type=click.Path(path_type=Path), help="File to write; stdout by default.")
@with_site
def export(site: Site, name: str, private: bool, output: Path | None) -> None:
    """Write an identity to a file, to hand it out.

    \b
    Example:
      gateway --site S keys export ana --private --output ana.json
    """
    body = people.export(site, name, private=private)
    if output is None:
        click.echo(body.decode())
    else:
        write_durably(output, body)
        output.chmod(0o600)
        say(f"wrote {output}")


@keys_.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@with_actor
def import_(site: Site, actor: Identity, file: Path) -> None:
    """Certify an identity that was made elsewhere; compare its fingerprint with its owner first.

    \b
    Example:
      gateway --site S --as sam keys import ana.json
    """
    public = people.take_in(site, file, actor.public)
    click.echo(f"{public.name}  {public.role}  {public.fingerprint}")


@keys_.command()
@click.argument("own", type=click.Path(path_type=Path))
@click.argument("certified", type=click.Path(path_type=Path))
def join(own: Path, certified: Path) -> None:
    """Add a site's certificate to your identity file OWN; the site exports it once it has imported your public file.

    From then on you can draft requests to that site and open its releases; compare its fingerprint with the site's
    steward first (`gateway keys show` prints it there).

    \b
    Example:
      gateway keys join fay.json fay.harrow-lake.json
    """
    public = joined(own, certified)
    click.echo(f"{public.name}  {public.role}  {public.fingerprint}  site {fingerprint(public.site_key)}")


@keys_.command()
@click.argument("name")
@click.pass_context
def rotate(ctx: click.Context, name: str) -> None:
    """Give your identity new keys, signed by the old ones; what those signed, and grants to them, hold as before.

    The new passphrase comes from GATEWAY_NEW_PASSPHRASE, GATEWAY_PASSPHRASE or a prompt.

    \b
    Example:
      gateway --site S keys rotate sam
    """
    site, old = site_of(ctx), passphrase(name)
    owner = site.unlock(name, old)
    policies.notice(site, owner.public)
    _renewed(rotations.rotate(site, owner, (old, passphrase(name, new=True))))


@keys_.command()
@click.argument("name")
@click.option("--with", "file", type=click.Path(path_type=Path), help="Their new public identity, if made elsewhere.")
@with_actor
def replace(site: Site, actor: Identity, name: str, file: Path | None) -> None:
    """Certify new keys for somebody who lost theirs, once you know that it is them; grants must be made again.

    \b
    Example:
      gateway --site S --as sam keys replace ana
    """
    _renewed(rotations.replace(site, name, actor, file or passphrase(name, new=True)))


@keys_.command()
@click.option("--kms", required=True, help="An AWS KMS key: an ARN or alias/NAME.")
@with_actor
def root(site: Site, actor: Identity, kms: str) -> None:
    """Put the site's root key under a KMS key, and overwrite the file that held it.

    \b
    Example:
      gateway --site S --as sam keys root --kms alias/gateway
    """
    custody.wrap_root(site, kms, actor.public)
    say(f"the root key is under KMS key {kms}; destroy the copies of keys/root.key in backups")


def _renewed(done: Renewed) -> None:
    click.echo(f"{done.public.name}  {done.public.role}  {done.public.fingerprint}")
    say(f"in the place of {done.replaced.fingerprint}, whose {done.documents} signatures hold; it signs nothing more")


def _json(public: PublicIdentity) -> dict[str, str]:
    return {"name": public.name, "role": public.role, "fingerprint": public.fingerprint, "created": public.created,
            "site": fingerprint(public.site_key)}  # fmt: skip
