"""Telephone numbers: by shape, with extensions, by cue, and whatever the phonenumbers library holds valid.

Presidio's phone recogniser runs a matcher in pure Python over the note once for each of eight regions, which
is half of a note's cost. Here the matcher sees each run of digits once, for the United States; a number of
another country needs its international prefix.
"""

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from gateway.recognize.lexicon import listed
from gateway.recognize.phones import numbers_in
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.watch import WatchedRegex

EXTENSION = r"(?:[ ]{0,2}(?:,[ ]?)?(?:x|X|(?i:ext(?:ension)?)\b\.?|#)[ ]?:?[ ]?\d{1,6})?"
NATIONAL = r"(?:(?:\+?1|001)[-. ]{0,2})?(?:\(\d{3}\)[-. ]{0,2}|\d{3}[-./ ])\d{3}[-. ]\d{4}"
BARE = r"(?:1?[2-9]\d{9}|\(?\d{3}\)?[-./ ]?\d{3}[-. ]?\d{4})"
LOCAL = r"\d{3}[-. ]\d{4}"
_CUE = (
    r"(?i:phone|telephone|tel|cell(?:ular)?|mobile|call(?:ed|ing|s)?|callback|reach(?:ed|able)?|"
    r"contact(?:ed)?|home|work|office|number|ph|text|dial|at|hotline|voicemail|switchboard|desk|"
    r"line)(?:[ ]?(?:phone|number|no\.?|num|#|is|at|back|him|her|me|us|"
    r"them)\b){0,3}[ ]?(?:\([\p{L} ]{1,12}\))?[ ]?[:#=]?[ ]{0,3}"
)
_CUES = listed(
    "phone telephone tel cell cellular mobile call called calling calls callback reach reached reachable "
    "contact contacted home work office number ph text dial at hotline voicemail switchboard desk line"
)


class PhoneShapeRecognizer(RuleRecognizer):
    """Numbers that nobody issued are taken as well: a mistyped number still leads to a person."""

    ENTITY = "PHONE"
    RULES = (
        Rule("ten digits with separators", rf"(?<![\w.+/-]){NATIONAL}(?![\d-]){EXTENSION}", 0.8),
        Rule(
            "international",
            r"(?<![\w.+])(?:\+|\b00)[1-9]\d{0,2}[-. ]?(?:\(0?\d{1,4}\)[-. ]?)?\d{1,5}"
            r"(?:[-. ]\d{2,5}){1,4}(?![\w])" + EXTENSION,
            0.75,
        ),
        Rule("ten digits behind a cue", rf"{_CUE}(?P<phi>\+?{BARE}(?!\d){EXTENSION})", 0.8, _CUES),
        Rule("bare digits with an extension", r"(?<![\w.-])\d{10}(?:x|[ ]?ext\.?[ ]?)\d{1,6}", 0.8, digit=True),
        Rule(
            "seven digits behind a cue",
            rf"{_CUE}(?P<phi>{LOCAL}(?![\d-]){EXTENSION})",
            0.7,
            _CUES - {"at", "number", "line"},
        ),
        Rule(
            "extension",
            r"(?i:ext(?:ension)?)\b\.?[ ]?[:#]?[ ]?(?P<phi>\d{3,6})(?!\d)",
            0.55,
            listed("ext extension"),
        ),
        Rule("short extension", r"(?<![\w.*/-])(?<!\d[ ])[xX]\.?[ ]?(?P<phi>\d{4,5})(?![\w.,/-]?\d)", 0.55),
        Rule(
            "exchange of its own",
            r"(?<![\w.,/+$-]|\d[ ]|normal[ ]|range[ ]|between[ ])[2-9]\d{2}-\d{4}(?![\w/-])(?![.,]\d|[ ]?(?:mg|ml|"
            r"units|x))",
            0.5,
            digit=True,
        ),
        Rule(
            "letters",
            r"(?<![\w.-])1?[-. ]?(?:\(?8(?:00|33|44|55|66|77|88)\)?)[-. ][A-Z\d]{3}[-. ]?[A-Z\d]{4}(?!\w)",
            0.6,
        ),
    )


class PhoneLibraryRecognizer(PhoneRecognizer):
    """Presidio's recogniser over the runs of digits of the note; every run is looked at once."""

    name: str
    RUNS = WatchedRegex(r"(?<!\w)[+(]?\d(?:[\d\-./() ]{5,24})\d(?:[ ]?(?:x|ext\.?)[ ]?\d{1,6})?(?!\w)")

    def __init__(self) -> None:
        super().__init__(supported_regions=("US",))

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        """Numbers that are valid in the United States, or with their international prefix elsewhere."""
        results = []
        for run in self.RUNS.finditer(text):
            if sum(character.isdigit() for character in run[0]) < 7:
                continue
            for start, end in numbers_in(run[0], len(run[0]), self.supported_regions, self.leniency):
                results.append(self._found(run.start() + start, run.start() + end))
        return results

    def _found(self, start: int, end: int) -> RecognizerResult:
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(self.supported_entities[0], start, end, self.SCORE, recognition_metadata=metadata)
