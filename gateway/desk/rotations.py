"""New keys in the place of old ones: rotated by their owner, or certified by a steward where they are lost."""

import json
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from gateway.audit.identities import KeyRotated
from gateway.crypto import identity as identities
from gateway.crypto import rotation
from gateway.crypto.documents import Signed, canonical, stamp
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.desk.intake import taking_in
from gateway.desk.people import certified, digest_of_keys
from gateway.errors import BadInput, Refused
from gateway.policy.decide import Actor
from gateway.registry import documents
from gateway.registry.db import Connection
from gateway.registry.documents import Document
from gateway.seal.manifest import SIGNATURE_BYTES
from gateway.seal.parts import write_durably
from gateway.site import Site


@dataclass(frozen=True, slots=True)
class Renewed:
    """An identity under its new keys. documents: how many the old key signed, which hold."""

    public: PublicIdentity
    replaced: PublicIdentity
    documents: int


def rotate(site: Site, owner: Identity, passphrases: tuple[str, str]) -> Renewed:
    """Give an identity new keys under the second passphrase; the old key signs them. Raises KeyRefused."""
    identities.demand_passphrase(passphrases[1])
    path = site.folder / "keys" / f"{owner.public.name}.json"
    with site.registry.transaction() as tx:
        earlier = rotation.listing(_signed_by(tx, owner.public))
    body, signed = rotation.renew(path.read_bytes(), passphrases, site.key, earlier, site.clock(), site.random)
    new = identities.read_public(body, site.key.public)
    _keep(site, body, owner.public, new, (owner.public, signed, earlier))
    return Renewed(new, owner.public, len(earlier.split()))


def replace(site: Site, name: str, steward: Identity, given: str | Path) -> Renewed:
    """Let new keys take the place of somebody's that are lost: made here under a passphrase, or as a public file says.

    Raises Refused by Cedar and for a steward's own keys, BadInput for a file of somebody else.
    """
    old = site.public(name)
    event = partial(KeyRotated, actor=steward.public.name, role=steward.public.role, key=name, key_role=old.role,
                    previous=digest_of_keys(old))  # fmt: skip
    with site.log.recording_refusal(event):
        actor = Actor(steward.public.name, steward.public.role)
        site.access.decide(actor, "certifyIdentity", None, (), site.today)
        if steward.public.name == name:
            what = "nobody certifies new keys of their own"
            raise Refused(what, hint="`gateway keys rotate`; of a lost key another data steward", reason="own-keys")
    new, secrets = _made(site, old, given) if isinstance(given, str) else (_taken(site, old, given, steward), b"")
    with site.registry.transaction() as tx:
        earlier = rotation.listing(_signed_by(tx, old))
    signed = rotation.replace(steward, old, new, earlier, site.clock())
    before = identities.read_rotations((site.folder / "keys" / f"{name}.json").read_bytes())
    chain = (*before, json.loads(signed.body))
    if isinstance(given, str):
        body = identities.seal_file(new, secrets, given, site.random, chain)
    else:
        body = canonical({"public": new.to_json(), "rotations": list(chain)})
    _keep(site, body, old, new, (steward.public, signed, earlier))
    return Renewed(new, old, len(earlier.split()))


def _made(site: Site, old: PublicIdentity, passphrase: str) -> tuple[PublicIdentity, bytes]:
    identities.demand_passphrase(passphrase)
    return identities.generate(site.key, old.name, old.role, stamp(site.clock()), site.random)


def _taken(site: Site, old: PublicIdentity, path: Path, steward: Identity) -> PublicIdentity:
    with taking_in(site, "identity", path, steward.public, "its owner makes it with `gateway keys export`") as body:
        foreign = rotation.check_chain(body, None)
    if (foreign.name, foreign.role) != (old.name, old.role):
        raise BadInput(f"{path}: is of {foreign.name} ({foreign.role})", hint=f"name a file of {old.name} ({old.role})")
    if foreign.signing_key == old.signing_key:
        raise BadInput(f"{path}: holds the keys that the site knows", hint="nothing to do")
    return certified(site, foreign)


def _keep(site: Site, body: bytes, old: PublicIdentity, new: PublicIdentity,
          by: tuple[PublicIdentity, Signed, bytes]) -> None:  # fmt: skip
    """The new file beside the old, then log and registry, then the new file in its place: `Site` ends what was killed.

    Raises Interrupted where the same keys are replaced by somebody else at this moment.
    """
    (actor, signed, earlier), name = by, old.name
    path = site.folder / "keys" / f"{name}.json"
    event = KeyRotated(
        actor=actor.name, role=actor.role, key=name, key_role=old.role, fingerprint=digest_of_keys(new),
        previous=digest_of_keys(old), digest=signed.digest, documents=len(earlier.split()),
    )  # fmt: skip
    write_durably(path.with_suffix(".next"), body)
    path.with_suffix(".next").chmod(0o600)
    with site.log.record(event) as tx:
        id_ = f"{name}@{len(documents.find(tx, rotation.KIND, name)) + 1:06}"
        documents.add(tx, Document(rotation.KIND, id_, name, signed.body, signed.at))
        documents.add(tx, Document(rotation.EARLIER, id_, name, earlier, signed.at))
    path.with_suffix(".next").rename(path)
    site.load_trust()


def _signed_by(tx: Connection, signer: PublicIdentity) -> set[str]:
    """The digests of all documents of the registry that a key signed."""
    found, key = set(), signer.signing_key.hex()
    for document in documents.everything(tx):
        for body in (document.body, document.body[SIGNATURE_BYTES:]):  # a release's begins with its signature
            if _signer(body) == key:
                found.add(sha256(body).hexdigest())
    return found


def _signer(body: bytes) -> str:
    """The signing key that a document names, if it is one."""
    try:
        fields = json.loads(body)
        return str((fields["signed"]["by"] if "signed" in fields else fields["signed_by"])["signing_key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return ""
