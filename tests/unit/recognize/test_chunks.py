"""The words that hold a mark, and where they stood."""

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from gateway.recognize.chunks import ADDRESS, AT, DIGIT, DOMAIN, HEXADECIMALS

TEXTS = st.text(alphabet=st.sampled_from("ab1.:-@ \n\t\r\x1c²"), max_size=60)


@pytest.mark.parametrize(
    ("mark", "text", "words"),
    [
        (DIGIT, "seen 3/4 at 10 am\nBP 120/80", "3/4\n10\n120/80"),
        (DIGIT, "SSN 078 05 1120  9 no", "078 05 1120\n9"),
        (DIGIT, "a\t5", "a\t5"),
        (AT, "to ana@example.org.", "ana@example.org."),
        (DOMAIN, "see example.org, not 1.5 mg.", "example.org,"),
        (ADDRESS, "at 10:30, 10.0.0.1 or fe80::1", "10.0.0.1 fe80::1".replace(" ", "\n")),
        (HEXADECIMALS, "well-known aa:bb:cc:dd:ee:ff", "aa:bb:cc:dd:ee:ff"),
        (DIGIT, "none", ""),
    ],
)
def test_words(mark, text, words):
    assert mark.words(text).text == words


@given(TEXTS, st.sampled_from([DIGIT, AT, DOMAIN, ADDRESS, HEXADECIMALS]))
def test_every_character_stands_where_it_stood(text, mark):
    chunks = mark.words(text)
    ends = [*(start - 1 for start in chunks.starts[1:]), len(chunks.text)]
    for start, end in zip(chunks.starts, ends, strict=False):
        origin = chunks.origin(start)
        assert text[origin : origin + end - start] == chunks.text[start:end]
        # A piece begins behind white space, or with that which ended the piece before.
        assert origin == 0 or {text[origin - 1], text[origin]} & set(" \n\t\r")
        assert text[origin + end - start : origin + end - start + 1] in ("", *" \n\t\r")


@given(TEXTS)
def test_no_digit_is_left_out(text):
    assert regex.findall(r"\d", DIGIT.words(text).text) == regex.findall(r"\d", text)
