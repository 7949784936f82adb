"""Other unique numbers: of studies, employees, prescriptions; and long numbers that are nothing else."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_NUMBER = r"(?=[ ]?(?:[#:]|no\b|num|id\b|identif|code))"
_KINDS = (
    "study subject participant trial enrollment badge employee student staff user confirmation reference ref "
    "ticket tracking prescription rx donor unit bag locker inmate booking military service veteran "
    "identification unique registry research incident police docket court report barcode wristband band bands "
    "grievance complaint work order case message thread valuables envelope tag protocol cohort kit screening "
    "randomization consent voucher permit conf certificate rpt"
)
# Five digits behind one of these are a number even where nothing says so.
_PLAIN = (
    "docket ticket grievance badge confirmation conf inmate booking locker envelope band bands wristband incident "
    "report"
)
# What is cut so short stands for a number that follows at once.
_SHORT = "lic badge grp auth req requisition cert claim form plate conf voucher ticket permit"
_LABEL = (
    rf"(?:{'|'.join(_KINDS.split())})(?:[ ](?:subject|participant|report|order))?{_NUMBER}"
    rf"|(?:{'|'.join(_PLAIN.split())})(?=[ ][A-Z]{{0,4}}-?\d{{2,}}-?\d{{3,}})|id(?=[ ]?[#:]|[ ]{{1,4}}[A-Z]{{0,4}}\d)"
)
_NOT_A_COUNT = (
    r"(?!\d*0000(?!\d))(?![ ]?(?:units?|iu|u/|cfu|colonies|copies|cells|platelets|/|x10|wbc|rbc|million|"
    r"ml\b|mg\b))"
)

_LETTERS = regex.compile(r"(?r)#?[A-Z]{1,5}-?")


class IdentifierRecognizer(RuleRecognizer):
    """Seven digits in a row without a unit are no measurement."""

    ENTITY = "ID"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL),
            0.7,
            listed(_KINDS) | {"id"},
        ),
        Rule("letters and digits", r"(?<=(?<![\w.-])#?[A-Z]{1,5}-?)\d{5,12}(?![\w-])", 0.55, digit=True),
        Rule("number sign", r"(?<!\w)#(?P<phi>\d{3,12})(?![\w%]|[.,]\d)", 0.5),
        Rule(
            "behind a short label",
            rf"(?i:{'|'.join(_SHORT.split())})\b\.?[ ]?(?:(?i:no|id|number)\b\.?)?[ ]?[#:]?[ ]{{0,2}}"
            r"(?P<phi>(?=[A-Z. -]{0,6}(?:\d[-/ ]?){4}|[A-Z]{1,4}-\d{2})(?:[A-Z][A-Z.]{0,5}[ -]?)?\d[\dA-Z]*"
            r"(?:[-/ ]\d[\dA-Z]*)*)"
            r"(?![\w%]|[.,]\d)",
            0.6,
            listed(_SHORT),
        ),
        Rule("letters and groups of digits", r"(?<![\w.,/-])[A-Z]{2,4}[ ]?\d{3,4}(?:[ ]\d{2,4}){2,3}(?!\w)", 0.55),
        Rule(
            "letters, then digits in groups",
            r"(?<![\w.,/-])(?=[A-Z]{1,4}(?:[ ]?\d[A-Z]?){8})[A-Z]{1,4}[ ]?\d{3,4}[A-Z]?(?:[ ]\d{2,6}[A-Z]?){1,3}(?!\w)",
            0.55,
        ),
        Rule(
            "code of a door",
            r"(?i:gate|door|entry|lock ?box|keypad|key ?safe|garage)[ ](?:access[ ])?(?i:code|pin)\b(?:[ ]is)?"
            r"[ :#]{0,3}(?P<phi>[#*]?\d{3,8}[#*]?)(?!\w)",
            0.6,
            listed("gate door entry lock lockbox keypad key keysafe garage"),
        ),
        Rule("groups of digits", r"(?<![\w.,/+-])(?=(?:-?\d){7})\d{2,6}-\d{2,6}-\d{2,6}(?![\w-])", 0.5, digit=True),
        Rule("two groups of digits", r"(?<![\w.,/+-])\d{2,3}-\d{5,8}(?![\w/-])(?![.,]\d)", 0.5, digit=True),
        Rule(
            "groups of letters and digits",
            r"(?<![\w.,/+@-])(?=[A-Z0-9-]*[A-Z])(?=(?:[A-Z-]*\d){6})[A-Z0-9]{1,10}(?:-[A-Z0-9]{2,12}){1,4}(?![\w-])",
            0.55,
        ),
        Rule(
            "letters among digits", r"(?<![\w.,/+@-])(?=[A-Z]*\d+[A-Z])(?=(?:[A-Z]*\d){6})[A-Z0-9]{8,20}(?![\w-])", 0.5
        ),
        Rule("number behind a slash", r"(?<=\p{L}{2,25}[ ]?/[ ]?)\d{6,10}(?![\d/.,]\d|\w)", 0.5, digit=True),
        Rule("long number", rf"(?i)(?<![\w.,/+$-])\d{{7,}}(?![\w/-])(?![.,]\d){_NOT_A_COUNT}", 0.5, digit=True),
        Rule("coordinates", r"(?<![\w.])-?\d{1,2}\.\d{4,},[ ]?-?\d{1,3}\.\d{4,}", 0.7, entity="LOCATION"),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The number with the letters ahead of it."""
        if rule.name == "letters and digits":
            letters = _LETTERS.match(text, max(0, match.start() - 8), match.start())
            return [(letters.start() if letters else match.start(), match.end())]
        return super().accept(rule, match, text)
