"""What an event says of somebody in particular: the event holds a salted commitment, the opening lies beside the log.

A commitment is the SHA-256 of 32 random bytes and the value. Its opening, those bytes and the value, is kept encrypted
in a table of its own, from which it can be erased (GDPR Art. 17): the log then still verifies, and nobody can tell any
more what the commitment stands for, not even who holds every key and knows every patient's identifier.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from gateway.crypto.primitives import NONCE, decrypt, encrypt
from gateway.errors import IntegrityError, KeyRefused

PREFIX = "sha256-salted:"
SALT = 32  # bytes
_MARK = PREFIX.encode()
Place = tuple[int, str]  # event and field


@dataclass(frozen=True, slots=True)
class Details:
    """How many commitments of the log have an opening that fits, and how many openings were erased."""

    kept: int
    erased: int


class Vault:
    """Conceals values for events; `key` encrypts the openings, `random` gives as many random bytes as asked.

    commitment: what a data subject's details are found by.
    """

    def __init__(self, key: bytes, random: Callable[[int], bytes], commitment: Callable[[str], bytes]) -> None:
        self._key = key
        self._random = random
        self._commitment = commitment

    def conceal(self, value: str, subject: str | None = None) -> "Concealed":
        """A commitment to `value`, which tells of `subject` if it is given."""
        opening = self._random(SALT) + value.encode()
        found_by = None if subject is None else self._commitment(subject)
        return Concealed(PREFIX + sha256(opening).hexdigest(), found_by, opening, self)

    def seal(self, opening: bytes, place: Place) -> bytes:
        """An opening for the table, bound to its event and field."""
        return encrypt(self._key, self._random(NONCE), opening, _context(place))

    def value(self, sealed: bytes, place: Place, commitment: str) -> str:
        """What the commitment stands for. Raises IntegrityError where the opening was changed or is another's."""
        seq, name = place
        try:
            opening = decrypt(self._key, sealed, _context(place))
            if PREFIX + sha256(opening).hexdigest() == commitment:
                return opening[SALT:].decode()
        except KeyRefused:
            pass
        what = f"the details of event {seq} ({name}) were changed: they do not open its commitment"
        raise IntegrityError(what, hint="the log itself holds; restore the details from a backup") from None


@dataclass(frozen=True, slots=True)
class Concealed:
    """What stands for a value in an event, with its opening, which `Log.record` keeps."""

    commitment: str
    subject: bytes | None
    _opening: bytes = field(repr=False)
    _vault: Vault = field(repr=False)

    def row(self, place: Place) -> dict[str, Any]:
        """The row of the table of details."""
        sealed = self._vault.seal(self._opening, place)
        return {"seq": place[0], "field": place[1], "subject": self.subject, "sealed": sealed}


def commitments(body: bytes) -> dict[str, str]:
    """The commitments in a stored event, by field."""
    if _MARK not in body:
        return {}
    try:
        fields = json.loads(body).items()
    except (ValueError, AttributeError, RecursionError):
        return {}  # it is no event, which is not for this check to say
    return {name: value for name, value in fields if isinstance(value, str) and value.startswith(PREFIX)}


def check(
    vault: Vault, concealed: Mapping[Place, str], kept: Mapping[Place, bytes], erased: Collection[int]
) -> Details:
    """Raise IntegrityError naming the first event whose details are not as they must be; else count them.

    concealed: every commitment of the log. kept: the openings. erased: the events of which the log says so.
    """
    for place in sorted(concealed.keys() | kept.keys()):
        seq, name = place
        if place not in concealed:
            raise _fault(f"the details of event {seq} ({name}) are extra: the event has no such commitment")
        if place in kept and seq in erased:
            raise _fault(f"the details of event {seq} ({name}) were erased, and are there")
        if place in kept:
            vault.value(kept[place], place, concealed[place])
        elif seq not in erased:
            raise _fault(f"the details of event {seq} ({name}) are missing, and no event tells that they were erased")
    return Details(len(kept), len(concealed) - len(kept))


def _context(place: Place) -> bytes:
    return f"{place[0]}/{place[1]}".encode()


def _fault(what: str) -> IntegrityError:
    return IntegrityError(what, hint="the log itself holds; keep the database for the investigation")
