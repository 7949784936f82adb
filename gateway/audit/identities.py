"""Events of identities: made, taken in, replaced; and what was refused before it became an event of its own."""

from typing import Literal

from gateway.audit.schema import Code, Count, Event, Identifier, Sha256
from gateway.model import Role


class KeyCreated(Event):
    """An identity was made on this site; `fingerprint` is the SHA-256 of its public keys.

    actor: the data steward who certified it; the first of a site certifies itself.
    """

    type: Literal["key.created"] = "key.created"
    action: Literal["C"] = "C"
    dicom: Literal["110113"] = "110113"  # Security Alert
    key: Identifier
    key_role: Role
    fingerprint: Sha256 | None = None


class KeyImported(Event):
    """Somebody else's public identity was taken in."""

    type: Literal["key.imported"] = "key.imported"
    action: Literal["C"] = "C"
    dicom: Literal["110113"] = "110113"
    key: Identifier
    key_role: Role
    fingerprint: Sha256


class KeyRotated(Event):
    """New keys took the place of an identity's; the actor is its owner, or the steward who certified a lost key's.

    fingerprint, previous: SHA-256 of the public keys now and before. digest: that of the signed rotation.
    documents: how many the key before had signed, which hold.
    """

    type: Literal["key.rotated"] = "key.rotated"
    action: Literal["U"] = "U"
    dicom: Literal["110113"] = "110113"
    key: Identifier
    key_role: Role
    fingerprint: Sha256 | None = None
    previous: Sha256
    digest: Sha256 | None = None
    documents: Count = 0


class RootWrapped(Event):
    """The site's root key was put under a key of a KMS; `fingerprint` is the SHA-256 of that key's name."""

    type: Literal["root.wrapped"] = "root.wrapped"
    action: Literal["U"] = "U"
    dicom: Literal["110113"] = "110113"
    fingerprint: Sha256


class AccessRefused(Event):
    """The access rules with this digest refused an act on the site; `wanted` is the action that they name."""

    type: Literal["access.refused"] = "access.refused"
    action: Literal["E"] = "E"
    dicom: Literal["110113"] = "110113"
    wanted: Identifier
    access_digest: Sha256


class FileRefused(Event):
    """A signed file from elsewhere was not taken in: changed, or signed by nobody of this site.

    kind: what it was given for. digest: SHA-256 of the file.
    """

    type: Literal["file.refused"] = "file.refused"
    action: Literal["C"] = "C"
    dicom: Literal["110113"] = "110113"
    kind: Code
    digest: Sha256
