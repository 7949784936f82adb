"""Medical record numbers: by label, in any of a hospital's formats."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import CODE, SPACED, labelled

_LABEL = (
    r"(?:medical|med\.?|health|hospital|hosp\.?|clinic|unit|chart|patient)[ ](?:record|rec\.?|chart|unit|"
    r"history)|(?:medical|hospital|hosp\.?|patient|pt|pat|unit|chart|history|clinic)(?=[ ]?(?:no\b|num|nbr|"
    r"id\b|\#|identif))(?:[ ]identifi(?:er|cation))?|chart(?=[ ]?[:\#])|mrn|mr(?=[ ]?(?:\#|no\b|num))|"
    r"mc(?=[ ]?\#)|record(?=[ ]?(?:\#|no\b|num))|empi|pid"
)


class MrnRecognizer(RuleRecognizer):
    """The label decides; the number may be of any shape that holds a digit."""

    ENTITY = "MRN"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL.replace("\\#", "[#]"), rf"{SPACED}|{CODE}"),
            0.9,
            listed(
                "medical med health hospital hosp clinic unit chart patient pt pat history mrn mr mc record empi pid"
            ),
        ),
        Rule("glued to its label", r"(?i)\bmrn[-_]?\d[\d-]{3,}\b", 0.9),
    )
