"""ZIP codes: behind a state, behind their label, and in the form of nine digits."""

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.places import STATE_CODES, STATES
from gateway.recognize.rules.base import Rule, RuleRecognizer

# Codes in capitals only: "in", "or" and "me" are words.
_STATE = "|".join([*sorted(STATE_CODES), *(f"(?i:{state})" for state in sorted(STATES))])
_FIRST_WORDS = frozenset(state.split()[0].lower() for state in STATE_CODES | STATES)
_ZIP = r"\d{5}(?:-\d{4})?(?![\d-])"


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
        Rule("nine digits", r"(?<![\d-])\d{5}-\d{4}(?![\d-])", 0.5),
    )
