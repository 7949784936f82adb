"""The few primitives that the gateway uses, from `cryptography`, each behind one function."""

import hmac
from hashlib import sha256

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from gateway.errors import IntegrityError, KeyRefused

_SUITE = Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # RFC 9180 with X-Wing
_MLKEM_SEED, _MLKEM_PUBLIC = 64, 1184  # bytes, FIPS 203
NONCE = 12
PUBLIC = 32  # bytes of an Ed25519 or X25519 public key


def derive(key: bytes, label: str) -> bytes:
    """32 bytes of HKDF-SHA256 (RFC 5869) from `key` for the use that `label` names."""
    return HKDF(hashes.SHA256(), length=32, salt=None, info=label.encode()).derive(key)


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256 (RFC 2104), 32 bytes."""
    return hmac.digest(key, message, "sha256")


def encrypt(key: bytes, nonce: bytes, plaintext: bytes, context: bytes) -> bytes:
    """AES-256-GCM under a 12-byte nonce that `key` never meets again; the nonce comes first in the result."""
    return nonce + AESGCM(key).encrypt(nonce, plaintext, context)


def decrypt(key: bytes, sealed: bytes, context: bytes) -> bytes:
    """Undo `encrypt`. Raises KeyRefused where key, context or bytes are not the ones it was made with."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
    except (InvalidTag, ValueError):
        raise KeyRefused("the key does not open this") from None


def passphrase_key(passphrase: str, salt: bytes, cost: int) -> bytes:
    """32 bytes of scrypt (RFC 7914) with N = `cost`, r = 8, p = 1."""
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


class SigningKey:
    """An Ed25519 key (RFC 8032) made from a 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(seed)

    @property
    def public(self) -> bytes:
        """The 32-byte verification key."""
        return self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """64 bytes."""
        return self._key.sign(message)


class VerifyingKey:
    """An Ed25519 public key, parsed once for many signatures."""

    def __init__(self, public: bytes) -> None:
        self._key = Ed25519PublicKey.from_public_bytes(public)

    def holds(self, signature: bytes, message: bytes) -> bool:
        """Whether `signature` is of `message` by this key."""
        try:
            self._key.verify(signature, message)
        except InvalidSignature:
            return False
        return True


def check_signature(public: bytes, signature: bytes, message: bytes, what: str) -> None:
    """Raise IntegrityError, naming `what`, unless `signature` is of `message` by the key `public`."""
    if len(public) != PUBLIC or not VerifyingKey(public).holds(signature, message):
        hint = "it was changed after it was signed, or signed by somebody else"
        raise IntegrityError(f"{what}: the signature does not hold", hint=hint)


class ReceivingKey:
    """An X-Wing key (ML-KEM-768 and X25519) made from a 96-byte seed."""

    SEED = _MLKEM_SEED + 32
    PUBLIC = _MLKEM_PUBLIC + PUBLIC

    def __init__(self, seed: bytes) -> None:
        self._mlkem = mlkem.MLKEM768PrivateKey.from_seed_bytes(seed[:_MLKEM_SEED])
        self._x25519 = x25519.X25519PrivateKey.from_private_bytes(seed[_MLKEM_SEED:])

    @property
    def public(self) -> bytes:
        """1216 bytes: ML-KEM-768 encapsulation key, then X25519 public key."""
        return self._mlkem.public_key().public_bytes_raw() + self._x25519.public_key().public_bytes_raw()

    def open(self, sealed: bytes, info: bytes) -> bytes:
        """Undo `seal_for`. Raises KeyRefused."""
        try:
            return _SUITE.decrypt(sealed, MLKEM768X25519PrivateKey(self._mlkem, self._x25519), info=info)
        except (InvalidTag, ValueError):
            raise KeyRefused("the grant was not made for this identity, or was changed") from None


def seal_for(public: bytes, plaintext: bytes, info: bytes) -> bytes:
    """HPKE base mode (RFC 9180) to a receiving key; `info` is bound to it."""
    key = MLKEM768X25519PublicKey(
        mlkem.MLKEM768PublicKey.from_public_bytes(public[:_MLKEM_PUBLIC]),
        x25519.X25519PublicKey.from_public_bytes(public[_MLKEM_PUBLIC:]),
    )
    return _SUITE.encrypt(plaintext, key, info=info)


def fingerprint(public: bytes) -> str:
    """The first 16 hex digits of SHA-256: what people compare."""
    return sha256(public).hexdigest()[:16]
