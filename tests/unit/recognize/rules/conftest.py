"""What one recogniser alone takes of a text."""

from collections.abc import Callable

import pytest
from presidio_analyzer import EntityRecognizer

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.watch import begin

Takes = Callable[[type[EntityRecognizer], str], list[str]]


@pytest.fixture
def takes() -> Takes:
    def run(recognizer: type[EntityRecognizer], text: str) -> list[str]:
        begin(text)
        results = recognizer().analyze(text, [], Note(text, TokenEngine(), "en"))
        places = sorted({(result.start, result.end) for result in results})
        longest = [p for p in places if not any(o != p and o[0] <= p[0] and p[1] <= o[1] for o in places)]
        return [text[start:end] for start, end in longest]

    return run
