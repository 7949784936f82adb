"""ZIP codes: behind a state, behind their label, and in the form of nine digits."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.places import STATE_CODES, STATES
from gateway.recognize.lexicon.words import STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer

# Codes in capitals only: "in", "or" and "me" are words.
_STATE = "|".join([*sorted(STATE_CODES), *(f"(?i:{state})" for state in sorted(STATES))])
_FIRST_WORDS = frozenset(state.split()[0].lower() for state in STATE_CODES | STATES)
_ZIP = r"\d{5}(?:-\d{4})?(?![\d-])"
_TOWN = regex.compile(
    r"(?r)(?:(?<=[,;(\n^|][ ]{0,3})|(?<=(?i:\b(?:in|at|of|from|to|near|st|ave|rd|ln|dr|street|avenue|road|"
    r"lane|drive|way|court))\.?[ ]))(?P<town>\p{Lu}\p{L}+\.?(?:[ -]\p{Lu}\p{L}+){0,2}),?[ ]{1,2}"
)


class ZipRecognizer(RuleRecognizer):
    """Five digits alone are never taken: in a note they are a cell count."""

    ENTITY = "ZIP"
    RULES = (
        Rule(
            "behind a state",
            rf"(?:{_STATE})\.?,?[ ]{{1,3}}(?P<phi>{_ZIP})",
            0.8,
            _FIRST_WORDS,
        ),
        Rule(
            "labelled",
            rf"(?i:zip|postal)(?:[ -]?code)?[ ]?[:#]?[ ]{{0,3}}(?:is[ ])?(?P<phi>{_ZIP})",
            0.85,
            listed("zip zipcode postal"),
        ),
        Rule("nine digits", r"(?<![\d-])\d{5}-\d{4}(?![\d-])", 0.5, digit=True),
        Rule(
            "behind a town",
            rf"(?<![\w,.$#/-]|[#:][ ])(?P<phi>{_ZIP})(?![\w/%]|[.,]\d|[ ]?(?:units?|iu|mg|mcg|ml|cells|copies|u/|"
            rf"steps|dollars)\b)",
            0.55,
            digit=True,
        ),
        Rule("field of an address", rf"\^[A-Z]{{2}}\^(?P<phi>{_ZIP})", 0.8),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """Behind a town only where the town stands like one and is no word."""
        if rule.name == "behind a town":
            town = _TOWN.match(text, max(0, match.start() - 50), match.start())
            words = town["town"].lower().replace(".", "").split() if town else []
            if (
                not words
                or words[-1] in STOPPERS - WORDLIKE
                or (len(words) == 1 and words[0] in STOPPERS)
                or len(words[-1]) < 4
            ):
                return []
        return super().accept(rule, match, text)
