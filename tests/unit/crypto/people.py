"""A site and its people, with keys made from their names."""

from hashlib import sha512

from gateway.crypto.identity import Identity, certify
from gateway.crypto.primitives import ReceivingKey, SigningKey
from gateway.model import Role

CREATED = "2026-01-01T00:00:00Z"


def seed(words: str, size: int) -> bytes:
    return b"".join(sha512(f"{words}/{n}".encode()).digest() for n in range(2))[:size]


SITE, ELSEWHERE = SigningKey(seed("site", 32)), SigningKey(seed("another site", 32))


def person(name: str, role: Role = "data-steward", site: SigningKey = SITE) -> Identity:
    """An unlocked identity; another site certifies the same keys."""
    signing, receiving = SigningKey(seed(f"sign {name}", 32)), ReceivingKey(seed(f"receive {name}", ReceivingKey.SEED))
    return Identity(certify(site, name, role, CREATED, signing.public, receiving.public), signing, receiving)
