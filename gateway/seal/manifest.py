"""The manifest: canonical JSON (RFC 8785) that says what a release is, and the signature over its bytes."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from gateway import storage
from gateway.crypto.documents import canonical, signer_of
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.crypto.primitives import check_signature
from gateway.crypto.trust import Trust
from gateway.errors import BadInput, IntegrityError
from gateway.model import Location, PartRecord
from gateway.registry.documents import Document

FORMAT = "gateway-release/1"
MANIFEST, SIGNATURE = "manifest.json", "manifest.sig"
SIGNATURE_BYTES = 64


@dataclass(frozen=True, slots=True)
class Manifest:
    """A manifest whose signature held."""

    body: bytes
    signature: bytes
    fields: Mapping[str, Any]
    signer: PublicIdentity

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hex."""
        return sha256(self.body).hexdigest()

    @property
    def release(self) -> str:
        return str(self.fields["release"])

    @property
    def parts(self) -> tuple[PartRecord, ...]:
        return tuple(PartRecord(**part) for part in self.fields["parts"])

    @property
    def documents(self) -> Mapping[str, str]:
        """Path → SHA-256 of the documents beside the data."""
        return dict(self.fields["documents"])


def sign(fields: Mapping[str, Any], signer: Identity) -> tuple[bytes, bytes]:
    """The manifest's bytes and the 64-byte signature over them."""
    body = canonical({**fields, "format": FORMAT, "signed_by": signer.public.to_json()})
    return body, signer.signing.sign(body)


def read(folder: Location, trust: Trust) -> Manifest:
    """Read and check manifest and signature. Raises BadInput where there is no release, else IntegrityError."""
    try:
        body, signature = storage.read_bytes(folder / MANIFEST), storage.read_bytes(folder / SIGNATURE)
    except FileNotFoundError:
        what = f"{folder}: no {MANIFEST} and {SIGNATURE}: not a published release"
        raise BadInput(what, hint="name a folder under releases/") from None
    return parse(body, signature, trust)


def parse(body: bytes, signature: bytes, trust: Trust, name: str = MANIFEST) -> Manifest:
    """A manifest whose signature holds; errors call it by `name`. Raises IntegrityError."""
    hint = "get the release again from who made it"
    try:
        fields = json.loads(body)
        signer = signer_of(fields["signed_by"], trust, name)
        manifest = Manifest(body, signature, fields, signer)
        known = fields["format"] == FORMAT and manifest.parts and manifest.documents is not None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntegrityError(f"{name}: damaged", hint=hint) from None
    check_signature(signer.signing_key, signature, body, name)
    trust.check(signer, manifest.digest, name)
    if signer.role != "data-steward":
        raise IntegrityError(f"{name}: not signed by a data steward", hint=hint)
    if not known:
        raise IntegrityError(f"{name}: not of format {FORMAT}", hint="use the gateway version that made it")
    return manifest


def kept(document: Document, trust: Trust) -> Manifest:
    """A release's manifest as the registry keeps it: the signature, then the body. Raises IntegrityError."""
    body, signature = document.body[SIGNATURE_BYTES:], document.body[:SIGNATURE_BYTES]
    return parse(body, signature, trust, f"release {document.id}")
