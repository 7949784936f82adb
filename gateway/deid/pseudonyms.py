"""Keyed derivations for one project; random codes with a crosswalk that only the site can read.

45 CFR 164.514(c): a re-identification code must not be derived from information about the person; hence
`codes`. A keyed hash (`mac`) is derived, and belongs under expert determination or GDPR pseudonymisation.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from gateway.crypto.primitives import NONCE, derive, encrypt, mac
from gateway.deid.columns.pseudonym import HEAD_BYTES, written

LOOKUP = 16  # bytes of a MAC by which an original is found again
HELD = 50_000  # codes of a domain that stay at hand between parts: some 12 MB


class Crosswalk(Protocol):
    """Where random codes are kept: lookup → code, one namespace per domain."""

    def find(self, domain: str, lookups: Sequence[bytes]) -> dict[bytes, str]: ...
    def add(self, domain: str, rows: Sequence[tuple[bytes, str, bytes]]) -> bool: ...


class ProjectSecrets:
    """`Secrets` of one project. Another project's key, and so its codes, have nothing in common with them."""

    def __init__(self, key: bytes, project: str, crosswalk: Crosswalk, random: Callable[[int], bytes]) -> None:
        self._key = derive(key, f"project:{project}")
        self._project = project
        self._crosswalk = crosswalk
        self._random = random
        self._derived: dict[str, bytes] = {}
        self._held: dict[str, dict[str, str]] = {}

    def __getstate__(self) -> dict[str, object]:
        """To another process without the codes at hand."""
        return {**vars(self), "_held": {}}

    def mac(self, domain: str, message: bytes) -> bytes:
        """HMAC-SHA256 (32 bytes) of `message` under the project's key for `domain`."""
        return mac(self._key_of(domain), message)

    def codes(self, domain: str, values: list[str]) -> list[str]:
        """26 lower-case base32 characters (130 random bits) for each value; the same one whenever it is met again."""
        held = self._held.get(domain, {})
        codes = {value: held.get(value, "") for value in values}
        if missing := [value for value, code in codes.items() if not code]:
            codes |= self._found_or_drawn(domain, missing)
            self._held[domain] = held | codes if len(held) + len(missing) <= HELD else codes
        return [codes[value] for value in values]

    def _found_or_drawn(self, domain: str, values: list[str]) -> dict[str, str]:
        key, where = self._key_of(f"lookup:{domain}"), f"{self._project}/{domain}"
        lookups = {mac(key, value.encode())[:LOOKUP]: value for value in values}
        known = self._crosswalk.find(where, list(lookups))
        if fresh := {lookup: value for lookup, value in lookups.items() if lookup not in known}:
            known |= self._draw(where, domain, fresh)
        return {lookups[lookup]: code for lookup, code in known.items()}

    def _draw(self, where: str, domain: str, fresh: Mapping[bytes, str]) -> dict[bytes, str]:
        key = self._key_of(f"sealed:{domain}")
        codes = dict(zip(fresh, written(self._random(HEAD_BYTES * len(fresh))).to_pylist(), strict=True))
        nonces = self._random(NONCE * len(fresh))
        rows = [
            (lookup, codes[lookup], encrypt(key, nonces[n * NONCE : (n + 1) * NONCE], value.encode(), lookup))
            for n, (lookup, value) in enumerate(fresh.items())
        ]
        return codes if self._crosswalk.add(where, rows) else self._crosswalk.find(where, list(fresh))

    def _key_of(self, domain: str) -> bytes:
        if domain not in self._derived:
            self._derived[domain] = derive(self._key, domain)
        return self._derived[domain]
