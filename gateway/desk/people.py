"""Identities: made, listed, exported, imported."""

from functools import partial
from hashlib import sha256
from pathlib import Path

from gateway.audit.identities import KeyCreated, KeyImported
from gateway.crypto import identity as identities
from gateway.crypto.documents import canonical, stamp
from gateway.crypto.identity import PublicIdentity
from gateway.crypto.rotation import check_chain
from gateway.desk.intake import taking_in
from gateway.errors import BadInput, Refused
from gateway.model import Role
from gateway.seal.parts import write_durably
from gateway.site import Site


def create(site: Site, name: str, role: Role, passphrase: str, by: PublicIdentity | None = None) -> PublicIdentity:
    """Make an identity, certified by the site on the word of the data steward `by`; the first one by itself.

    Raises BadInput for a name that is taken or unfit, Refused where nobody who may has certified it.
    """
    path = _free_path(site, name)
    identities.demand_passphrase(passphrase)
    _demand_certifier(site, name, role, by)
    body = identities.create(site.key, name, role, stamp(site.clock()), passphrase, site.random)
    public = identities.read_public(body, site.key.public)
    actor, acting = (by.name, by.role) if by else (name, role)
    event = KeyCreated(actor=actor, role=acting, key=name, key_role=role, fingerprint=digest_of_keys(public))
    with site.log.record(event):
        write_durably(path, body)
        path.chmod(0o600)
    return public


def _demand_certifier(site: Site, name: str, role: Role, by: PublicIdentity | None) -> None:
    """21 CFR 11.100(b): somebody verifies who a person is before their signature is certified."""
    if by is not None:
        site.demand(by, "certifyIdentity")
        return
    begun = next(site.log.entries(types=("key.created",), outcome="success"), None) is not None
    if not begun and role == "data-steward":
        return
    what = "only a data steward certifies an identity" if begun else "the first identity of a site is a data steward's"
    hint = f"gateway --as STEWARD keys create {name} --role {role}" if begun else "begin with --role data-steward"
    with site.log.recording_refusal(partial(KeyCreated, actor=name, role=role, key=name, key_role=role)):
        raise Refused(what, hint=hint, reason="not-certified")


def everyone(site: Site) -> list[PublicIdentity]:
    """All identities of the site, by name."""
    return [site.public(path.stem) for path in sorted((site.folder / "keys").glob("*.json"))]


def export(site: Site, name: str, *, private: bool) -> bytes:
    """An identity file to hand out: the public part, or all of it for its owner (still under the passphrase)."""
    public = site.public(name)
    body = (site.folder / "keys" / f"{name}.json").read_bytes()
    if private:
        return body
    rotations = list(identities.read_rotations(body))
    return canonical({"public": public.to_json(), **({"rotations": rotations} if rotations else {})})


def take_in(site: Site, path: Path, actor: PublicIdentity) -> PublicIdentity:
    """Certify somebody else's public identity for this site. Raises BadInput, IntegrityError or Refused."""
    site.demand(actor, "certifyIdentity")
    with taking_in(site, "identity", path, actor, "its owner makes it with `gateway keys export`") as body:
        foreign = check_chain(body, None)
    target = _free_path(site, foreign.name)
    public = certified(site, foreign)
    event = KeyImported(actor=actor.name, role=actor.role, key=public.name, key_role=public.role,
                        fingerprint=digest_of_keys(public))
    with site.log.record(event):
        write_durably(target, canonical({"public": public.to_json()}))
    return public


def certified(site: Site, foreign: PublicIdentity) -> PublicIdentity:
    """The same person under the same keys, on this site's word."""
    return identities.certify(site.key, foreign.name, foreign.role, foreign.created, foreign.signing_key,
                              foreign.receiving_key)  # fmt: skip


def _free_path(site: Site, name: str) -> Path:
    identities.demand_name(name)
    path = site.folder / "keys" / f"{name}.json"
    if path.exists():
        raise BadInput(f"there is an identity {name!r} already", hint="choose another name")
    return path


def digest_of_keys(public: PublicIdentity) -> str:
    """What the log knows an identity by."""
    return sha256(public.signing_key + public.receiving_key).hexdigest()
