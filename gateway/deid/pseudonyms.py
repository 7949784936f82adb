"""Keyed derivations for one project; random codes with a crosswalk that only the site can read.

45 CFR 164.514(c): a re-identification code must not be derived from information about the person; hence
`codes`. A keyed hash (`mac`) is derived, and belongs under expert determination or GDPR pseudonymisation.
"""

import base64
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from gateway.crypto.primitives import NONCE, derive, encrypt, mac

LOOKUP = 16  # bytes of a MAC by which an original is found again


class Crosswalk(Protocol):
    """Where random codes are kept: lookup → code, one namespace per domain."""

    def find(self, domain: str, lookups: Sequence[bytes]) -> dict[bytes, str]: ...
    def add(self, domain: str, rows: Sequence[tuple[bytes, str, bytes]]) -> None: ...


class ProjectSecrets:
    """`Secrets` of one project. Another project's key, and so its codes, have nothing in common with them."""

    def __init__(self, key: bytes, project: str, crosswalk: Crosswalk, random: Callable[[int], bytes]) -> None:
        self._key = derive(key, f"project:{project}")
        self._project = project
        self._crosswalk = crosswalk
        self._random = random
        self._derived: dict[str, bytes] = {}

    def mac(self, domain: str, message: bytes) -> bytes:
        """HMAC-SHA256 (32 bytes) of `message` under the project's key for `domain`."""
        if domain not in self._derived:
            self._derived[domain] = derive(self._key, domain)
        return mac(self._derived[domain], message)

    def codes(self, domain: str, values: list[str]) -> list[str]:
        """26 lower-case base32 characters (130 random bits) for each value; the same one whenever it is met again."""
        lookups = [self.mac(f"lookup:{domain}", value.encode())[:LOOKUP] for value in values]
        where = f"{self._project}/{domain}"
        known = self._crosswalk.find(where, lookups)
        fresh = {lookup: value for lookup, value in zip(lookups, values, strict=True) if lookup not in known}
        if fresh:
            known |= self._draw(where, domain, fresh)
        return [known[lookup] for lookup in lookups]

    def _draw(self, where: str, domain: str, fresh: Mapping[bytes, str]) -> dict[bytes, str]:
        self.mac(f"sealed:{domain}", b"")  # derives the key
        key = self._derived[f"sealed:{domain}"]
        rows = []
        for lookup, value in fresh.items():
            code = base64.b32encode(self._random(17)).decode().lower()[:26]
            rows.append((lookup, code, encrypt(key, self._random(NONCE), value.encode(), lookup)))
        self._crosswalk.add(where, rows)
        return {lookup: code for lookup, code, _ in rows}
