"""Checkpoints signed by a second party too, in C2SP's format tlog-cosignature: who holds one saw that very log.

A cosignature is one more signature line of the note, of type 4, over a time and the checkpoint's text:

    cosignature/v1
    time 1679315147
    example.com/behind-the-sofa
    20852163
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

The second party signs only after it verified the log, and that the log extends what it signed before.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from gateway.audit.checkpoint import COSIGNATURE, Note, Signature, VerificationKey
from gateway.errors import IntegrityError

_LATEST = 2**63  # tlog-cosignature: larger times are refused


def cosign(note: str, key: VerificationKey, sign: Callable[[bytes], bytes], at: datetime) -> str:
    """The note with a cosignature more; an older one of the same key is replaced."""
    parsed, seconds = Note.parse(note), int(at.timestamp())
    others = tuple(s for s in parsed.signatures if (s.name, s.key_id) != (key.name, key.id))
    value = seconds.to_bytes(8) + sign(_message(seconds, parsed.text))
    return str(Note(parsed.text, (*others, Signature(key.name, key.id, value))))


def cosigned(note: str, key: VerificationKey) -> datetime:
    """When `key` cosigned the note; raises IntegrityError where it did not, or a cosignature of it does not hold."""
    parsed = Note.parse(note)
    ours = [s.value for s in parsed.signatures if (s.name, s.key_id) == (key.name, key.id)]
    if not ours or key.algorithm != COSIGNATURE:
        raise IntegrityError(f"the checkpoint is not cosigned by {key.name}", hint="ask them to cosign it")
    for value in ours:
        seconds = int.from_bytes(value[:8])
        if seconds >= _LATEST or not key.verifies(_message(seconds, parsed.text), value[8:]):
            what = f"the cosignature of {key.name} does not hold"
            raise IntegrityError(what, hint="the checkpoint was changed or forged")
    return datetime.fromtimestamp(max(int.from_bytes(value[:8]) for value in ours), UTC)


def _message(seconds: int, text: str) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()
