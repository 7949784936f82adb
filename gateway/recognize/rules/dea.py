"""DEA registration numbers (21 CFR 1301): two letters, six digits and a check digit."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer


class DeaRecognizer(RuleRecognizer):
    """Without a label the check digit has to hold."""

    ENTITY = "LICENSE"
    RULES = (
        Rule(
            "labelled",
            r"(?i:dea)(?:[ ]?(?:number|no\.?|registration|#|is)){0,2}[ ]?[:#=]?[ ]{0,2}"
            r"(?P<phi>[A-Za-z][A-Za-z9]-?\d{7})(?!\w)",
            0.9,
            listed("dea"),
        ),
        Rule("check digit", r"(?<!\w)[ABCDEFGHJKLMPRSTUX][A-Z9]\d{7}(?!\w)", 0.8),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """First, third and fifth digit plus twice the others end in the check digit."""
        if rule.name == "check digit":
            digits = [int(character) for character in match[0][2:]]
            total = sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])
            return [match.span()] if total % 10 == digits[6] else []
        return super().accept(rule, match, text)
