"""Certificate and licence numbers: professional, driver's, passport; by label."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import CODE, SPACED, labelled

_NUMBER = r"(?=[ ]?(?:[#:]|no\b|num|id\b))"
_LABEL = (
    r"(?:(?:medical|state|nursing|driver['’]?s?|professional|pharmacy|rn|physician|marriage|birth|"
    r"death)[ ])?(?:licen[cs]e|lic|certificate|certification|cert|permit)\.?"
    rf"{_NUMBER}|driver['’]?s?[ ]licen[cs]e|dl(?=[ ]?(?:[#:]|no\b|num))|passport|visa(?=[ ]?(?:[#]|no\b|"
    rf"num))|state[ ]id(?=[ ]?(?:[#:]|no\b|num))|green[ ]card|alien[ ](?:registration|number)|licen[cs]e"
)


class LicenceRecognizer(RuleRecognizer):
    """The number may be of any shape that holds a digit."""

    ENTITY = "LICENSE"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL, rf"(?:{SPACED}|[A-Z]{{2}}[ ]\d{{5,9}}|{CODE})"),
            0.8,
            listed(
                "medical state nursing driver drivers professional pharmacy rn physician marriage birth "
                "death license licence lic certificate certification cert permit dl passport visa green "
                "alien"
            ),
        ),
    )
