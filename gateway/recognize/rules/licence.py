"""Certificate and licence numbers: professional, driver's, passport; by label."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_NUMBER = r"(?=[ ]?(?:[#:]|no\b|num|id\b))"
_LABEL = (
    r"(?:(?:medical|state|nursing|driver['’]?s?|professional|pharmacy|rn|physician|marriage|birth|"
    r"death)[ ])?(?:licen[cs]e|lic|certificate|certification|cert|permit)\.?"
    rf"{_NUMBER}|driver['’]?s?[ ]licen[cs]e|dl(?=[ ]?(?:[#:]|no\b|num))|passport|visa(?=[ ]?(?:[#]|no\b|"
    rf"num))|green[ ]card|alien[ ](?:registration|number)|licen[cs]e"
)


class LicenceRecognizer(RuleRecognizer):
    """The number may be of any shape that holds a digit."""

    ENTITY = "LICENSE"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL),
            0.8,
            listed(
                "medical state nursing driver drivers professional pharmacy rn physician marriage birth "
                "death license licence lic certificate certification cert permit dl passport visa green "
                "alien"
            ),
        ),
    )
