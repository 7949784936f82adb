"""Invented values: the same for the same value of a subject, others elsewhere, of the same form, never the original."""

import re
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.deid import names
from gateway.deid.checksums import passes
from gateway.deid.columns import offset_days
from gateway.deid.note_dates import shift_date
from gateway.deid.originals import Originals, key
from gateway.deid.surrogates import PLACES, SHAPED, Person, Surrogates, person
from gateway.model import Identifier, PatientRecord, Secrets
from gateway.recognize.entities import ENTITIES, NAMES

from .secrets import SEPSIS, STROKE


def of(
    subject: str = "p1", secrets: Secrets = SEPSIS, who: Person = Person(), days: int | None = 30,  # noqa: B008
    originals: Originals | None = None,
) -> Surrogates:  # fmt: skip
    return Surrogates(secrets, subject, who, days, originals or Originals())


def known(part: str, name: str) -> set[str]:
    """The origins that list a name under a part."""
    return {origin for origin, parts in names.origins().items() if name in parts[part]}


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
    assert SAMPLES.keys() >= SHAPED | PLACES | NAMES


@pytest.mark.parametrize(("entity", "text"), SAMPLES.items(), ids=SAMPLES)
def test_a_value_keeps_its_surrogate_and_nobody_else_has_it(entity: str, text: str) -> None:
    made = of().replace(entity, text)
    assert made
    assert made == of().replace(entity, text)
    assert made.casefold() != text.casefold()
    assert text.casefold() not in made.casefold()
    if entity != "AGE_OVER_89":
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


@pytest.mark.parametrize("part", ["female", "male", "family"])
def test_a_name_of_our_own_lists_is_replaced_too(part: str) -> None:
    for name in names.everywhere(part)[::9]:
        for who in (Person(), Person(given=(name,)), Person(family=(name,))):
            assert of(who=who).replace("PATIENT", name).casefold() != name.casefold()


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Jane Doe", r"[A-Z]\w+ [A-Z]\w+"),
        ("JANE DOE", r"[A-Z]+ [A-Z]+"),
        ("jane doe", r"[a-z]+ [a-z]+"),
        ("Doe, Jane", r"[A-Z]\w+, [A-Z]\w+"),
        ("Doe, J.", r"[A-Z]\w+, [A-Z]\."),
        ("J. Doe", r"[A-Z]\. [A-Z]\w+"),
        ("Jane-Marie O'Hara", r"[A-Z]\w+-[A-Z]\w+ [A-Z][\w']+"),
        ("Mrs  Doe", r"[A-Z]\w+  [A-Z]\w+"),
        ("Doe", r"[A-Z]\w+"),
    ],
)
def test_names_keep_their_pattern(text: str, pattern: str) -> None:
    assert re.fullmatch(pattern, of().replace("PATIENT", text))


JANE = Person(("Jane", "Marie"), ("Doe",), "female")


def test_one_person_is_one_person_in_every_form_of_the_name() -> None:
    jane = of(who=JANE)
    given, family = jane.replace("PATIENT", "Jane Doe").split()
    assert jane.replace("PATIENT", "DOE, JANE") == f"{family}, {given}".upper()
    assert jane.replace("PERSON", "jane") == given.lower()
    assert jane.replace("RELATIVE", "Doe") == family
    assert jane.replace("PATIENT", "Ms. Doe's") == f"Ms. {family}'s"
    assert given in names.everywhere("female")
    assert family in names.everywhere("family")
    assert jane.replace("PATIENT", "Jane M. Doe").split()[0] == given


def test_initials_are_those_of_the_surrogate() -> None:
    jane = of(who=JANE)
    given, family = jane.replace("PATIENT", "Jane Doe").split()
    assert jane.replace("INITIALS", "J.D.") == f"{given[0]}.{family[0]}."
    assert jane.replace("INITIALS", "jd") == f"{given[0]}{family[0]}".lower()
    assert jane.replace("PATIENT", "J. Doe") == f"{given[0]}. {family}"
    assert given[0] != "J"
    assert family[0] != "D"


def test_a_nickname_stands_for_the_same_person() -> None:
    robert = of(who=Person(("Robert",), ("Quist",), "male"))
    assert robert.replace("PATIENT", "Bob Quist") == robert.replace("PATIENT", "Robert Quist")


