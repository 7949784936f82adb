"""Account, encounter, claim and payment numbers."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.labels import CODE, SPACED, labelled

_LABEL = (
    r"(?:bank[ ]|patient[ ]|billing[ ]|checking[ ]|hospital[ ])?(?:account|acct?)\.?|fin|csn|har|"
    r"(?:encounter|visit|invoice|billing|bill|claim|guarantor|admission|episode|receipt)(?=[ ]?(?:[#:]|no\b|"
    r"num|id\b))|routing|iban|credit[ ]card|card(?=[ ]?(?:[#]|no\b|num))|"
    r"(?:prior[ ])?auth(?:orization)?(?=[ ]?(?:[#:]|no\b|num|code))|referral(?=[ ]?(?:[#]|no\b|num))"
)


class AccountRecognizer(RuleRecognizer):
    """By label; an IBAN also by its check digits (ISO 7064, modulus 97)."""

    ENTITY = "ACCOUNT"
    RULES = (
        Rule(
            "labelled",
            labelled(_LABEL, rf"{SPACED}|{CODE}"),
            0.85,
            listed(
                "bank patient billing checking hospital account acct acc fin csn har encounter visit "
                "invoice bill claim guarantor admission episode receipt routing iban credit card prior auth "
                "authorization referral"
            ),
        ),
        Rule("IBAN", r"(?<!\w)[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){2,7}(?:[ ]?[A-Z0-9]{1,3})?(?!\w)", 0.9),
        Rule(
            "last four digits of a card",
            r"(?i:card|visa|mastercard|amex|account|acct)[ ](?:number[ ])?end(?:ing|s)[ ](?:(?:in|"
            r"with)[ ])?(?P<phi>\d{4})"
            r"(?!\d)",
            0.8,
            listed("card visa mastercard amex account acct"),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """An IBAN has to pass its check."""
        if rule.name == "IBAN":
            code = match[0].replace(" ", "")
            figures = "".join(str(int(character, 36)) for character in code[4:] + code[:4])
            return [match.span()] if int(figures) % 97 == 1 else []
        return super().accept(rule, match, text)
