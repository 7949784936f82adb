"""The patient's own record goes in, a recogniser for that patient's notes comes out.

Exact forms are found by Aho-Corasick over the folded text, numbers over the text without its punctuation,
slips of the pen by edit distance over the note's distinct words. Making one takes well under a millisecond
for a usual record; scanning is linear in the note.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

import ahocorasick
import regex
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from rapidfuzz.distance import OSA

from gateway.model import PatientRecord
from gateway.recognize.lexicon.eponyms import THINGS
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.nlp import Note
from gateway.recognize.record_forms import Form, fold, forms_of
from gateway.recognize.watch import saw

KIND = "kind"  # a result's metadata tells the kind of the value under this key
SCORE = 0.95
SLIP_SCORE = 0.7
_SHORTEST_SLIP = 5
_TWO_SLIPS = 9
_NEAR = 40
_INITIAL_BEFORE = regex.compile(r"(?r)(?<!\w)\p{Lu}\.?[ ]?(?:\p{Lu}\.?[ ])?")
_INITIAL_BEHIND = regex.compile(r",?[ ]\p{Lu}\.(?!\w)|,?[ ]\p{Lu}(?![\w'’.-])|[ ](?:Jr|Sr|II|III|IV)\b\.?")
_TITLE_BEFORE = regex.compile(
    r"(?ri)(?<!\w)(?:mr|mrs|ms|miss|dr|patient|pt|name|baby|dear|m|last|first|surname|family|given|aka|thx|thanks|"
    r"mother|mom|father|dad|wife|husband|son|daughter|brother|sister|partner|spouse)[.:]{0,2}[ ,]{1,3}"
)
# "Will has", "May says": what a modal verb or a month can't stand before.
_ACTS = regex.compile(
    r"[ ](?:has|had|is|was|does|did|says|said|states|stated|reports|reported|wants|lives|works|called|came|and[ ]I)\b"
    r"|['’]s[ ]"
)
_BESIDE = regex.compile(r"[ ,'’\"()\-]{1,3}(?:\p{L}\.?[ ])?")
_NEXT_WORD = regex.compile(r"(?:['’]s)?[ -](\p{L}+)")
_INITIALS_CUE = regex.compile(r"(?ri)(?<!\w)(?:patient|pt|initials?|client|re)[:=]?[ ]{1,2}(?:is[ ]|are[ ])?")
_DOTTED = regex.compile(r"\p{Lu}\.[ ]?\p{Lu}\b\.?")
_JOINS = frozenset(" -./()\n\t")

Place = tuple[int, int, Form, float]


class OwnRecordRecognizer(LocalRecognizer):
    """Finds the values of one patient's record; its results carry the kind of the value, never the value."""

    name: str

    def __init__(self, record: PatientRecord) -> None:
        self._forms = forms_of(record)
        self._words = _automaton((*self._forms.names, *self._forms.phrases))
        self._numbers = _automaton(self._forms.numbers)
        self._is_name = {form.text for form in self._forms.names}
        forms = (*self._forms.names, *self._forms.phrases, *self._forms.numbers)
        super().__init__(supported_entities=sorted({form.entity for form in forms} | {"PATIENT", "INITIALS"}))

    def load(self) -> None:
        """The automata are made with the recogniser."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """What of the record stands in `text`."""
        if not isinstance(nlp_artifacts, Note):
            raise TypeError("our recognisers need our NLP engine")
        folded = fold(text)
        found = [
            *self._exact(text, folded),
            *self._numbered(text, nlp_artifacts),
            *self._initials(text, nlp_artifacts),
        ]
        found += list(self._slips(text, nlp_artifacts, found))
        saw(len(folded))
        return [self._result(start, end, form, score) for start, end, form, score in found]

    def _exact(self, text: str, folded: str) -> Iterator[Place]:
        """Names and phrases at word boundaries; doubtful words are decided when all places are known."""
        places = []
        for last, form in self._words.iter(folded) if self._words else ():
            start, end = last + 1 - len(form.text), last + 1
            if _is_bounded(folded, start, end):
                places.append((start, end, form))
        starts = {start for start, _, form in places if form.text in self._is_name}
        ends = {end for _, end, form in places if form.text in self._is_name}
        for start, end, form in places:
            if form.text not in self._is_name:
                if form.entity != "CITY" or text[start].isupper():
                    yield start, end, form, SCORE
                continue
            beside = _touches(text, start, ends, -1) or _touches(text, end, starts, 1)
            if _is_name_here(text, start, end, form.text, beside):
                yield (*_with_initials(text, start, end), form, SCORE)

    def _numbered(self, text: str, note: Note) -> Iterator[Place]:
        """Numbers whatever punctuation they hold, with leading zeros or a prefix in front."""
        if not self._numbers:
            return
        tokens = [number for number, token in enumerate(note.tokens) if token[0].isalnum()]
        words = [fold(note.tokens[number]) for number in tokens]
        offsets = [0, *accumulate(map(len, words))]
        compact = "".join(words)
        for last, form in self._numbers.iter(compact):
            first = last + 1 - len(form.text)
            a, b = bisect_right(offsets, first) - 1, bisect_right(offsets, last) - 1
            if not _is_whole(compact, first, last, offsets[a], offsets[b + 1]):
                continue
            start = note.tokens_indices[tokens[a]] + first - offsets[a]
            end = note.tokens_indices[tokens[b]] + last + 1 - offsets[b]
            joints = {character for character in text[start:end] if not character.isalnum()}
            if joints <= _JOINS and end - start < 2 * len(form.text) + 4:
                yield note.tokens_indices[tokens[a]], end, form, SCORE

    def _initials(self, text: str, note: Note) -> Iterator[Place]:
        """The two initials as one word, behind a cue only."""
        for letters in self._forms.initials:
            form = Form(letters, "name.initials", "INITIALS")
            for number in note.positions.get(letters, ()):
                start, end = note.tokens_indices[number], note.ends[number]
                if text[start:end].isupper() and _INITIALS_CUE.match(text, max(0, start - _NEAR), start):
                    yield start, end, form, SCORE
            for number in note.positions.get(letters[0], ()):
                start = note.tokens_indices[number]
                dotted = _DOTTED.match(text, start)
                if dotted and fold(dotted[0]).replace(".", "").replace(" ", "") == letters:
                    yield start, dotted.end(), form, SCORE

    def _slips(self, text: str, note: Note, found: list[Place]) -> Iterator[Place]:
        """Words one letter off a name of five letters, or two letters off one of nine."""
        names = [form for form in self._forms.names if len(form.text) >= _SHORTEST_SLIP and form.text.isalpha()]
        starts, ends = {place[0] for place in found}, {place[1] for place in found}
        for word, numbers in note.positions.items():
            if len(word) < _SHORTEST_SLIP - 1 or not word.isalpha() or word in self._is_name or _is_english(word):
                continue
            slip = _slip(fold(word), names)
            for number in numbers if slip else ():
                start, end = note.tokens_indices[number], note.ends[number]
                beside = _touches(text, start, ends, -1) or _touches(text, end, starts, 1)
                if slip and start not in starts and _is_slip_here(text, start, end, beside):
                    yield start, end, slip, SLIP_SCORE

    def _result(self, start: int, end: int, form: Form, score: float) -> RecognizerResult:
        return RecognizerResult(
            entity_type=form.entity,
            start=start,
            end=end,
            score=score,
            recognition_metadata={
                RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
                RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
                "rule": f"{form.kind}, {form.how}" if form.how else form.kind,
                KIND: form.kind,
            },
        )


def _automaton(forms: tuple[Form, ...]) -> "ahocorasick.Automaton | None":
    if not forms:
        return None
    automaton = ahocorasick.Automaton()
    for form in forms:
        automaton.add_word(form.text, form)
    automaton.make_automaton()
    return automaton


def _is_bounded(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    behind = text[end] if end < len(text) else " "
    return not before.isalnum() and not behind.isalnum()


def _is_whole(compact: str, first: int, last: int, word_start: int, word_end: int) -> bool:
    """Whether the number is not a part of a longer one: only zeros, a prefix of letters or 1 stand before."""
    before = compact[word_start:first]
    behind = compact[last + 1 : word_end]
    return not behind[:1].isdigit() and (not before.strip("0") or before.isalpha() or before in ("1", "001"))


def _touches(text: str, edge: int, others: set[int], direction: int) -> bool:
    """Whether another name of the record stands right beside `edge`, an initial in between allowed."""
    near = (edge + direction * step for step in range(1, 6))
    return any(at in others and bool(_BESIDE.fullmatch(text, min(at, edge), max(at, edge))) for at in near)


def _is_english(word: str) -> bool:
    return word in STOPPERS or word in WORDLIKE or word in MONTHS


def _is_name_here(text: str, start: int, end: int, word: str, beside: bool) -> bool:
    """Whether a word of the record's names is meant as a name at this place."""
    written = text[start:end]
    if beside or _TITLE_BEFORE.match(text, max(0, start - _NEAR), start):
        return True
    following = _NEXT_WORD.match(text, end)
    if following and following[1].lower() in THINGS and written[0].isupper():
        return False
    doubtful = _is_english(word) or len(word) <= 3
    if not doubtful:
        return True
    if not written[0].isupper():
        return False
    if written.isupper() and len(written) > 1:
        return False
    if word not in STOPPERS and word not in MONTHS:
        return True
    return not _begins_sentence(text, start) or bool(_ACTS.match(text, end))


