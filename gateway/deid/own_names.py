"""Released notes and the subjects they are about in; how many still hold two of the subject's own names in a row out.

Like `leaks`, it knows nothing of recognisers: it compares neighbouring capitalised words with the subject's record.
"""

import re

import pyarrow as pa
import pyarrow.compute as pc

from gateway.deid.names import PARTICLES
from gateway.deid.own_records import OwnRecords
from gateway.model import PatientRecord

_WORD = re.compile(r"\w+")


class OwnNames:
    """Knows the released subjects' names by the code that stands for each in the release."""

    def __init__(self, records: OwnRecords, subjects: pa.StringArray, codes: pa.Array) -> None:
        self._records = records
        self._subjects, self._codes = subjects, codes

    def standing(self, texts: pa.StringArray, codes: pa.Array) -> int:
        """How many of `texts` (one code each) name their subject."""
        subjects = self._subjects.take(pc.index_in(codes.cast(pa.string()), value_set=self._codes))
        records = self._records.of(subjects.unique().drop_null())
        names = {subject: _names(record) for subject, record in records.items()}
        pairs = zip(texts.to_pylist(), subjects.to_pylist(), strict=True)
        return sum(_names_subject(text, names.get(subject, frozenset())) for text, subject in pairs if text)


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
