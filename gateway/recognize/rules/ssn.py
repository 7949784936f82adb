"""Social security numbers: by shape, by cue, masked, and their last four digits."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_CUES = listed("ssn ss social soc")


class SsnRecognizer(RuleRecognizer):
    """Any 3-2-4 digits: numbers that were never issued are taken too, for people mistype."""

    ENTITY = "SSN"
    RULES = (
        Rule("3-2-4 digits", r"(?<![\d-])\d{3}([- ])\d{2}\1\d{4}(?![\d-])", 0.85, digit=True),
        Rule("masked", r"(?i)(?<![\w*])[x*#]{3}-?[x*#]{2}-?\d{4}(?!\d)", 0.85),
        Rule(
            "labelled",
            r"(?i)(?:ssn?|soc(?:ial)?\.?(?:[ ]?sec(?:urity)?\.?)?)\b[ ]?(?:no\.?|num(?:ber)?|"
            r"#)?\s{0,3}[:#=]?\s{0,3}(?:is|of)?\s{0,2}(?P<phi>\d{3}[-. ]?\d{2}[-. ]?\d{4})(?!\d)",
            0.95,
            _CUES,
        ),
        Rule(
            "last four",
            r"(?i)(?:ssn|social(?:[ ]security(?:[ ](?:number|no\.?))?)?)\b[^.\n\d]{0,25}(?:last[ ](?:four|"
            r"4)|ending|ends)[^.\n\d]{0,15}(?P<phi>\d{4})(?!\d)",
            0.85,
            _CUES,
        ),
        Rule(
            "last four",
            r"(?i)last[ ](?:four|4)[ ](?:digits[ ])?(?:of[ ])?(?:(?:his|her|the|their|pt)[ ])?(?:ssn|"
            r"social)\b[^.\n\d]{0,15}(?P<phi>\d{4})(?!\d)",
            0.85,
            listed("last"),
        ),
        Rule(
            "last four alone",
            r"(?i)(?:last[ -]?(?:four|4)(?:[ ]digits)?[ ]?(?:[:#]|are|is|of)|ssn?(?:[ ]?#)?[ ]?[:#]?)[ ]{0,2}"
            r"(?P<phi>\d{4})(?![\d/-])",
            0.8,
            listed("last last4 ssn ss"),
        ),
    )
