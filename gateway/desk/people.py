"""Identities: made, listed, exported, imported."""

import re
from hashlib import sha256
from pathlib import Path

from gateway.audit.events import KeyCreated, KeyImported
from gateway.crypto import identity as identities
from gateway.crypto.documents import canonical, stamp
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput, KeyRefused
from gateway.model import Role
from gateway.seal.parts import write_durably
from gateway.site import Site

NAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")


def create(site: Site, name: str, role: Role, passphrase: str) -> PublicIdentity:
    """Make an identity, certified by the site. Raises BadInput for a name that is taken or unfit."""
    path = _free_path(site, name)
    if not passphrase:
        raise KeyRefused("the passphrase is empty", hint="set GATEWAY_PASSPHRASE or type one at the prompt")
    body = identities.create(site.key, name, role, stamp(site.clock()), passphrase, site.random)
    public = identities.read_public(body, site.key.public)
    event = KeyCreated(actor=name, role=role, key=name, key_role=role, fingerprint=_fingerprint(public))
    with site.log.record(event):
        write_durably(path, body)
        path.chmod(0o600)
    return public


def everyone(site: Site) -> list[PublicIdentity]:
    """All identities of the site, by name."""
    return [site.public(path.stem) for path in sorted((site.folder / "keys").glob("*.json"))]


def export(site: Site, name: str, *, private: bool) -> bytes:
    """An identity file to hand out: the public part, or all of it for its owner (still under the passphrase)."""
    public = site.public(name)
    if private:
        return (site.folder / "keys" / f"{name}.json").read_bytes()
    return canonical({"public": public.to_json()})


def take_in(site: Site, path: Path, actor: PublicIdentity) -> PublicIdentity:
    """Certify somebody else's public identity for this site. Raises BadInput, IntegrityError or Refused."""
    site.demand(actor, "certifyIdentity")
    try:
        body = path.read_bytes()
    except OSError:
        raise BadInput(f"{path}: no such file", hint="its owner makes it with `gateway keys export`") from None
    foreign = identities.read_public(body, None)
    target = _free_path(site, foreign.name)
    public = identities.certify(site.key, foreign.name, foreign.role, foreign.created, foreign.signing_key,
                                foreign.receiving_key)
    event = KeyImported(actor=actor.name, role=actor.role, key=public.name, key_role=public.role,
                        fingerprint=_fingerprint(public))
    with site.log.record(event):
        write_durably(target, canonical({"public": public.to_json()}))
    return public


def _free_path(site: Site, name: str) -> Path:
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for an identity", hint="lower-case letters, digits, dots and hyphens")
    path = site.folder / "keys" / f"{name}.json"
    if path.exists():
        raise BadInput(f"there is an identity {name!r} already", hint="choose another name")
    return path


def _fingerprint(public: PublicIdentity) -> str:
    return sha256(public.signing_key + public.receiving_key).hexdigest()
