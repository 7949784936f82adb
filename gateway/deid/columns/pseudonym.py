"""Replace a key by a code that still joins tables of one project and names nobody."""

from base64 import b32encode
from typing import ClassVar, Literal

import pyarrow as pa

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, text
from gateway.model import Secrets

CODE_CHARACTERS = 26  # of five bits each: 130 bits, beyond any chance of two keys sharing a code


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
        words = keys.values.to_pylist()
        if self.method == "random":
            codes = rows.secrets.codes(rows.kind, words) if words else []
        else:
            codes = [keyed_code(rows.secrets, f"pseudonym:{rows.kind}", word) for word in words]
        return keys.spread(pa.array(codes, pa.string()))


def keyed_code(secrets: Secrets, domain: str, word: str) -> str:
    """A word's code of 26 characters a-z and 2-7: the head of its HMAC-SHA256 in base 32 (RFC 4648)."""
    return b32encode(secrets.mac(domain, word.encode()))[:CODE_CHARACTERS].decode().lower()
