"""Scrubbing: what a detector finds is replaced, whatever stands around it; what it cannot scan is not passed on."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from presidio_anonymizer.entities import OperatorConfig

from gateway.deid import rewriting
from gateway.deid.cohort import POOL, Cohort
from gateway.deid.columns import Unreadable
from gateway.deid.own_records import OwnRecords
from gateway.deid.rewriting import Substitute, rewrite
from gateway.deid.text import Scrubber
from gateway.model import Detection, PatientRecord, Sighting, Span

from .secrets import SEPSIS

WORDS = {
    "Ada": "PATIENT",
    "Lee": "PATIENT",
    "12/25/2025": "DATE",
    "Bo": "STAFF",
    "Zoe\u0308": "RELATIVE",
    "👩‍⚕️": "STAFF",
}


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


def scrubber(finds: Finds | None = None, records: OwnRecords | None = None, days: int | None = 30) -> Scrubber:
    return Scrubber(finds or Finds(), SEPSIS, records, days, date(2026, 6, 1))


def scrub(text: str, mode: str = "placeholder", keep: tuple[str, ...] = (), subject: str | None = "p1") -> str:
    return scrubber()(strings(text), strings(subject), mode, keep)[0].as_py()


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


@pytest.mark.parametrize(
    "note",
    ["DOB: {}", "Date of birth {}", "born on {}", "d.o.b. {}", "BIRTHDATE={}"],
    ids=lambda note: note.strip("{}"),
)
def test_a_birth_date_is_not_shifted_since_the_tables_generalise_it(note: str) -> None:
    clean = scrub(note.format("12/25/2025"), "surrogate")
    assert clean == note.format("[BIRTH_DATE]")


def test_a_date_of_ninety_years_ago_is_not_shifted() -> None:
    old = scrubber(Finds({"12/25/1936": "DATE", "12/25/1937": "DATE"}))
    [clean] = old(strings("12/25/1936, 12/25/1937"), strings("p1"), "surrogate", ()).to_pylist()
    assert re.fullmatch(r"\[BIRTH_DATE\], \d\d/\d\d/193[78]", clean)


@given(
    st.lists(st.tuples(st.text(max_size=4), st.sampled_from([*WORDS, ""])), max_size=30),
    st.integers(1, 40),
    st.sampled_from(["placeholder", "surrogate"]),
)
def test_in_pieces_or_whole_it_is_the_same_as_by_hand(parts: list[tuple[str, str]], at_once: int, mode: str) -> None:
    text = "".join(before + word for before, word in parts)
    spans = Finds().detect(text).spans
    expected, at = "", 0
    for span in spans:
        expected, at = f"{expected}{text[at : span.start]}<{span.entity}:{text[span.start : span.end]}>", span.end
    expected += text[at:]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rewriting, "SPANS_AT_ONCE", at_once)
        assert rewrite(text, spans, lambda entity, found: f"<{entity}:{found}>") == expected
        in_pieces = scrubber()(strings(text), strings("p1"), mode, ())
    assert in_pieces == scrubber()(strings(text), strings("p1"), mode, ())


def test_a_long_note_is_scrubbed_as_a_short_one() -> None:
    sentence = "Ada Lee saw Bo on 12/25/2025 😀. "
    assert scrub(sentence * 500) == scrub(sentence) * 500


def test_null_texts_stay_null_and_are_not_scanned() -> None:
    finds = Finds()
    scrubbed = scrubber(finds)(strings(None, "Ada", None), strings("p1", None, None), "placeholder", ())
    assert scrubbed.to_pylist() == [None, "[PATIENT]", None]
    assert len(finds.records) == 1


def test_numbers_are_scanned_as_text() -> None:
    scrub_numbers = scrubber(Finds({"6035550123": "PHONE"}))
    column = pa.array([6035550123, None, 7])
    assert scrub_numbers(column, strings("p1", "p1", "p1"), "placeholder", ()).to_pylist() == ["[PHONE]", None, "7"]


def test_notes_that_were_not_scanned_whole_are_unreadable() -> None:
    one = scrubber()
    with pytest.raises(Unreadable) as caught:
        one(strings("Ada", "BROKEN CANARY", None, "BROKEN"), strings(*["p1"] * 4), "placeholder", ())
    assert caught.value.rows.to_pylist() == [False, True, False, True]
    assert caught.value.reason == "not scanned whole"
    assert one.take_tally().spans == Counter()  # the rows are done again without those


def test_spans_are_counted_by_entity_and_taken_once() -> None:
    one = scrubber()
    for text in ("Ada Lee", "Bo, Ada"):
        one(strings(text), strings("p1"), "surrogate", ())
    one(strings("Ada Bo"), strings("p1"), "placeholder", ("STAFF",))
    assert one.take_tally().spans == {"PATIENT": 4, "STAFF": 1}
    assert one.take_tally().spans == {}


def test_each_note_is_scanned_with_its_own_subject_s_record() -> None:
    rows = pa.table({"pid": strings("p1", "p2"), "given": strings("Ada", "Bea")})
    finds = Finds()
    own = OwnRecords({"pid": "subject", "given": "name.given"}, rows, "pid")
    scrubber(finds, own)(strings("a", "b", "c", "d"), strings("p2", "p1", "p9", None), "placeholder", ())
    assert [record and record.identifiers[1].value for record in finds.records] == ["Bea", "Ada", None, None]


def test_the_detector_is_made_once_and_only_when_a_note_comes() -> None:
    finds = Finds()
    one = scrubber(finds)
    one(strings(None), strings("p1"), "placeholder", ())
    assert finds.made == 0
    for _ in range(3):
        one(strings("Ada"), strings("p1"), "placeholder", ())
    assert finds.made == 1


def test_a_given_name_is_a_given_name_wherever_it_stands() -> None:
    rows = pa.table({"pid": strings("p1"), "given": strings("Lee")})
    records = OwnRecords({"pid": "subject", "given": "name.given"}, rows, "pid")
    known = scrubber(records=records)(strings("Lee"), strings("p1"), "surrogate", ())
    unknown = scrubber()(strings("Lee"), strings("p1"), "surrogate", ())
    assert known != unknown


def test_the_operator_demands_its_parameter() -> None:
    assert (Substitute().operator_name(), Substitute().operator_type().name) == ("substitute", "Anonymize")
    for params in (None, {}, OperatorConfig("substitute").params):
        with pytest.raises(ValueError, match="needs `replace`"):
            Substitute().validate(params)


class Sees(Finds):
    """A detector that also tells where the record stood."""

    def detect(self, text: str, record: PatientRecord | None = None) -> Detection:
        seen = (Sighting("name.given", "PATIENT", True), Sighting("date.birth", "DATE", False))
        return replace(super().detect(text, record), sightings=seen)


def test_what_the_record_knew_is_counted_by_kind_and_by_group() -> None:
    groups = Cohort(strings("p1", "p2"), {"sex": strings("F", "M")})
    one = scrubber(Sees()).measuring(groups)
    one(strings("x", "x", "x"), strings("p1", "p2", None), "placeholder", ())
    tally = one.take_tally()
    assert tally.stood == {"kind: name.given": 3, "kind: date.birth": 3, f"sex: {POOL}": 4}
    assert tally.missed == {"kind: date.birth": 3, f"sex: {POOL}": 2}
    assert one.take_tally().stood == {}


def test_what_the_policy_keeps_was_not_missed() -> None:
    one = scrubber(Sees())
    one(strings("x"), strings("p1"), "placeholder", ("DATE",))
    assert one.take_tally().missed == {}
