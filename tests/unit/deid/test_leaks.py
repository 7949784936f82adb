"""Known identifiers are found however they are punctuated, and nothing is found by chance."""

from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid import leaks
from gateway.deid.leaks import KnownIdentifiers, load
from gateway.model import Column, Dataset, Table

FOUND = {
    "603-555-0123": ["call 603-555-0123.", "(603) 555-0123", "603.555.0123", "6035550123", "603 555 0123",
                     "tel:603/555/0123", "603\n555\n0123", "６０３-555-0123"],
    "(603) 555-0123": ["603-555-0123", "6035550123"],
    "912-11-4321": ["SSN 912-11-4321", "912114321", "912 11 4321", "<912-11-4321>"],
    "AB-00123": ["MRN: AB-00123", "ab 00123", "AB.00123,"],
    "00123456": ["mrn=00123456;"],
    "12 Oak Street": ["lives at 12 Oak Street.", "12 OAK STREET", "12, oak street"],
    "1234 North Old Mill Road Apartment 5 B": ["1234 North Old Mill Road Apartment 5 B",
                                               "1234 north old mill road, apartment 6"],
    "12 Élm Road": ["12 E\u0301lm Road", "12 ÉLM ROAD"],
    "jane.doe@mail.example": ["write to Jane.Doe@mail.example now", "jane.doe@mail.example", "jane doe @ mail example"],
    "jd1@x.example": ["(jd1@x.example)"],
}  # fmt: skip
NOT_FOUND = {
    "603-555-0123": ["", "603-555-0124", "603-555", "555-0123", "603-555-01234", "1603-555-0123x",
                     "603 and 555 and 0123"],
    "00123456": ["123456", "001234567", "000123456", "00 123456 "],
    "12 Oak Street": ["12 Oak", "Oak Street", "112 Oak Street", "12 Oak Streets"],
    "jane.doe@mail.example": ["jane", "jane.doe", "mail.example", "doe@mail.example"],
    "12345": ["12345"],  # too short to mean anything
    "Oak Street": ["Oak Street"],
    "------": ["------"],
    "": ["", " "],
}  # fmt: skip


@pytest.mark.parametrize("value", FOUND)
def test_finds_it_as_it_is_written_anywhere(value: str) -> None:
    known = KnownIdentifiers([value, "other-999999", "98765432"])
    for text in FOUND[value]:
        assert known.occurrences(text) == 1, text
        assert known.occurrences(f"x {text} y", text, "z") == 2


@pytest.mark.parametrize("value", NOT_FOUND)
def test_finds_nothing_in_what_only_resembles_it(value: str) -> None:
    for text in NOT_FOUND[value]:
        assert KnownIdentifiers([value]).occurrences(text) == 0, text


def test_an_identifier_does_not_reach_across_texts() -> None:
    assert KnownIdentifiers(["603-555-0123"]).occurrences("603-555", "0123") == 0


def test_every_occurrence_counts() -> None:
    known = KnownIdentifiers(["603-555-0123", "912-11-4321"])
    assert known.occurrences("603-555-0123 912-11-4321 6035550123") == 3


def test_of_nothing_nothing_is_found() -> None:
    assert KnownIdentifiers([]).occurrences("603-555-0123") == 0
    assert KnownIdentifiers(["603-555-0123"]).occurrences() == 0


def test_ten_thousand_numbers_meet_nothing_by_chance() -> None:
    random = Random(11)
    known = KnownIdentifiers(f"{random.randrange(10**9):09d}"[:9] + "X" for _ in range(10_000))
    assert known.occurrences(" ".join(f"{random.randrange(10**9):09d}" for _ in range(50_000))) == 0


@given(
    st.lists(st.from_regex(r"\A[0-9]{3}-[0-9]{3}-[0-9]{4}\Z"), min_size=1, max_size=20),
    st.data(),
    st.sampled_from(["-", " ", ""]),
)
def test_finds_each_of_many(values: list[str], data, joint: str) -> None:
    value = data.draw(st.sampled_from(values))
    assert KnownIdentifiers(values).occurrences(f"at {value.replace('-', joint)}, then") == 1


@given(st.lists(st.text(max_size=12), max_size=6), st.lists(st.text(max_size=20), max_size=6))
def test_counts_are_those_of_a_plain_search(values: list[str], texts: list[str]) -> None:
    sequences = {words for value in values for words in leaks._sequences(value)}
    expected = 0
    for text in texts:
        words = leaks._split(text)
        spans = [tuple(words[a:b]) for a in range(len(words)) for b in range(a + 1, len(words) + 1)]
        expected += sum(span in sequences for span in spans)
    assert KnownIdentifiers(values).occurrences(*texts) == expected


COLUMNS = {
    "pid": ("subject", "SUBJ-000001"), "mrn": ("id.mrn", "MRN-100001"), "phone": ("contact.phone", "603-555-0123"),
    "fax": ("contact.fax", "603-555-0199"), "mail": ("contact.email", "ada@mail.example"),
    "street": ("geo.street", "12 Oak Street"), "zip": ("geo.zip", "03101-1234"),
    "name": ("name.family", "Quill99feather"),
}  # fmt: skip


@pytest.fixture
def dataset(tmp_path: Path) -> Dataset:
    source = tmp_path / "p.csv"
    source.write_text(
        ",".join(COLUMNS) + "\n" + ",".join(value for _, value in COLUMNS.values()) + "\n" + "," * 7 + "\n"
    )
    columns = tuple(Column(name, kind) for name, (kind, _) in COLUMNS.items())
    return Dataset("d", (Table("p", source, "csv", columns),), "p", "")


@pytest.mark.parametrize(
    ("kept", "known"),
    [({}, {"mrn", "phone", "fax", "mail", "street"}), ({"mrn": "id.mrn"}, {"phone", "fax", "mail", "street"})],
)
def test_numbers_contacts_and_streets_are_known_but_not_what_the_policy_keeps(dataset, kept: dict, known: set) -> None:
    found = load(dataset, kept)
    assert {name for name, (_, value) in COLUMNS.items() if found.occurrences(value)} == known
