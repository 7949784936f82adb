"""What the engine misses and what it takes wrongly in short notes of each class of identifier, as an exact set.

`tests/golden/text/CLASS.jsonl` holds one snippet a line with its identifiers between ⟦ and ⟧; `known.json` beside
them holds, by class and line, the words that are missed and the words that are taken without being identifiers.
A change of the engine shows as a change of that file: GATEWAY_WRITE_GOLDEN=1 writes it anew, for review.
"""

import json
import os
import re
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from gateway.model import Detection, PatientRecord
from gateway.recognize.detector import Detector

FOLDER = Path(__file__).parents[2] / "golden" / "text"
KNOWN = FOLDER / "known.json"
FILES = sorted(FOLDER.glob("*.jsonl"))
NEGATIVES = "hard_negatives"
_MARK = re.compile("[⟦⟧]")

Known = dict[str, dict[str, list[str]]]


class Blind(Detector):
    def __init__(self) -> None:
        pass

    def detect(self, text: str, record: PatientRecord | None = None) -> Detection:
        return Detection("scanned")


def snippets(path: Path) -> Iterator[tuple[int, str, list[tuple[int, int]]]]:
    """Line number, text without marks, and the marked spans of a golden file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        marked = json.loads(line)["text"]
        edges = [match.start() - nth for nth, match in enumerate(_MARK.finditer(marked))]
        yield number, _MARK.sub("", marked), list(zip(edges[::2], edges[1::2], strict=True))


def runs(text: str, marked: list[bool]) -> list[str]:
    """The stretches of neighbouring words that are marked at any character."""
    words = [(m.start(), m.end(), any(marked[m.start() : m.end()])) for m in re.finditer(r"\w+", text)]
    stretches = (list(group) for is_marked, group in groupby(words, key=lambda word: word[2]) if is_marked)
    return [text[group[0][0] : group[-1][1]] for group in stretches]


def judge(path: Path, detector: Detector) -> dict[str, list[str]]:
    """What of a golden file is missed and what is taken wrongly, each with the number of its line."""
    found: dict[str, list[str]] = {"missed": [], "taken": []}
    for number, text, gold in snippets(path):
        taken, inside, touched = ([False] * len(text) for _ in range(3))
        for start, end in gold:
            inside[start:end] = [True] * (end - start)
        detection = detector.detect(text)
        assert detection.status == "scanned", detection.reason
        for span in detection.spans:
            taken[span.start : span.end] = [True] * (span.end - span.start)
        for word in re.finditer(r"\w+", text):
            touched[slice(*word.span())] = [any(inside[slice(*word.span())])] * len(word[0])
        missed = [a and not b for a, b in zip(inside, taken, strict=True)]
        wrong = [b and not a for a, b in zip(touched, taken, strict=True)]
        found["missed"] += [f"{number}: {part}" for part in runs(text, missed)]
        found["taken"] += [f"{number}: {part}" for part in runs(text, wrong)]
    return found


@pytest.fixture(scope="module")
def known(detector: Detector) -> Known:
    if os.environ.get("GATEWAY_WRITE_GOLDEN"):
        judged = {path.stem: judge(path, detector) for path in FILES}
        KNOWN.write_text(json.dumps(judged, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return json.loads(KNOWN.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_exactly_what_is_known_goes_wrong(path: Path, detector: Detector, known: Known) -> None:
    assert judge(path, detector) == known[path.stem]


def test_known_covers_the_files_and_no_other(known: Known) -> None:
    assert known.keys() == {path.stem for path in FILES}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_holds_enough_snippets_and_its_marks_are_right(path: Path) -> None:
    texts = list(snippets(path))
    assert 25 <= len(texts) <= 40
    assert len({text for _, text, _ in texts}) == len(texts)
    for number, text, gold in texts:
        assert bool(gold) == (path.stem != NEGATIVES), number
        assert all(start < end and text[start:end].strip() == text[start:end] for start, end in gold), number


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != NEGATIVES], ids=lambda path: path.stem)
def test_what_nobody_finds_is_missed(path: Path) -> None:
    """A known set that is empty fails for a detector that finds nothing, at every line."""
    missed = judge(path, Blind())["missed"]
    assert {int(line.split(":")[0]) for line in missed} == {number for number, _, _ in snippets(path)}


def test_what_is_taken_without_being_an_identifier_is_told(tmp_path: Path, detector: Detector) -> None:
    path = tmp_path / "unmarked.jsonl"
    path.write_text(json.dumps({"text": "Mr. ⟦Quill Tranmer⟧ and Dr. Ana Ortiz met; MRN 5530918."}), encoding="utf-8")
    assert judge(path, detector) == {"missed": [], "taken": ["1: Ana Ortiz", "1: 5530918"]}
