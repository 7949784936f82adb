"""Rotations: signed documents by which a new key takes the place of an old one, so that old signatures still count.

The old key signs the new one; where it is lost, a data steward of the site does. The document also holds a digest over
the digests of everything that the old key signed: that holds for ever, and nothing that it signs afterwards does.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from gateway.crypto.documents import Signed, canonical, read, sign, stamp
from gateway.crypto.identity import (
    Identity,
    PublicIdentity,
    generate,
    open_file,
    public_from_json,
    read_public,
    read_rotations,
    seal_file,
    unlock,
)
from gateway.crypto.primitives import SigningKey
from gateway.crypto.trust import Ended, Trust
from gateway.errors import IntegrityError

KIND, EARLIER = "rotation", "signed-before"
_SIGNING_SEED = 32
OWN = "I sign with the new key from now on; what I signed with the old one stands"
LOST = "I verified who this is, and let a new key take the place of one that is lost; what was signed with that stands"


@dataclass(frozen=True, slots=True)
class Rotation:
    """A checked rotation. earlier: the digest of the list of what the replaced key had signed."""

    signed: Signed
    replaced: PublicIdentity
    new: PublicIdentity
    earlier: str


def listing(digests: Iterable[str]) -> bytes:
    """The list of what a key signed, as it is kept and hashed."""
    return "\n".join(sorted(digests)).encode()


def renew(body: bytes, passphrases: tuple[str, str], site: SigningKey, earlier: bytes, at: datetime,
          random: Callable[[int], bytes]) -> tuple[bytes, Signed]:  # fmt: skip
    """The identity file with new keys under the second passphrase, and the rotation, signed by the old key.

    earlier: the listing of what the old key signed. Raises KeyRefused for a wrong first passphrase.
    """
    old, opened = unlock(body, passphrases[0], site.public), open_file(body, passphrases[0], site.public)
    public, secrets = generate(site, old.public.name, old.public.role, stamp(at), random)
    signed = replace(old, old.public, public, earlier, at)
    kept = secrets + opened.secrets[_SIGNING_SEED:]
    rotations = (*opened.rotations, _as_json(signed))
    return seal_file(public, kept, passphrases[1], random, rotations), signed


def replace(signer: Identity, old: PublicIdentity, new: PublicIdentity, earlier: bytes, at: datetime) -> Signed:
    """Sign that `new` takes the place of `old`, whose own key signs, or a data steward's."""
    words = OWN if signer.public == old else LOST
    fields = {"replaced": old.to_json(), "new": new.to_json(), "earlier": sha256(earlier).hexdigest()}
    return sign(KIND, fields, signer, at, words)


def read_rotation(body: bytes, trust: Trust, name: str = "") -> Rotation:
    """Check a rotation; errors call it by `name`. Raises IntegrityError."""
    signed = read(KIND, body, trust, name)
    try:
        replaced, new = (public_from_json(signed.fields[name], trust.site_key) for name in ("replaced", "new"))
        earlier = str(signed.fields["earlier"])
    except (KeyError, TypeError):
        raise IntegrityError("rotation: damaged document", hint="restore the registry from a backup") from None
    if (replaced.name, replaced.role) != (new.name, new.role):
        raise IntegrityError("rotation: of one person's key by another's", hint="restore the registry from a backup")
    if signed.signer != replaced and (signed.signer.role != "data-steward" or signed.signer.name == replaced.name):
        what = f"rotation of {replaced.name}: signed neither by the old key nor by another data steward"
        raise IntegrityError(what, hint="restore the registry from a backup")
    return Rotation(signed, replaced, new, earlier)


def trust_of(site_key: bytes, rotations: Iterable[tuple[bytes, bytes]]) -> Trust:
    """Trust in a site after these rotations, oldest first, each with the listing of what the replaced key signed."""
    ended: dict[bytes, Ended] = {}
    for body, earlier in rotations:
        rotation = read_rotation(body, Trust(site_key, ended))
        if sha256(earlier).hexdigest() != rotation.earlier:
            what = f"rotation of {rotation.replaced.name}: the list of what the old key signed was changed"
            raise IntegrityError(what, hint="restore the registry from a backup")
        signed = {*earlier.decode().split("\n"), rotation.signed.digest}
        ended.setdefault(rotation.replaced.signing_key, Ended(rotation.signed.at, signed))
    return Trust(site_key, ended)


def check_chain(body: bytes, site_key: bytes | None) -> PublicIdentity:
    """The public part of an identity file, once each rotation in it leads to the next, and the last to it.

    Raises IntegrityError.
    """
    public = read_public(body, site_key)
    chain = [read_rotation(canonical(one), Trust(public.site_key)) for one in _documents(body)]
    followers = [*(rotation.replaced for rotation in chain[1:]), public]
    if any(rotation.new != follower for rotation, follower in zip(chain, followers, strict=False)):
        raise IntegrityError(f"identity {public.name}: its rotations do not lead to it", hint="export it again")
    return public


def _documents(body: bytes) -> list[Mapping[str, Any]]:
    found = list(read_rotations(body))
    if not all(isinstance(one, dict) for one in found):
        raise IntegrityError("identity: damaged rotations", hint="restore it from a backup")
    return found


def _as_json(signed: Signed) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(signed.body)
    return found