@pytest.mark.parametrize("gender", ["female", "male"])
@pytest.mark.parametrize("given", ["Robin", "Xq", "Maria", "Thomas", "Kwame"])
def test_the_gender_is_the_one_that_the_record_tells(gender: str, given: str) -> None:
    others = {"female": "male", "male": "female"}
    for n in range(20):
        made = of(f"p{n}", who=Person((given,), ("Doe",), gender)).replace("PATIENT", given)
        assert made in names.everywhere(gender)
        assert made not in names.everywhere(others[gender]) or made in names.everywhere(gender)


@pytest.mark.parametrize(("name", "gender"), [("Maria", "female"), ("Carlos", "male"), ("Yuki", "male")])
def test_without_a_record_the_name_tells_the_gender(name: str, gender: str) -> None:
    assert all(of(f"p{n}").replace("RELATIVE", f"{name} Quist").split()[0] in names.everywhere(gender)
               for n in range(20))


@pytest.mark.parametrize(
    ("name", "origin"),
    [
        ("Nguyen", "vietnamese"), ("GARCIA", "hispanic"), ("Kowalczyk", "slavic"), ("O'Reilly", "irish"),
        ("O’Reilly", "irish"), ("Szczepanski", "slavic"), ("Bagdasarian", "armenian"), ("Alexopoulos", "greek"),
        ("Okonkwo", "west african"), ("Kobayashi", "japanese"), ("Ólafsson", "nordic"), ("Finkelbaum", "hebrew"),
    ],
)  # fmt: skip
def test_a_family_name_keeps_its_origin(name: str, origin: str) -> None:
    pool = {name.casefold() for name in names.origins()[origin]["family"]}
    assert all(of(f"p{n}").replace("STAFF", name).casefold() in pool for n in range(20))


def test_a_given_name_that_is_not_listed_follows_the_family_s_origin() -> None:
    made = of(who=Person(("Qwyn",), ("Tanaka",), "male")).replace("PATIENT", "Qwyn")
    assert made in names.origins()["japanese"]["male"]


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("Carlos de la Cruz", r"[A-Z]\w+ de la [A-Z]\w+"),
        ("Dr. Adams", r"Dr\. [A-Z]\w+"),
        ("Ann Adams, RN", r"[A-Z]\w+ [A-Z]\w+, RN"),
        ("Ann Adams, PA", r"[A-Z]\w+ [A-Z]\w+, PA"),
        ("DE LA CRUZ, ANN", r"DE LA [A-Z]+, [A-Z]+"),
        ("Ludwig van Bakker", r"[A-Z]\w+ van [A-Z]\w+"),
        ("Adams Jr.", r"[A-Z]\w+ Jr\."),
        ("DO, MINH", r"[A-Z]+, [A-Z]+"),
    ],
)
def test_titles_and_particles_stay(text: str, pattern: str) -> None:
    made = of().replace("STAFF", text)
    assert re.fullmatch(pattern, made)
    assert made != text


@pytest.mark.parametrize(
    "text", ["Ben Long", "BEN LONG", "ben long", "Al", "Van Tran", "MINH DO", "DO, MINH", "Do Minh", "Ma Bin",
             "DE LA O, PT", "El Amin", "Sr. Ben", "PA"]
)  # fmt: skip
def test_a_word_that_is_a_title_elsewhere_does_not_stay_as_a_name(text: str) -> None:
    for who in (Person(), Person(("Ben", "Minh"), ("Long", "Do"), "male")):
        made = of(who=who).replace("PATIENT", text).casefold()
        stayed = set(re.findall(r"\w+", text.casefold())) & set(re.findall(r"\w+", made))
        assert stayed <= {"sr", "de", "la"}


def test_the_record_tells_who_it_is() -> None:
    identifiers = [("name.given", "Ana María"), ("name.family", "de la Cruz"), ("name.maiden", "O'Hara"),
                   ("demographic.sex", " F ")]  # fmt: skip
    record = PatientRecord(tuple(Identifier(kind, value) for kind, value in identifiers))
    assert person(record) == Person(("Ana", "María"), ("Cruz", "O'Hara"), "female")
    assert person(None) == Person()


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


