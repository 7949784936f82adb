"""National provider identifiers (45 CFR 162.406): ten digits, the last one Luhn's over the prefix 80840."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer


class NpiRecognizer(RuleRecognizer):
    """Without a label the check digit has to hold; with one a mistyped number is taken too."""

    ENTITY = "LICENSE"
    RULES = (
        Rule(
            "labelled",
            r"(?i:npi)(?:[ ]?(?:number|no\.?|#|is))?[ ]?[:#=]?[ ]{0,2}(?P<phi>\d{3,4}[ -]?\d{3}[ -]?\d{3,4})"
            r"(?!\d)",
            0.9,
            listed("npi"),
        ),
        Rule("check digit", r"(?<![\w.,-])[12]\d{9}(?![\w-])(?![.,]\d)", 0.6, digit=True),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The number, where it passes its check or has its label."""
        if rule.name == "check digit":
            return [match.span()] if luhn("80840" + match[0]) else []
        return super().accept(rule, match, text)


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
