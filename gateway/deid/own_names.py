"""Released notes and the subjects they are about in; how many still hold two of the subject's own names in a row out.

Like `leaks`, it knows nothing of recognisers: it compares neighbouring capitalised words with the subject's record.
"""

import re
from collections.abc import Iterable, Mapping

import pyarrow as pa

from gateway.deid.names import PARTICLES
from gateway.deid.own_records import OwnRecords
from gateway.model import PatientRecord

_WORD = re.compile(r"\w+")


class OwnNames:
    """Knows the released subjects' names by the code that stands for each in the release."""

    def __init__(self, records: OwnRecords, subjects: pa.StringArray, codes: pa.Array) -> None:
        self._records = records
        self._subject_of: Mapping[str, str] = dict(zip(codes.to_pylist(), subjects.to_pylist(), strict=True))

    def standing(self, texts: Iterable[str | None], codes: Iterable[str | None]) -> int:
        """How many of `texts` (one code each) name their subject."""
        pairs = [(text, self._subject_of[code]) for text, code in zip(texts, codes, strict=True) if text and code]
        records = self._records.of(pa.array({subject for _, subject in pairs}, pa.string()))
        names = {subject: _names(record) for subject, record in records.items()}
        return sum(_names_subject(text, names.get(subject, frozenset())) for text, subject in pairs)


def _names(record: PatientRecord) -> frozenset[str]:
    own = ("name.given", "name.family", "name.maiden", "name.full")
    words = (word for i in record.identifiers if i.kind in own for word in _WORD.findall(i.value.casefold()))
    return frozenset(word for word in words if len(word) > 1 and word not in PARTICLES)


def _names_subject(text: str, names: frozenset[str]) -> bool:
    """Two different names side by side, both capitalised: one alone may be a word, a relative's or a street's."""
    before = ""
    for match in _WORD.finditer(text):
        word = match[0].casefold() if match[0][0].isupper() else ""
        if word in names and before in names and word != before:
            return True
        before = word
    return False