@pytest.mark.parametrize(("text", "days"), [("12/25/2025", None), ("Christmas", 30), ("12/31/9999", 30)])
def test_a_date_that_cannot_be_moved_becomes_a_placeholder(text: str, days: int | None) -> None:
    assert of(days=days).replace("DATE", text) == "[DATE]"


@pytest.mark.parametrize(
    ("entity", "pattern"),
    [
        ("EMAIL", r"user\d{6}@example\.org"),
        ("URL", r"https://example\.org/\d{6}"),
        ("IP", r"192\.0\.2\.([1-9]|[1-9]\d|1\d\d|2[0-4]\d|25[0-4])"),
        ("AGE_OVER_89", r"90\+"),
    ],
)
def test_the_rest_has_a_form_of_its_own(entity: str, pattern: str) -> None:
    for n in range(30):
        assert re.fullmatch(pattern, of(f"p{n}").replace(entity, SAMPLES[entity]))


@given(st.sampled_from(sorted(SHAPED)), st.integers(0, 10**17), st.sampled_from(["", "AB", "1HG"]))
def test_a_number_fails_every_checksum(entity: str, number: int, prefix: str) -> None:
    assert not passes(of().replace(entity, f"{prefix}{number}"))


@pytest.mark.parametrize("text", ["(603) 668-2100", "603-668-2100", "1 603 668 2100", "668-2100"])
def test_a_phone_is_one_for_fiction(text: str) -> None:
    assert re.sub(r"\D", "", of().replace("PHONE", text))[-7:-2] == "55501"


def test_a_social_security_number_was_never_issued() -> None:
    assert re.fullmatch(r"\d{3}-00-\d{4}", of().replace("SSN", "521-44-9987"))


@pytest.mark.parametrize(("entity", "text"), [(e, t) for e, t in SAMPLES.items() if e in SHAPED | PLACES | NAMES])
def test_no_surrogate_is_a_value_of_the_dataset(entity: str, text: str) -> None:
    """What was chosen freely is put into the dataset: then another value is chosen, again and again."""
    taken = Originals()
    for _ in range(40):
        made = of(originals=taken).replace(entity, text)
        assert made not in taken
        taken.add([made, *re.findall(r"\w+", made)])
        assert not made.startswith("[")


def test_a_dataset_with_every_listed_name_gets_coined_ones() -> None:
    everything = Originals(name for part in ("given", "family") for name in names.everywhere(part))
    made = of(who=JANE, originals=everything).replace("PATIENT", "JANE DOE")
    assert re.fullmatch(r"[A-Z]+ [A-Z]+", made)
    assert not any(word in everything for word in made.split())


@pytest.mark.parametrize(
    ("entity", "text", "pattern"),
    [
        ("FACILITY", "St. Mary's Hospital", r"[A-Z][a-z]+ Hospital"),
        ("FACILITY", "ELM STREET NURSING HOME", r"[A-Z]+ NURSING HOME"),
        ("FACILITY", "Mercy", r"[A-Z][a-z]+ Medical Center"),
        ("ORGANIZATION", "Bedford High School", r"[A-Z][a-z]+ High School"),
        ("COUNTY", "Grafton County", r"[A-Z][a-z]+ County"),
        ("CITY", "north conway", r"[a-z]+"),
        ("STREET", "794 Notre Dame Avenue", r"[1-9]{3} [A-Z][a-z]+ Avenue"),
        ("STREET", "12 Oak St., Apt 4B", r"[1-9]{2} [A-Z][a-z]+ St\., Apt [1-9]B"),
        ("STREET", "Oak Lane", r"[A-Z][a-z]+ Lane"),
        ("STREET", "PO Box 123", r"PO Box [1-9]{3}"),
    ],
)
def test_a_place_is_replaced_by_one_of_its_sort(entity: str, text: str, pattern: str) -> None:
    assert all(re.fullmatch(pattern, of(f"p{n}").replace(entity, text)) for n in range(20))


def test_originals_are_known_however_they_are_written() -> None:
    taken = Originals(["Zoë Müller-Vogt", "AB-00123", ""])
    for text in ("ZOE MULLER VOGT", "zoe\u0308 müllervogt", "ab 00123"):
        assert text in taken
        assert key(text)
    assert "AB-00124" not in taken
    assert "" not in taken
