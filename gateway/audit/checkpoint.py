"""Signed checkpoints in C2SP's formats signed-note and tlog-checkpoint, which transparency-log tools read.

A checkpoint's text is three lines: the log's origin, its size, its root hash in base64. A note is a text, an
empty line, and a line for each signature. For instance, from a log of the hospital `example.org`:

    example.org/gateway
    42
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

    — example.org/gateway Az3grlgtzPICa5OS8npVmf1M…

Formatting and parsing are exact inverses: what does not print back to itself is malformed.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Protocol

from gateway.crypto.primitives import VerifyingKey
from gateway.errors import IntegrityError

ED25519, COSIGNATURE = b"\x01", b"\x04"  # signed-note, "Signature types"
_MOST_SIGNATURES = 64  # signed-note asks for a limit, of at least 16
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE_LINE = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/]+={0,2})")
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Signer(Protocol):
    """Whoever signs checkpoints: a key's name, its 32 public bytes (RFC 8032), and Ed25519 over bytes."""

    @property
    def name(self) -> str: ...

    @property
    def public_key_bytes(self) -> bytes: ...

    def sign(self, data: bytes, /) -> bytes:
        """64 bytes of Ed25519 signature over `data`."""
        ...


@dataclass(frozen=True)
class VerificationKey:
    """A signer's name and Ed25519 public key; `str()` gives the vkey line that a verifier is handed."""

    name: str
    public: bytes
    algorithm: bytes = ED25519

    def __post_init__(self) -> None:
        known = self.algorithm in (ED25519, COSIGNATURE)
        if not known or not re.fullmatch(r"[^\s+]+", self.name) or len(self.public) != 32:
            raise _malformed("verification key")

    @cached_property
    def id(self) -> bytes:
        """The four bytes that tell keys apart, an identifier only (signed-note, "Signatures")."""
        return sha256(self.name.encode() + b"\n" + self.algorithm + self.public).digest()[:4]

    @cached_property
    def _key(self) -> VerifyingKey:
        return VerifyingKey(self.public)

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{b64encode(self.algorithm + self.public).decode()}"

    @classmethod
    def parse(cls, text: str) -> "VerificationKey":
        """Read a vkey line; raises IntegrityError where it is malformed or its id is not its key's."""
        name, _, rest = text.partition("+")
        encoded = _base64(rest.partition("+")[2], "verification key")
        key = cls(name, encoded[1:], encoded[:1])
        if str(key) != text:  # a wrong id or another spelling
            raise _malformed("verification key")
        return key

    def verifies(self, data: bytes, signature: bytes) -> bool:
        """Whether `signature` is this key's over `data`."""
        return self._key.holds(signature, data)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line of a note."""

    name: str
    key_id: bytes
    value: bytes

    def __str__(self) -> str:
        return f"— {self.name} {b64encode(self.key_id + self.value).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text, its last newline included, and the signatures below it, of which nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return f"{self.text}\n{''.join(map(str, self.signatures))}"

    @classmethod
    def parse(cls, raw: str) -> "Note":
        """Split a note; raises IntegrityError where it is malformed."""
        text, gap, signatures = raw.rpartition("\n\n")  # the last empty line: the text may hold others
        *lines, rest = signatures.split("\n")
        if not gap or not text or rest or not 0 < len(lines) <= _MOST_SIGNATURES or _CONTROL.search(raw):
            raise _malformed("note")
        note = cls(text + "\n", tuple(map(_signature, lines)))
        if str(note) != raw:
            raise _malformed("note")
        return note

    def verify(self, key: VerificationKey) -> None:
        """Raise IntegrityError unless `key` signed the text; signatures of other keys are ignored."""
        ours = [s.value for s in self.signatures if (s.name, s.key_id) == (key.name, key.id)]
        if not ours:
            raise IntegrityError(
                f"the note is not signed by {key.name}", hint="check it with the key that signed it"
            )
        data = self.text.encode()
        if key.algorithm != ED25519 or not all(key.verifies(data, value) for value in ours):
            raise IntegrityError(
                f"the signature of {key.name} does not hold", hint="the note was changed or forged"
            )


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The log of that origin held `size` events under this 32-byte root; `str()` gives the text to sign."""

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join((self.origin, str(self.size), b64encode(self.root).decode(), *self.extensions, ""))

    @classmethod
    def parse(cls, text: str) -> "Checkpoint":
        """Read a checkpoint's text; raises IntegrityError where it is malformed."""
        lines = text.split("\n")
        if len(lines) < 4 or lines.pop() or not all(lines) or not _SIZE.fullmatch(lines[1]):
            raise _malformed("checkpoint")
        checkpoint = cls(lines[0], int(lines[1]), _base64(lines[2], "checkpoint"), tuple(lines[3:]))
        if len(checkpoint.root) != 32 or str(checkpoint) != text:
            raise _malformed("checkpoint")
        return checkpoint


def sign(checkpoint: Checkpoint, signer: Signer) -> str:
    """The signed note of a checkpoint."""
    key = VerificationKey(signer.name, signer.public_key_bytes)
    text = str(checkpoint)
    return str(Note(text, (Signature(key.name, key.id, signer.sign(text.encode())),)))


def read(raw: bytes, key: VerificationKey, origin: str) -> Checkpoint:
    """The checkpoint in a signed note; raises IntegrityError unless `key` signed it for the log `origin`."""
    try:
        note = Note.parse(raw.decode())
    except UnicodeDecodeError:
        raise _malformed("note") from None
    note.verify(key)
    checkpoint = Checkpoint.parse(note.text)
    if checkpoint.origin != origin:
        raise IntegrityError(
            f"the checkpoint is not of the log {origin}", hint="give a checkpoint of this site's log"
        )
    return checkpoint


def _signature(line: str) -> Signature:
    found = _SIGNATURE_LINE.fullmatch(line)
    value = _base64(found[2], "note") if found else b""
    if not found or len(value) <= 4:
        raise _malformed("note")
    return Signature(found[1], value[:4], value[4:])


def _base64(text: str, where: str) -> bytes:
    """Decode standard base64 (RFC 4648 §4); the callers print it back, which refuses other spellings."""
    try:
        return b64decode(text, validate=True)
    except ValueError:
        raise _malformed(where) from None


def _malformed(what: str) -> IntegrityError:
    return IntegrityError(f"the {what} is malformed", hint=f"give the {what} exactly as it was issued")
