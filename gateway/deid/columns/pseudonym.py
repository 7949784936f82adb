"""Replace a key by a code that still joins tables of one project and names nobody."""

from typing import ClassVar, Literal

import numpy as np
import pyarrow as pa

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, text
from gateway.model import Secrets

CODE_CHARACTERS = 26  # of five bits each: 130 bits, beyond any chance of two keys sharing a code
HEAD_BYTES = 17  # of the digest, which hold those bits
ALPHABET = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz234567", np.uint8)


class Pseudonym(Transform):
    """Equal keys of one kind get equal codes in every table of a project, and others in another project.

    random: codes drawn at random and kept in the site's crosswalk; 45 CFR 164.514(c) asks for this under
    Safe Harbor, as such a code is not derived from information about the person.
    hmac: codes derived with the project's key; for Expert Determination and for GDPR pseudonymisation.
    """

    name: ClassVar[str] = "pseudonym"
    primary: ClassVar[str] = "method"
    method: Literal["random", "hmac"]

    def apply(self, values: Column, rows: Rows) -> Column:
        """Any key column in, string array out. Raises Unreadable ("not text")."""
        keys = Distinct.of(text(values))
        words = keys.words()
        if self.method == "random":
            codes = rows.secrets.codes(rows.kind, words) if words else []
            return keys.spread(pa.array(codes, pa.string()))
        return keys.spread(keyed_codes(rows.secrets, f"pseudonym:{rows.kind}", words))


def keyed_codes(secrets: Secrets, domain: str, words: list[str]) -> Column:
    """One code of 26 characters a-z and 2-7 per word: the head of its HMAC-SHA256 in base 32 (RFC 4648)."""
    return written(b"".join(secrets.mac(domain, word.encode())[:HEAD_BYTES] for word in words))


def written(heads: bytes) -> Column:
    """A code of 26 characters for each 17 bytes: their first 130 bits in base 32, lower case."""
    bits = np.unpackbits(np.frombuffer(heads, np.uint8).reshape(-1, HEAD_BYTES), axis=1)
    groups = bits[:, : CODE_CHARACTERS * 5].reshape(-1, CODE_CHARACTERS, 5)
    letters = ALPHABET[np.packbits(groups, axis=2)[:, :, 0] >> 3]
    codes = pa.FixedSizeBinaryArray.from_buffers(
        pa.binary(CODE_CHARACTERS), len(letters), [None, pa.py_buffer(letters.tobytes())]
    )
    return codes.cast(pa.binary()).cast(pa.string())
