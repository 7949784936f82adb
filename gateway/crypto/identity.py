"""Identities: a name, a role, and two keys, one to sign and one to receive; certified by one site.

The file `keys/NAME.json` holds the public part in the clear and the seeds under a passphrase (scrypt and
AES-256-GCM, bound to the public part and to the rotations that led to it). The site's certificate is what others
trust; the identity pins the site's key, so that its owner can check what that site signs. Of keys that were rotated
(`gateway.crypto.rotation`) the file keeps what opens earlier grants, and nothing that signs. Who is of no site
certifies their own keys; other sites' certificates for the same keys are joined to the file.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast, get_args

import rfc8785

from gateway.crypto.primitives import (
    NONCE,
    PUBLIC,
    ReceivingKey,
    SigningKey,
    check_signature,
    decrypt,
    encrypt,
    fingerprint,
    passphrase_key,
)
from gateway.errors import BadInput, IntegrityError, KeyRefused
from gateway.model import Role

SCRYPT_COST = 1 << 15  # 32 MB and about 0.1 s a guess
_SEED = 32
_PARTS = {"public", "private", "rotations", "sites"}


NAME = re.compile(r"[a-z][a-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True)
class PublicIdentity:
    """Who somebody is, as the site certified it."""

    name: str
    role: Role
    created: str
    signing_key: bytes
    receiving_key: bytes
    site_key: bytes
    certificate: bytes

    @property
    def fingerprint(self) -> str:
        """What people compare."""
        return fingerprint(self.signing_key)

    def to_json(self) -> dict[str, str]:
        """The public part, as it stands in files and documents."""
        return {**_certified(self), "certificate": self.certificate.hex()}


@dataclass(frozen=True, slots=True)
class Identity:
    """An unlocked identity, which can sign and receive. former: what it received with before, by fingerprint."""

    public: PublicIdentity
    signing: SigningKey
    receiving: ReceivingKey
    former: Mapping[str, ReceivingKey] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """What an identity file holds. secrets: the seeds to sign and to receive, then those received with before."""

    public: PublicIdentity
    secrets: bytes
    rotations: tuple[Mapping[str, Any], ...]


def _certified(identity: PublicIdentity) -> dict[str, str]:
    return {
        "name": identity.name,
        "role": identity.role,
        "created": identity.created,
        "signing_key": identity.signing_key.hex(),
        "receiving_key": identity.receiving_key.hex(),
        "site_key": identity.site_key.hex(),
    }


def certify(site: SigningKey, name: str, role: Role, created: str, signing: bytes, receiving: bytes) -> PublicIdentity:
    """The site's word that these keys are `name`'s, who acts as `role`."""
    bare = PublicIdentity(name, role, created, signing, receiving, site.public, b"")
    certificate = site.sign(rfc8785.dumps(cast(Any, _certified(bare))))
    return PublicIdentity(name, role, created, signing, receiving, site.public, certificate)


def public_from_json(fields: Mapping[str, Any], site_key: bytes | None) -> PublicIdentity:
    """Parse and check a public part; `site_key` None trusts the key that the part itself pins.

    Raises IntegrityError where the certificate does not hold or is another site's.
    """
    try:
        keys = {
            name: bytes.fromhex(fields[name]) for name in ("signing_key", "receiving_key", "site_key", "certificate")
        }
        identity = PublicIdentity(name=str(fields["name"]), role=fields["role"], created=str(fields["created"]), **keys)
        lengths = (len(identity.signing_key), len(identity.receiving_key), len(identity.site_key))
        if lengths != (PUBLIC, ReceivingKey.PUBLIC, PUBLIC):
            raise ValueError
        if identity.to_json() != fields or identity.role not in get_args(Role):
            raise IntegrityError("identity: unknown or missing fields", hint="export it again")
    except (KeyError, TypeError, ValueError):
        raise IntegrityError("identity: damaged public part", hint="export it again") from None
    if site_key is not None and identity.site_key != site_key:
        hint = "what a site signs holds within it; of another site's certificate for you: `gateway keys join`"
        raise IntegrityError(f"identity {identity.name}: certified by another site", hint=hint)
    message = rfc8785.dumps(cast(Any, _certified(identity)))
    check_signature(identity.site_key, identity.certificate, message, f"identity {identity.name}: certificate")
    return identity


def demand_name(name: str) -> None:
    """Raise BadInput for what is no name of an identity."""
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name for an identity", hint="lower-case letters, digits, dots and hyphens")


def demand_passphrase(passphrase: str) -> None:
    """Raise KeyRefused for an empty one."""
    if not passphrase:
        raise KeyRefused("the passphrase is empty", hint="set GATEWAY_PASSPHRASE or type one at the prompt")


def create(
    site: SigningKey | None, name: str, role: Role, created: str, passphrase: str, random: Callable[[int], bytes]
) -> bytes:
    """A new identity, as the bytes of its file."""
    public, secrets = generate(site, name, role, created, random)
    return seal_file(public, secrets, passphrase, random)


def generate(
    site: SigningKey | None, name: str, role: Role, created: str, random: Callable[[int], bytes]
) -> tuple[PublicIdentity, bytes]:
    """New keys, certified by the site, or by themselves, and their seeds."""
    signing, receiving = random(_SEED), random(ReceivingKey.SEED)
    own = SigningKey(signing)
    public = certify(site or own, name, role, created, own.public, ReceivingKey(receiving).public)
    return public, signing + receiving


def seal_file(public: PublicIdentity, secrets: bytes, passphrase: str, random: Callable[[int], bytes],
              rotations: Sequence[Mapping[str, Any]] = ()) -> bytes:  # fmt: skip
    """An identity file: the public part, the rotations that led to it, and the secrets under the passphrase."""
    salt = random(16)
    file: dict[str, Any] = {"public": public.to_json(), **({"rotations": list(rotations)} if rotations else {})}
    sealed = encrypt(passphrase_key(passphrase, salt, SCRYPT_COST), random(NONCE), secrets, _bound(file))
    private = {"kdf": "scrypt", "cost": SCRYPT_COST, "salt": salt.hex(), "sealed": sealed.hex()}
    return rfc8785.dumps(cast(Any, {**file, "private": private}))


def read_public(body: bytes, site_key: bytes | None) -> PublicIdentity:
    """The public part of an identity file."""
    return public_from_json(_file(body)["public"], site_key)


def join(body: bytes, certified: PublicIdentity) -> bytes:
    """The identity file with another site's certificate for its keys. Raises IntegrityError where it is of others."""
    file = _file(body)
    own = public_from_json(file["public"], None)
    if (certified.signing_key, certified.receiving_key) != (own.signing_key, own.receiving_key):
        what = f"identity {certified.name}: certified for other keys than those of {own.name}"
        raise IntegrityError(what, hint="have the site import the current public file")
    others = [one for one in file.get("sites", []) if one.get("site_key") != certified.site_key.hex()]
    return rfc8785.dumps(cast(Any, {**file, "sites": [*others, certified.to_json()]}))


