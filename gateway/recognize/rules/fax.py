"""Fax numbers: a telephone number behind a cue."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.phone import BARE, EXTENSION, LOCAL

_CUE = r"(?i:fax(?:ed)?|facsimile|fx)(?:[ ]?(?:number|no\.?|num|#|is|to|at|line)){0,2}[ ]?[:#=]?[ ]{0,3}"


class FaxRecognizer(RuleRecognizer):
    """Ten or seven digits, with or without separators."""

    ENTITY = "FAX"
    RULES = (
        Rule(
            "behind a cue",
            rf"{_CUE}(?P<phi>(?:\+?1[-. ]?)?{BARE}(?!\d){EXTENSION}|{LOCAL}(?![\d-]))",
            0.85,
            listed("fax faxed facsimile fx"),
        ),
        Rule(
            "ahead of a cue",
            r"(?<![\w.+-])(?P<phi>(?:\(\d{3}\)[ ]?|\d{3}[-. ])\d{3}[-. ]\d{4})(?=[ ]{0,2}\(?(?i:fax|f\)))",
            0.85,
        ),
    )