def _slip(word: str, names: list[Form]) -> Form | None:
    """The first of `names` that `word` is nearly, with how far off it is."""
    for form in names:
        allowed = 2 if len(form.text) >= _TWO_SLIPS else 1
        if abs(len(word) - len(form.text)) > allowed:
            continue
        distance = OSA.distance(word, form.text, score_cutoff=allowed)
        if 0 < distance <= allowed:
            how = "one letter off" if distance == 1 else "two letters off"
            return form._replace(how=f"{form.how}, {how}" if form.how else how)
    return None


def _is_slip_here(text: str, start: int, end: int, beside: bool) -> bool:
    """A word that is nearly the name counts beside another name, or where it is written as one."""
    if beside or not text[start].isupper():
        return beside
    following = _NEXT_WORD.match(text, end)
    return not (following and following[1].lower() in THINGS)


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" ")
    return not before or before[-1] in ".!?\n:-•*,"


def _with_initials(text: str, start: int, end: int) -> tuple[int, int]:
    """The name with the initials that stand around it: "M. Ruiz", "Ruiz, M."."""
    before = _INITIAL_BEFORE.match(text, max(0, start - _NEAR), start)
    behind = _INITIAL_BEHIND.match(text, end)
    return (before.start() if before else start), (behind.end() if behind else end)