def sites(body: bytes) -> set[bytes]:
    """The keys of the sites that an identity file trusts."""
    file = _file(body)
    return {public_from_json(one, None).site_key for one in (file["public"], *file.get("sites", []))}


def read_rotations(body: bytes) -> tuple[Mapping[str, Any], ...]:
    """The rotations in an identity file, oldest first; `gateway.crypto.rotation` checks them."""
    return tuple(_file(body).get("rotations", ()))


def unlock(body: bytes, passphrase: str, site_key: bytes | None = None) -> Identity:
    """Open an identity file. Raises KeyRefused for a wrong passphrase, IntegrityError for a changed file.

    site_key: the site that must have certified it, of those that it joined; by default the one that made it.
    """
    opened = open_file(body, passphrase, site_key)
    own, before = opened.secrets[: _SEED + ReceivingKey.SEED], opened.secrets[_SEED + ReceivingKey.SEED :]
    seeds = [before[at : at + ReceivingKey.SEED] for at in range(0, len(before), ReceivingKey.SEED)]
    replaced = [fingerprint(bytes.fromhex(one["replaced"]["signing_key"])) for one in opened.rotations[::-1]]
    former = {name: ReceivingKey(seed) for name, seed in zip(replaced, seeds, strict=False)}
    return Identity(opened.public, SigningKey(own[:_SEED]), ReceivingKey(own[_SEED:]), former)


def open_file(body: bytes, passphrase: str, site_key: bytes | None = None) -> Opened:
    """The same, with the secrets as they are sealed."""
    file = _file(body)
    known = [public_from_json(one, None) for one in (file["public"], *file.get("sites", []))]
    public = next((one for one in known if one.site_key == site_key), None) or public_from_json(
        file["public"], site_key)
    if any(one.signing_key + one.receiving_key != known[0].signing_key + known[0].receiving_key for one in known):
        raise IntegrityError(f"identity {public.name}: holds a certificate for other keys", hint="join the site again")
    private = file.get("private")
    if private is None:
        hint = f"only its owner has the private part of {public.name}"
        raise KeyRefused(f"identity {public.name}: the file holds no private key", hint=hint)
    try:
        salt, sealed = bytes.fromhex(private["salt"]), bytes.fromhex(private["sealed"])
        if private != {"kdf": "scrypt", "cost": SCRYPT_COST, "salt": salt.hex(), "sealed": sealed.hex()}:
            raise ValueError
    except (KeyError, TypeError, ValueError):
        raise IntegrityError(f"identity {public.name}: damaged private part", hint="restore it from a backup") from None
    key = passphrase_key(passphrase, salt, SCRYPT_COST)
    try:
        secrets = decrypt(key, sealed, _bound(file))
    except KeyRefused:
        hint = "set GATEWAY_PASSPHRASE or type it at the prompt; a changed identity file looks the same"
        raise KeyRefused(f"identity {public.name}: wrong passphrase", hint=hint) from None
    return Opened(public, secrets, tuple(file.get("rotations", ())))


def _bound(file: Mapping[str, Any]) -> bytes:
    """What the secrets are bound to."""
    public = file["public"]
    bound = {"public": public, "rotations": file["rotations"]} if file.get("rotations") else public
    return rfc8785.dumps(cast(Any, bound))


def _file(body: bytes) -> dict[str, Any]:
    try:
        file = json.loads(body)
        if (
            not isinstance(file, dict)
            or rfc8785.dumps(cast(Any, file)) != body
            or not {"public"} <= set(file) <= _PARTS
            or not all(isinstance(file.get(part, []), list) for part in ("rotations", "sites"))
        ):
            raise ValueError
    except (ValueError, RecursionError):
        raise IntegrityError("identity: not an identity file", hint="restore it from a backup") from None
    return file
