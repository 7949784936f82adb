"""The patient's own values in all the ways in which notes write them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.model import Identifier, PatientRecord

RECORD = PatientRecord(
    (
        Identifier("name.given", "Margaret"),
        Identifier("name.family", "Ruiz-O'Connell"),
        Identifier("name.maiden", "Long"),
        Identifier("name.relative", "Esteban Núñez"),
        Identifier("contact.phone", "(415) 555-0132"),
        Identifier("contact.email", "m.ruiz@example.org"),
        Identifier("id.mrn", "0012345-6"),
        Identifier("id.badge", "EMP-88421"),
        Identifier("geo.street", "1420 N. Maple Street Apt 4"),
        Identifier("geo.city", "Reading"),
        Identifier("geo.zip", "94110-1234"),
        Identifier("date.birth", "1961-03-04"),
        Identifier("org.employer", "Acme Widgets, Inc."),
        Identifier("demographic.race", "white"),
        Identifier("name.middle", ""),
    )
)


def found(detector, text, record=RECORD):
    detection = detector.detect(text, record)
    assert detection.status == "scanned", detection.reason
    return [
        (
            text[span.start : span.end],
            span.entity,
            tuple(e for e in span.evidence if e.startswith("record: ")),
        )
        for span in detection.spans
        if any(e.startswith("record: ") for e in span.evidence)
    ]


@pytest.mark.parametrize(
    ("text", "expected", "entity", "evidence"),
    [
        ("then margaret slept", "margaret", "PATIENT", "name.given"),
        ("then MARGARET slept", "MARGARET", "PATIENT", "name.given"),
        ("then Maggie slept", "Maggie", "PATIENT", "name.given, nickname"),
        ("then peggy's son", "peggy", "PATIENT", "name.given, nickname"),
        ("seen: RUIZ-O'CONNELL, MARGARET", "RUIZ-O'CONNELL, MARGARET", "PATIENT", "name.family"),
        ("for M. Ruiz today", "M. Ruiz", "PATIENT", "name.family, one part"),
        ("ruiz o'connell slept", "ruiz o'connell", "PATIENT", "name.family, joined"),
        ("RuizO'Connell slept", "RuizO'Connell", "PATIENT", "name.family, joined"),
        ("Ruiz O’Connell slept", "Ruiz O’Connell", "PATIENT", "name.family, joined"),
        ("Margarte slept", "Margarte", "PATIENT", "name.given, one letter off"),
        ("then Margret slept", "Margret", "PATIENT", "name.given, one letter off"),
        ("saw margret ruiz", "margret", "PATIENT", "name.given, one letter off"),
        ("pt MR slept", "MR", "INITIALS", "name.initials"),
        ("initials M.R. only", "M.R.", "INITIALS", "name.initials"),
        ("Ms. Long slept", "Long", "PATIENT", "name.maiden"),
        ("esteban nunez came", "esteban", "RELATIVE", "name.relative"),
        ("call 415.555.0132", "415.555.0132", "PHONE", "contact.phone"),
        ("call 4155550132", "4155550132", "PHONE", "contact.phone"),
        ("555 0132 rings", "555 0132", "PHONE", "contact.phone, last seven digits"),
        ("M.RUIZ@example.org", "M.RUIZ@example.org", "EMAIL", "contact.email"),
        ("no 123456 here", "123456", "MRN", "id.mrn"),
        ("no 00123456 here", "00123456", "MRN", "id.mrn"),
        ("no 12345-6 here", "12345-6", "MRN", "id.mrn"),
        ("badge emp88421", "emp88421", "ID", "id.badge"),
        ("at 1420 north maple st", "1420 north maple st", "STREET", "geo.street"),
        ("on Maple Street", "Maple Street", "STREET", "geo.street, without its number"),
        ("near Reading", "Reading", "CITY", "geo.city"),
        ("zip was 94110", "94110", "ZIP", "geo.zip"),
        ("b. 3/4/61", "3/4/61", "DATE", "date.birth"),
        ("b. 04-Mar-1961", "04-Mar-1961", "DATE", "date.birth"),
        ("b. March 4th, 1961", "March 4th, 1961", "DATE", "date.birth"),
        ("b. 19610304", "19610304", "DATE", "date.birth"),
        ("b. 4.3.1961", "4.3.1961", "DATE", "date.birth"),
        ("at Acme Widgets now", "Acme Widgets", "ORGANIZATION", "org.employer, short form"),
    ],
)
def test_found(detector, text, expected, entity, evidence):
    spans = found(detector, text)
    by_record = [(written, kind) for written, kind, names in spans if f"record: {evidence}" in names]
    assert any(expected in written and kind == entity for written, kind in by_record)  # a neighbour may join it


@pytest.mark.parametrize(
    "text",
    [
        "she was reading a book",
        "LONG TERM CARE",
        "I long for it",
        "follow up. Long discussion held",
        "white count normal",
        "1234567 and 9123456",
        "a margin of 2 cm",
        "MR of the knee",
        "55501329",
        "94110123",
    ],
)
def test_left_alone(detector, text):
    assert found(detector, text) == []


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ("1288 W 1500 S, Salt Lake City, UT 84104", "moved to 1288 w 1500 s, today", {"1288 w 1500 s"}),
        ("1288 W 1500 S, Salt Lake City, UT 84104", "1288 West 1500 South", {"1288 West 1500 South"}),
        ("1288 W 1500 S, Salt Lake City, UT 84104", "in Salt Lake City now", {"Salt Lake City"}),
        ("PO Box 88, Lodge Grass, MT 59050", "mail to P.O. BOX 88 in Lodge Grass", {"P.O. BOX 88", "Lodge Grass"}),
        ("12 Elm St, Apt 3, Troy, NY 12180", "12 elm st, apt 3; Troy 12180", {"12 elm st, apt 3", "Troy", "12180"}),
        (",", "it is, as said", set()),
        ("9", "took 9 of them", set()),
    ],
)
def test_the_parts_of_an_address(detector, value, text, expected):
    spans = found(detector, text, PatientRecord((Identifier("geo.address", value),)))
    assert {written for written, _, _ in spans} == expected


def test_own_name_in_front_of_an_instrument_is_the_instrument(detector):
    record = PatientRecord((Identifier("name.family", "Foley"),))
    assert found(detector, "Foley catheter placed", record) == []
    assert found(detector, "Foley slept", record) == [("Foley", "PATIENT", ("record: name.family",))]


def test_an_empty_record_is_no_record(detector):
    text = "Mr. Reyes slept"
    assert detector.detect(text, PatientRecord(())) == detector.detect(text)


def test_evidence_holds_no_value(detector):
    text = "Margaret Ruiz-O'Connell, 415-555-0132, MRN 123456, 1420 N Maple St, Acme Widgets"
    evidence = " ".join(e for span in detector.detect(text, RECORD).spans for e in span.evidence).lower()
    for value in ("margaret", "ruiz", "connell", "0132", "123456", "maple", "acme"):
        assert value not in evidence


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=30),
    st.text(max_size=30),
    st.sampled_from(["name.given", "id.mrn", "geo.street", "date.birth"]),
)
def test_any_value_can_be_made_and_scanned(detector, value, text, kind):
    detection = detector.detect(f"{text} {value} {text}", PatientRecord((Identifier(kind, value),)))
    assert detection.status == "scanned", detection.reason


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["Okonkwo", "Vasquez", "Brzezinski", "Thornquist"]), st.data())
def test_one_letter_off_is_found(detector, name, data):
    place = data.draw(st.integers(1, len(name) - 1))
    slip = data.draw(st.sampled_from([name[:place] + name[place + 1 :], name[:place] + "x" + name[place:]]))
    record = PatientRecord((Identifier("name.family", name),))
    assert [written for written, *_ in found(detector, f"Then {slip} slept.", record)] == [slip]
