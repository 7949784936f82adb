"""Scrubbing: what a detector finds is replaced, whatever stands around it; what it could not scan is never passed on."""

import re
from collections import Counter
from collections.abc import Mapping

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer.entities import OperatorConfig

from gateway.deid import text as module
from gateway.deid.columns import Unreadable
from gateway.deid.own_records import OwnRecords
from gateway.deid.text import Scrubber, Substitute
from gateway.model import Detection, PatientRecord, Span

from .secrets import SEPSIS

WORDS = {"Ada": "PATIENT", "Lee": "PATIENT", "12/25/2025": "DATE", "Bo": "STAFF", "Zoe\u0308": "RELATIVE", "👩‍⚕️": "STAFF"}


class Finds:
    """A detector that finds given words, quarantines notes that say so, and keeps whose record it was given."""

    def __init__(self, words: Mapping[str, str] = WORDS) -> None:
        self._words = words
        self.records: list[PatientRecord | None] = []
        self.made = 0

    def __call__(self) -> "Finds":
        self.made += 1
        return self

    def detect(self, text: str, record: PatientRecord | None = None) -> Detection:
        self.records.append(record)
        if "BROKEN" in text:
            return Detection("quarantined", reason="a recogniser failed")
        pattern = "|".join(map(re.escape, self._words))
        spans = [Span(m.start(), m.end(), self._words[m[0]], 0.9, ("test",)) for m in re.finditer(pattern, text)]
        return Detection("scanned", tuple(spans))


def strings(*words: str | None) -> pa.StringArray:
    return pa.array(words, pa.string())


def scrub(text: str, mode: str = "placeholder", keep: tuple[str, ...] = (), subject: str | None = "p1") -> str:
    scrubber = Scrubber(Finds(), SEPSIS, None, 30)
    return scrubber(strings(text), strings(subject), mode, keep)[0].as_py()


PLACEHOLDERS = {
    "": "",
    "nothing here": "nothing here",
    "Ada": "[PATIENT]",
    "Ada Lee": "[PATIENT] [PATIENT]",
    "AdaLee": "[PATIENT][PATIENT]",
    "AdaBoAda": "[PATIENT][STAFF][PATIENT]",
    "😀 Ada 😀😀 Lee 😀": "😀 [PATIENT] 😀😀 [PATIENT] 😀",
    "e\u0301te\u0301 Zoe\u0308\u0301 vu": "e\u0301te\u0301 [RELATIVE]\u0301 vu",
    "👩‍⚕️ Bo 👩‍⚕️": "[STAFF] [STAFF] [STAFF]",
    "\r\nAda\t\r\nseen 12/25/2025.\n\n": "\r\n[PATIENT]\t\r\nseen [DATE].\n\n",
    "<Ada> {Bo} [PATIENT] \\1 %s": "<[PATIENT]> {[STAFF]} [PATIENT] \\1 %s",
    "\U0010ffffAda\u2028Bo\u0085": "\U0010ffff[PATIENT]\u2028[STAFF]\u0085",
}


@pytest.mark.parametrize(("text", "clean"), PLACEHOLDERS.items())
def test_every_span_becomes_a_placeholder_and_the_rest_stays(text: str, clean: str) -> None:
    assert scrub(text) == clean


def test_kept_entities_stay() -> None:
    assert scrub("Ada met Bo on 12/25/2025", keep=("DATE", "STAFF")) == "[PATIENT] met Bo on 12/25/2025"


def test_surrogates_are_the_subject_s_own_and_consistent() -> None:
    clean = scrub("Ada, Ada and ADA: 12/25/2025", "surrogate")
    first, second = re.match(r"(\w+), (\w+) and ADA", clean).groups()  # type: ignore[union-attr]
    assert first == second != "Ada"
    assert "12/25/2025" not in clean
    assert re.search(r"\d\d/\d\d/202[56]$", clean)
    assert scrub("Ada, Ada and ADA: 12/25/2025", "surrogate") == clean
    assert scrub("Ada", "surrogate", subject="p2") != scrub("Ada", "surrogate", subject="p3")
    assert scrub("Ada", "surrogate", subject=None) != "Ada"


