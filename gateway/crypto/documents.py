"""Signed documents: canonical JSON (RFC 8785) whose last word is an Ed25519 signature over all the rest.

The signature binds who signed, in which role, when, and what the signature means (21 CFR 11.50, 11.70).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import rfc8785

from gateway.crypto.identity import Identity, PublicIdentity, public_from_json
from gateway.crypto.primitives import check_signature
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError


def canonical(value: Mapping[str, Any]) -> bytes:
    """Canonical JSON of `value` (RFC 8785)."""
    return rfc8785.dumps(dict(value))


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC, to the second."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Signed:
    """A document whose signature held: its bytes, its fields, and who signed it."""

    body: bytes
    fields: Mapping[str, Any]
    signer: PublicIdentity
    at: str
    meaning: str

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return sha256(self.body).hexdigest()


def sign(kind: str, fields: Mapping[str, Any], signer: Identity, at: datetime, meaning: str) -> Signed:
    """Make a signed document of `kind`."""
    when = stamp(at)
    signed = {"at": when, "by": signer.public.to_json(), "meaning": meaning}
    unsigned = {"kind": kind, **fields, "signed": signed}
    signature = signer.signing.sign(canonical(unsigned)).hex()
    body = canonical({**unsigned, "signature": signature})
    return Signed(body, fields, signer.public, when, meaning)


def claimed_site(body: bytes) -> bytes | None:
    """The key of the site that certified the signer, as a document or manifest claims: unchecked."""
    try:
        fields = json.loads(body)
        by = fields["signed"]["by"] if "signed" in fields else fields["signed_by"]
        return bytes.fromhex(by["site_key"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def read(kind: str, body: bytes, trust: Trust, name: str = "") -> Signed:
    """Parse a document of `kind` whose signer is trusted; errors call it by `name`.

    Raises IntegrityError for anything but the very bytes that were signed.
    """
    what = f"{kind} {name}".rstrip()
    try:
        document = json.loads(body)
        if canonical(document) != body or document.pop("kind") != kind:
            raise IntegrityError(f"{what}: not a {kind} document as it was signed", hint="ask for it again")
        signature = bytes.fromhex(hexadecimal := document.pop("signature"))
        if signature.hex() != hexadecimal:
            raise ValueError
        signed = document["signed"]
        signer = signer_of(signed["by"], trust, what)
        at, meaning = str(signed["at"]), str(signed["meaning"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntegrityError(f"{what}: damaged document", hint="ask for it again") from None
    check_signature(signer.signing_key, signature, canonical({"kind": kind, **document}), what)
    fields = {name: value for name, value in document.items() if name != "signed"}
    found = Signed(body, fields, signer, at, meaning)
    trust.check(signer, found.digest, what)
    return found


def signer_of(fields: Mapping[str, Any], trust: Trust, what: str) -> PublicIdentity:
    """Who signed `what`, if the site certified them. Raises IntegrityError, naming it."""
    try:
        return public_from_json(fields, trust.site_key)
    except IntegrityError as fault:
        raise IntegrityError(f"{what}: {fault.what}", hint=fault.hint) from None
