"""Whose signatures count: of identities that a site certified, with keys that had not been replaced by then."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from gateway.crypto.identity import PublicIdentity
from gateway.errors import IntegrityError


@dataclass(frozen=True, slots=True)
class Ended:
    """A key that was replaced. at: RFC 3339. signed: digests of all documents that it had signed by then, hex."""

    at: str
    signed: Set[str]


@dataclass(frozen=True, slots=True)
class Trust:
    """The site whose certificates count, and its keys that were replaced, by signing key.

    A document of such a key counts if it was there when the key was replaced. Its own date would prove nothing, since
    whoever holds the old key can write any date.
    """

    site_key: bytes
    ended: Mapping[bytes, Ended] = field(default_factory=dict)

    def check(self, signer: PublicIdentity, digest: str, what: str) -> None:
        """Raise IntegrityError, naming `what`, where a key signed after it was replaced."""
        ended = self.ended.get(signer.signing_key)
        if ended is not None and digest not in ended.signed:
            hint = "sign it again with the current key; if nobody of yours made it, somebody else has the old one"
            raise IntegrityError(f"{what}: signed with a key that {signer.name} replaced on {ended.at}", hint=hint)
