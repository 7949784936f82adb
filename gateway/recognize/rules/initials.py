"""Initials that stand for a person: behind a cue, ahead of a fact or a credential, as a signature."""

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_LETTERS = r"(?:\p{Lu}\.[ ]?){1,2}\p{Lu}\.?(?![\w])|\p{Lu}{2,3}(?![\w])"
_DOTTED = r"\p{Lu}\.[ ]?\p{Lu}\.(?:[ ]?\p{Lu}\.)?"
_CREDENTIAL = r"(?:MD|DO|RN[A-Z]?|LPN|LVN|CNA|NP|PA(?:-C)?|SW|MSW|LCSW|CNM|CRNA|RT|RD|PT|OT|SLP|PharmD|RPh|MA|EMT)"


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
            rf"(?i:patient|pt|client|subject|resident|child|mr|mrs|ms)\.?[ ](?P<phi>{_DOTTED})(?!\w)",
            0.7,
            listed("patient pt client subject resident child mr mrs ms"),
        ),
        Rule(
            "beside an age",
            r"(?i:patient|pt|client|resident)[ ](?P<phi>\p{Lu}{2})(?=,[ ]\d{1,3}(?:,|[ ]?[yMF]))",
            0.7,
            listed("patient pt client resident"),
        ),
        Rule("ahead of an age", r"(?<=(?:^|\n)[ ]{0,3})\p{Lu}{2}(?=,[ ]\d{1,3}(?:[.,;]|[ ]?[yMF]\b|[ ]y/?o))", 0.6),
        Rule(
            "ahead of a fact",
            rf"(?<![\w.])(?P<phi>{_DOTTED})(?=[ ]?[,(][ ]?(?:MRN|DOB|\d{{1,3}}[ -]?(?:y|[MF]\b)))",
            0.7,
        ),
        Rule(
            "in brackets or quotes",
            r"(?<=[(\"“])(?!(?:R\.N|M\.D|D\.O|P\.A|N\.P|U\.S|P\.O|I\.V)\.)(?P<phi>\p{Lu}\.(?:\p{Lu}|"
            r"\p{Ll})\.)(?=[,)\"”])",
            0.6,
        ),
        Rule("ahead of a credential", rf"(?<![\w.])(?P<phi>{_DOTTED})(?=[ ]?[,/]?[ ]?{_CREDENTIAL}(?!\w))", 0.75),
        Rule("in lower case", r"(?<=[-–—][ ]{0,2})\p{Ll}{2,3}(?=[ ](?:rn|lpn|md|np|pa|cna)(?!\w))", 0.6),
        Rule("in a line of its own", rf"(?<=(?:^|\n)[ —–-]{{0,3}})(?P<phi>{_DOTTED})(?=[ ]{{0,3}}(?:\n|$|\())", 0.7),
        Rule("at the end of a line", r"(?<=[.?!][ ]{1,4})(?P<phi>\p{Lu}\.\p{Lu}\.)(?=[ ]{0,3}(?:\n|$))", 0.6),
        Rule("dictated and typed", rf"(?P<phi>{_DOTTED}):(?P<phi>{_DOTTED})(?=\s*(?:\n|$))", 0.7),
        Rule("typist's mark", r"(?<![\w/:])(?P<phi>\p{Lu}{2,3}[:/]\p{Ll}{2,3})(?=\s*(?:\n|$))", 0.6),
        Rule(
            "signed with a slash",
            r"(?<![\w])/(?:s/[ ]?)?(?!(?:RN|LPN|CNA|MD|DO|NP|PA|SW|RT|RD|PT|OT|"
            r"MA)\b)(?P<phi>\p{Lu}{2,3})(?=\s*(?:\n|$))",
            0.6,
        ),
    )
