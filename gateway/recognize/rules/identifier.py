"""Other unique numbers: of studies, employees, prescriptions; and long numbers that are nothing else."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_NUMBER = r"(?=[ ]?(?:[#:]|no\b|num|id\b|identif|code))"
_LABEL = (
    rf"(?:study|subject|participant|trial|enrollment|badge|employee|student|staff|user|confirmation|"
    rf"reference|ref|ticket|tracking|prescription|rx|donor|unit|bag|locker|inmate|booking|military|service|"
    rf"veteran|identification|unique|registry|research|incident|police|docket|court|report|barcode|"
    rf"wristband|band)(?:[ ](?:subject|participant|report))?{_NUMBER}"
    r"|id(?=[ ]?[#:])"
)
_NOT_A_COUNT = (
    r"(?!\d*0000(?!\d))(?![ ]?(?:units?|iu|u/|cfu|colonies|copies|cells|platelets|/|x10|wbc|rbc|million|"
    r"ml\b|mg\b))"
)


class IdentifierRecognizer(RuleRecognizer):
    """Seven digits in a row without a unit are no measurement."""

    ENTITY = "ID"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL),
            0.7,
            listed(
                "study subject participant trial enrollment badge employee student staff user confirmation "
                "reference ref ticket tracking prescription rx donor unit bag locker inmate booking "
                "military service veteran identification unique registry research incident police docket "
                "court report barcode wristband band id"
            ),
        ),
        Rule("letters and digits", r"(?<![\w.-])#?[A-Z]{1,5}-?\d{5,12}(?![\w-])", 0.55),
        Rule("number sign", r"(?<!\w)#(?P<phi>\d{5,12})(?!\w)", 0.5),
        Rule("groups of digits", r"(?<![\w.,/+-])(?=(?:-?\d){7})\d{2,6}-\d{2,6}-\d{2,6}(?![\w-])", 0.5),
        Rule("long number", rf"(?i)(?<![\w.,/+$-])\d{{7,}}(?![\w/-])(?![.,]\d){_NOT_A_COUNT}", 0.5),
        Rule("coordinates", r"(?<![\w.])-?\d{1,2}\.\d{4,},[ ]?-?\d{1,3}\.\d{4,}", 0.7, entity="LOCATION"),
    )
