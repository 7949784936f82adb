"""Accession, specimen and case numbers of laboratories, pathology and radiology."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import labelled

_LABEL = (
    r"accession|accn|acc(?=[ ]?(?:#|no\b|num|:))|specimen(?=[ ]?(?:#|no\b|num|id))|case(?=[ ]?(?:#|no\b|num|"
    r"id))|(?:path(?:ology)?|cytology|surgical|lab|exam|imaging|radiology|order|study|requisition|"
    r"report)(?=[ ]?(?:#|no\b|num|id\b|case[ ]?(?:#|no\b|num)))(?:[ ]case)?"
)


class AccessionRecognizer(RuleRecognizer):
    """By label, or in the form of a year and a serial: S26-12345."""

    ENTITY = "ACCESSION"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL.replace("#", "[#]")),
            0.85,
            listed(
                "accession accn acc specimen case path pathology cytology surgical lab exam imaging "
                "radiology order study requisition report"
            ),
        ),
        Rule("letters, year and serial", r"(?<![\w-])[A-Z]{1,3}-?\d{2}-\d{4,7}(?![\w-])", 0.6),
    )
