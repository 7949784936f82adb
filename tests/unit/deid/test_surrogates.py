"""Invented values: the same for the same value of a subject, others elsewhere, of the same form, never the original."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid.columns import offset_days
from gateway.deid.note_dates import shift_date
from gateway.deid.surrogates import LISTED, SHAPED, Surrogates, lists
from gateway.model import Secrets
from gateway.recognize.entities import ENTITIES, NAMES

from .secrets import SEPSIS, STROKE


def of(
    subject: str = "p1", secrets: Secrets = SEPSIS, given: tuple[str, ...] = (), days: int | None = 30
) -> Surrogates:
    return Surrogates(secrets, subject, frozenset(given), days)


SAMPLES = {
    "PATIENT": "Jane Doe", "RELATIVE": "O'Brien", "STAFF": "Okonkwo", "PERSON": "LEE, Ann", "SSN": "912-11-4321",
    "MRN": "AB-00123", "HEALTH_PLAN": "XYZ123456", "ACCESSION": "S24-1234", "ACCOUNT": "998877", "LICENSE": "BD1234567",
    "VEHICLE": "7ABC123", "DEVICE": "(01)00812345", "ID": "a1b2-c3d4", "ZIP": "03101-1234", "PHONE": "(603) 555-0123",
    "FAX": "603.555.0199", "PAGER": "p4321", "CITY": "Nashua", "LOCATION": "Hampton Beach", "FACILITY": "Elm Clinic",
    "ORGANIZATION": "Acme Mills", "STREET": "12 Oak Street", "DATE": "12/25/2025", "AGE_OVER_89": "93-year-old",
    "EMAIL": "jane@doe.example", "URL": "https://doe.example/jane", "IP": "10.1.2.3", "INITIALS": "J.D.",
    "COUNTY": "Grafton County",
}  # fmt: skip


def test_there_is_a_sample_of_every_entity() -> None:
    assert SAMPLES.keys() == ENTITIES.keys()
    assert SHAPED | LISTED.keys() | NAMES <= SAMPLES.keys()


@pytest.mark.parametrize(("entity", "text"), SAMPLES.items(), ids=SAMPLES)
def test_a_value_keeps_its_surrogate_and_nobody_else_has_it(entity: str, text: str) -> None:
    made = of().replace(entity, text)
    assert made
    assert made == of().replace(entity, text)
    assert made.casefold() != text.casefold()
    assert text.casefold() not in made.casefold()
    if entity not in ("AGE_OVER_89", "COUNTY"):
        others = {of(f"p{n}").replace(entity, text) for n in range(2, 12)}
        others |= {of(secrets=STROKE).replace(entity, text)}
        assert len(others) > 3


@pytest.mark.parametrize("entity", sorted(SHAPED))
@given(text=st.text(st.sampled_from("0123456789aZé-() ./#"), min_size=1, max_size=20))
def test_a_number_keeps_its_shape(entity: str, text: str) -> None:
    def shape(value: str) -> list[object]:
        return [("9" if c.isdigit() else "A" if c.isupper() else "a") if c.isalnum() else c for c in value]

    made = of().replace(entity, text)
    assert made != text
    if any(c.isalnum() for c in text):
        assert shape(made) == shape(normalize("NFC", text))
    else:
        assert made == f"[{entity}]"


@given(st.text(st.sampled_from("0123456789"), min_size=1, max_size=3))
def test_even_a_single_digit_differs(text: str) -> None:
    assert of().replace("ID", text) != text


@pytest.mark.parametrize("entity", sorted(NAMES))
@pytest.mark.parametrize("index", range(0, 120, 7))
def test_a_name_of_our_own_lists_is_replaced_too(entity: str, index: int) -> None:
    for pool in ("given", "family"):
        names = lists()[pool]
        name = names[index % len(names)]
        assert of().replace(entity, name).casefold() != name.casefold()
        assert of(given=(name,)).replace(entity, name).casefold() != name.casefold()


@pytest.mark.parametrize(("entity", "pool"), LISTED.items())
def test_a_place_of_our_own_lists_is_replaced_too(entity: str, pool: str) -> None:
    for place in lists()[pool]:
        assert of().replace(entity, place) != place


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Jane Doe", r"[A-Z]\w+ [A-Z]\w+"),
        ("JANE DOE", r"[A-Z]+ [A-Z]+"),
        ("jane doe", r"[a-z]+ [a-z]+"),
        ("Doe, Jane", r"[A-Z]\w+, [A-Z]\w+"),
        ("Doe, J.", r"[A-Z]\w+, [A-Z]\."),
        ("J. Doe", r"[A-Z]\. [A-Z]\w+"),
        ("Jane-Marie O'Hara", r"[A-Z]\w+-[A-Z]\w+ [A-Z]'[A-Z]\w+"),
        ("Mrs  Doe", r"[A-Z]\w+  [A-Z]\w+"),
        ("Doe", r"[A-Z]\w+"),
    ],
)
def test_names_keep_their_pattern(text: str, pattern: str) -> None:
    assert re.fullmatch(pattern, of().replace("PATIENT", text))


def test_one_person_is_one_person_in_every_form_of_the_name() -> None:
    jane = of(given=("Jane Marie",))
    given, family = jane.replace("PATIENT", "Jane Doe").split()
    assert jane.replace("PATIENT", "DOE, JANE") == f"{family}, {given}".upper()
    assert jane.replace("PERSON", "jane") == given.lower()
    assert jane.replace("RELATIVE", "Doe") == family
    assert given in lists()["given"]
    assert family in lists()["family"]
    assert jane.replace("PATIENT", "Jane M. Doe").split()[0] == given


def test_a_letter_with_its_accent_apart_is_the_same_letter() -> None:
    name = "Zoë Müller"
    assert normalize("NFD", name) != name
    assert of().replace("PATIENT", normalize("NFD", name)) == of().replace("PATIENT", name)
    assert normalize("NFD", of().replace("PATIENT", "é")) != normalize("NFD", "é")


@given(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), st.integers(0, 50))
def test_an_initial_never_stays(letter: str, subject: int) -> None:
    for text in (letter, f"{letter}.", letter.lower()):
        made = of(f"p{subject}").replace("INITIALS", text)
        assert made != text
        assert made.isupper() == text.isupper()
        assert of(f"p{subject}").replace("PATIENT", text) != text


def test_initials_keep_their_dots() -> None:
    assert re.fullmatch(r"[A-Z]\.[A-Z]\.", of().replace("INITIALS", "J.D."))
    assert re.fullmatch(r"[A-Z]{3}", of().replace("INITIALS", "JMD"))


def test_spaces_and_case_make_no_other_value() -> None:
    assert of().replace("CITY", "hampton  beach") == of().replace("CITY", "Hampton Beach").lower()


def test_dates_move_with_the_subject_s_tables() -> None:
    offset = offset_days(SEPSIS, "p1", 30)
    assert of().replace("DATE", "12/25/2025") == shift_date("12/25/2025", offset)
    assert of().replace("DATE", "2025-12-25") == shift_date("2025-12-25", offset)


@pytest.mark.parametrize(("text", "days"), [("12/25/2025", None), ("Christmas", 30), ("12/25", 30), ("12/31/9999", 30)])
def test_a_date_that_cannot_be_moved_becomes_a_placeholder(text: str, days: int | None) -> None:
    assert of(days=days).replace("DATE", text) == "[DATE]"


@pytest.mark.parametrize(
    ("entity", "pattern"),
    [
        ("EMAIL", r"user\d{6}@example\.org"),
        ("URL", r"https://example\.org/\d{6}"),
        ("IP", r"192\.0\.2\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])"),
        ("AGE_OVER_89", r"90\+"),
        ("COUNTY", r"\[COUNTY\]"),
        ("STREET", r"\d{3,4} [A-Z].*"),
    ],
)
def test_the_rest_has_a_form_of_its_own(entity: str, pattern: str) -> None:
    for n in range(30):
        assert re.fullmatch(pattern, of(f"p{n}").replace(entity, SAMPLES[entity]))