@given(
    st.lists(st.tuples(st.text(max_size=4), st.sampled_from([*WORDS, ""])), max_size=30),
    st.integers(1, 40),
    st.sampled_from(["placeholder", "surrogate"]),
)
def test_in_pieces_or_whole_it_is_the_same_as_by_hand(parts: list[tuple[str, str]], at_once: int, mode: str) -> None:
    text = "".join(before + word for before, word in parts)
    spans = Finds().detect(text).spans
    made = [f"<{n}:{text[span.start : span.end]}>" for n, span in enumerate(spans)]
    expected, at = "", 0
    for span, replacement in zip(spans, made, strict=True):
        expected, at = expected + text[at : span.start] + replacement, span.end
    expected += text[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "SPANS_AT_ONCE", at_once)
        by_text = {text[s.start : s.end]: m for s, m in zip(spans, made, strict=True)}
        plain = re.sub(r"<\d+:", "<", expected)
        scrubber = Scrubber(Finds(), SEPSIS, None, None)
        assert scrubber.replace(text, spans, lambda _entity, found: f"<{found}>") == plain
        assert len(by_text) <= len(spans)
        whole = Scrubber(Finds(), SEPSIS, None, 30)(strings(text), strings("p1"), mode, ())
    assert whole == Scrubber(Finds(), SEPSIS, None, 30)(strings(text), strings("p1"), mode, ())


def test_a_long_note_is_scrubbed_as_a_short_one() -> None:
    sentence = "Ada Lee saw Bo on 12/25/2025 😀. "
    assert scrub(sentence * 500) == scrub(sentence) * 500


def test_null_texts_stay_null_and_are_not_scanned() -> None:
    finds = Finds()
    scrubbed = Scrubber(finds, SEPSIS, None, None)(strings(None, "Ada", None), strings("p1", None, None), "placeholder", ())
    assert scrubbed.to_pylist() == [None, "[PATIENT]", None]
    assert len(finds.records) == 1


def test_numbers_are_scanned_as_text() -> None:
    scrubber = Scrubber(Finds({"6035550123": "PHONE"}), SEPSIS, None, None)
    column = pa.array([6035550123, None, 7])
    assert scrubber(column, strings("p1", "p1", "p1"), "placeholder", ()).to_pylist() == ["[PHONE]", None, "7"]


def test_notes_that_were_not_scanned_whole_are_unreadable() -> None:
    scrubber = Scrubber(Finds(), SEPSIS, None, None)
    with pytest.raises(Unreadable) as caught:
        scrubber(strings("Ada", "BROKEN CANARY", None, "BROKEN"), strings(*["p1"] * 4), "placeholder", ())
    assert caught.value.rows.to_pylist() == [False, True, False, True]
    assert caught.value.reason == "not scanned whole"
    assert scrubber.take_spans() == Counter()  # the rows are done again without those


def test_spans_are_counted_by_entity_and_taken_once() -> None:
    scrubber = Scrubber(Finds(), SEPSIS, None, None)
    for text in ("Ada Lee", "Bo, Ada"):
        scrubber(strings(text), strings("p1"), "surrogate", ())
    scrubber(strings("Ada Bo"), strings("p1"), "placeholder", ("STAFF",))
    assert scrubber.take_spans() == {"PATIENT": 4, "STAFF": 1}
    assert scrubber.take_spans() == {}


def test_each_note_is_scanned_with_its_own_subject_s_record() -> None:
    rows = pa.table({"pid": strings("p1", "p2"), "given": strings("Ada", "Bea")})
    finds = Finds()
    scrubber = Scrubber(finds, SEPSIS, OwnRecords({"pid": "subject", "given": "name.given"}, rows, "pid"), None)
    scrubber(strings("a", "b", "c", "d"), strings("p2", "p1", "p9", None), "placeholder", ())
    assert [record and record.identifiers[1].value for record in finds.records] == ["Bea", "Ada", None, None]


def test_the_detector_is_made_once_and_only_when_a_note_comes() -> None:
    finds = Finds()
    scrubber = Scrubber(finds, SEPSIS, None, None)
    scrubber(strings(None), strings("p1"), "placeholder", ())
    assert finds.made == 0
    for _ in range(3):
        scrubber(strings("Ada"), strings("p1"), "placeholder", ())
    assert finds.made == 1


def test_a_given_name_is_a_given_name_wherever_it_stands() -> None:
    rows = pa.table({"pid": strings("p1"), "given": strings("Lee")})
    records = OwnRecords({"pid": "subject", "given": "name.given"}, rows, "pid")
    known = Scrubber(Finds(), SEPSIS, records, None)(strings("Lee"), strings("p1"), "surrogate", ())
    unknown = Scrubber(Finds(), SEPSIS, None, None)(strings("Lee"), strings("p1"), "surrogate", ())
    assert known != unknown


def test_the_operator_demands_its_parameter() -> None:
    assert (Substitute().operator_name(), Substitute().operator_type().name) == ("substitute", "Anonymize")
    for params in (None, {}, OperatorConfig("substitute").params):
        with pytest.raises(ValueError, match="needs `replace`"):
            Substitute().validate(params)
