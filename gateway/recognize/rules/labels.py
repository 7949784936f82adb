"""The grammar of a labelled number, which all recognisers of numbers share: label, number word, value."""

# A value holds a digit; it may hold letters, and hyphens, dots or slashes inside.
CODE = r"(?=[\w./-]{0,14}\d)[A-Za-z0-9](?:[\w./-]{1,24}[A-Za-z0-9])"
SPACED = r"(?:\d{2,6}(?:[ ]\d{2,6}){1,4}(?![\d/]))"
_JOIN = (
    r"\.?(?:,(?=[ ](?:no\b|num|#)))?[ ]?(?:\([^()\n]{1,12}\)[ ]?)?(?:no\b\.?|num(?:ber)?s?\b|nbr\b|id\b|code\b|cin\b|"
    r"#)?\s{0,4}(?:[:#=]\s{0,4}){0,2}"
)
_VERB = r"(?:(?:is|was|of|as)\s{1,2})?"


def labelled(label: str, value: str = CODE) -> str:
    """The pattern for `value` behind `label` (a pattern that begins with a cue word), any case."""
    return rf"(?i)(?:{label})(?![A-Za-z]){_JOIN}{_VERB}#?(?P<phi>{value})(?![\w])"
