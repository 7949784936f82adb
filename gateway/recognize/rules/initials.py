"""Initials that stand for a person: behind a cue, as a signature, or as a typist's mark."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_LETTERS = r"(?:\p{Lu}\.[ ]?){1,2}\p{Lu}\.?(?![\w])|\p{Lu}{2,3}(?![\w])"


class InitialsRecognizer(RuleRecognizer):
    """Two or three letters alone are never taken: nearly all of them are abbreviations."""

    ENTITY = "INITIALS"
    RULES = (
        Rule(
            "labelled",
            rf"(?i:initials?)[ ]?(?:[:=]|are|is)?[ ]{{0,2}}(?P<phi>{_LETTERS})",
            0.8,
            listed("initial initials"),
        ),
        Rule(
            "initialled",
            rf"(?i:initialed|initialled)[ ](?i:by)?[ ]{{0,2}}(?P<phi>{_LETTERS})",
            0.8,
            listed("initialed initialled"),
        ),
        Rule(
            "dotted",
            r"(?i:patient|pt|client|subject)[ ](?P<phi>\p{Lu}\.[ ]?\p{Lu}\.(?:[ ]?\p{Lu}\.)?)(?!\w)",
            0.7,
            listed("patient pt client subject"),
        ),
        Rule("typist's mark", r"(?<![\w/:])(?P<phi>\p{Lu}{2,3}[:/]\p{Ll}{2,3})(?=\s*(?:\n|$))", 0.6),
        Rule("signed with a slash", r"(?<![\w])/(?:s/[ ]?)?(?P<phi>\p{Lu}{2,3})(?=\s*(?:\n|$))", 0.6),
    )
