"""Presidio's own recognisers in our analyzer, against stock Presidio: the same entities, places and scores."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks import stock
from hypothesis import example, given, settings
from hypothesis import strategies as st
from presidio_analyzer import Pattern, PatternRecognizer
from presidio_analyzer.predefined_recognizers import DateRecognizer, PhoneRecognizer

from gateway.recognize.analyzer import Analyzer, watched
from gateway.recognize.nlp import TokenEngine
from gateway.recognize.phones import EveryRegionRecognizer
from gateway.recognize.stock import PROOFS, UNPROVEN, proof_of, quickened

CORPORA = Path("/work/shared/corpora")
FILES = (
    *("asq_phi", "mtsamples", "pediatric_handoff", "presidio_recognizer_cases", "presidio_research"),
    *("sample_notes_unlabelled", "wikigold"),
)

IDENTIFIERS = st.sampled_from(
    [
        *("4111 1111 1111 1111", "4111-1111-1111-1111", "945456787654", "A1234567", "B12-34-5678", "AB123456C"),
        *("911-701234", "911701234", "078-05-1123", "078051120", "078.05.1120", "943 476 5919", "9434765919"),
        *("1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "2024-03-04T10:20Z"),
        *("3/4/2024", "3/4/24", "13.4.2024", "4-MAR-2024", "mar-24", "3/2024", "a.b@c-d.co.uk", "ana@example.org"),
        *("GB33BUKB20201555555555", "GB33 BUKB 2020 1555 5555 55", "DE89 3704 0044 WORD WORD", "AB12 CDEF GHIJ"),
        *("10.0.0.1", "10.0.0.1/24", "::1", "::", "fe80::1", "2001:db8::8a2e:370:7334", "::ffff:192.168.0.1", "1.2.3"),
        *("AB1234563", "b91234563", "aa:bb:cc:dd:ee:ff", "aabb.ccdd.eeff", "00-1B-44-11-3A-B7"),
        *("123e4567-e89b-12d3-a456-426614174000", "example.com/a?b", "https://www.example.org", "'example.net'"),
        *("(415) 555-0132", "415-555-0132 x12", "+44 20 7946 0958", "020 7946 0958", "+1 415 555 0132", "030 123456"),
        *("0800 1111", "112", "555-0132", "211-227 (2003)", "2012-01-02 08:00", "98.6", "120/80", "12:30", "5:30pm"),
        *("651-234-2345/332-445-1234", "650 253 2222 / x34", "call(415)555-0132", "a415-555-0132b", "$415-555-0132"),
        *("011 44 20 7946 0958", "00 49 30 123456", "tel:4155550132,ext 5", "415.555.0132 #12", "٣/٤/٢٠٢٤"),
    ]
)
WORDS = st.sampled_from(
    [
        *(
            "ssn",
            "Social",
            "security:",
            "account#",
            "bank",
            "check",
            "the",
            "of",
            "is",
            "(",
            ")",
            ",",
            ":",
            "be",
            "a:b",
        ),
        *(
            "driver",
            "license",
            "lic",
            "date",
            "npi",
            "phone",
            "mobile",
            "passport",
            "dea",
            "iban",
            "wallet",
            "nhs",
            "url",
        ),
        *(
            "ip",
            "address",
            "e-mail:",
            "don't",
            "(phone)",
            "call:me",
            "x",
            "ext.",
            "K",
            "ſ",
            "x²",
            "\u00a0",
            "\x1c",
            "𑽐",
        ),
    ]
)
SPACES = st.sampled_from([" ", " ", " ", "  ", "\n", "\n\n", "\t", "", "-", "/", ": ", ", "])
TEXTS = st.lists(st.tuples(IDENTIFIERS | WORDS, SPACES), max_size=25).map(lambda ps: "".join(a + b for a, b in ps))
MARKS = st.text(alphabet=st.sampled_from("0123456789 0123456789 .-/:@()+#xXaAbBfFeE'\"\n\t,%$²٣ſ"), max_size=80)


@pytest.fixture(scope="module")
def theirs():
    return stock.theirs()


@pytest.fixture(scope="module")
def ours():
    return stock.ours()


def differences(theirs, ours, text: str) -> set:
    return set(stock.found(theirs.analyze(text, "en"))) ^ set(stock.found(ours.results(text)))


def test_these_are_the_recognisers_that_presidio_loads():
    told = (
        "from presidio_analyzer import RecognizerRegistry as R; r = R(); r.load_predefined_recognizers(); "
        "print(*sorted(type(x).__name__ for x in r.recognizers))"
    )
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert set(loaded) - {"SpacyRecognizer"} == {f"{name}Recognizer" for name in stock.RECOGNIZERS}


@pytest.mark.parametrize("name", FILES)
def test_the_same_on_the_corpora(theirs, ours, name):
    file = CORPORA / f"{name}.jsonl"
    if not file.exists():
        pytest.skip("the corpora are not here")
    texts = [json.loads(line)["text"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert [n for n, text in enumerate(texts) if text and differences(theirs, ours, text)] == []


@settings(max_examples=300, deadline=None)
@given(TEXTS | MARKS | st.text(max_size=60))
@example("be:5 be 945456787654 account be")
@example(" phone  \n 415-555-0132")
@example("K9" + "1234567")
@example("5 mg (10) +1(((415)))555-0132")
def test_the_same_on_any_text(theirs, ours, text):
    assert text == "" or differences(theirs, ours, text) == set()


def test_the_same_on_a_long_note(theirs, ours):
    text = "Seen 3/4/2024, phone 415-555-0132, SSN 078-05-1123; BP 120/80, see a.b@example.org.\n" * 300
    assert differences(theirs, ours, text) == set()


def test_every_stock_pattern_is_proven_and_context_counts(theirs, ours):
    patterned = [one for one in stock.recognizers() if isinstance(one, PatternRecognizer)]
    assert all(proof_of(one) is not UNPROVEN for one in patterned)
    assert len(patterned) == len(PROOFS) - 2  # NPI and MBI are not loaded by themselves
    (found,) = [one for one in stock.found(ours.results("my ssn is 078-05-1123")) if one[0] == "US_SSN"]
    assert found[3] == 0.85


def test_other_patterns_search_the_whole_note():
    recognizer = DateRecognizer(patterns=[Pattern("words", "last spring", 0.7)])
    assert proof_of(recognizer) is UNPROVEN
    analyzer = Analyzer([watched("date", recognizer)], TokenEngine())
    assert [(one.start, one.end) for one in analyzer.results("her last spring")] == [(4, 15)]


def test_a_phone_recogniser_that_takes_possible_numbers_stays_as_it_is():
    assert isinstance(quickened(PhoneRecognizer()), EveryRegionRecognizer)
    lenient = PhoneRecognizer(leniency=0)
    assert quickened(lenient) is lenient
