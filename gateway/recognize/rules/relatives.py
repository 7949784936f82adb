"""Names of relatives and other people around the patient: "daughter Maria", "husband (Piers Tolland)"."""

import regex

from gateway.recognize.lexicon import listed, plain
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.words import WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import WORD, name_at, names_thing

_KIN = (
    "dtr daughter son wife husband mother father mom mum dad mommy daddy sister brother aunt uncle niece "
    "nephew grandson granddaughter grandmother grandfather grandma grandpa grandchild cousin partner spouse "
    "fiance fiancé fiancée girlfriend boyfriend stepdaughter stepson stepmother stepfather stepmom stepdad "
    "parent guardian landlord landlady housemate sitter babysitter nanny coach teacher boss coworker lawyer "
    "defender doula widow widower fiancee  caregiver neighbor neighbour friend roommate twin sibling mil fil"
)
_KINDS = listed(_KIN) | frozenset(f"{word}s" for word in _KIN.split())
_OTHERS = listed("proxy poa contact hcp kin ex law")
_WORD = "|".join(sorted(_KINDS | _OTHERS, key=lambda s: (-len(s), s)))
_OWN = r"(?i:his|her|their|my|our|the|pt['’]?s|patient['’]?s|the[ ]patient['’]?s)"


_FIRST = GIVEN | WORDLIKE


class RelativeRecognizer(RuleRecognizer):
    """The kind of kin stays; the name beside it goes."""

    ENTITY = "RELATIVE"
    RULES = (
        Rule(
            "name behind kin",
            rf"(?i:{_WORD})(?:['’]s[ ]name)?[ ]?(?:,[ ]?|\([ ]?|:[ ]?|(?:is|was|named|called|name)[ ]|"
            rf"[-–—/][ ]?(?:\p{{Ll}}{{3,12}}[ ])?)?[ ]?[\"“]?",
            0.75,
            _KINDS | _OTHERS,
        ),
        Rule(
            "name before kin",
            rf"(?P<phi>(?:{WORD}[ ]){{0,2}}{WORD}),?[ ]?(?:\((?:{_OWN}[ ])?|{_OWN}[ ])(?i:{_WORD})",
            0.75,
            _KINDS,
            after=True,
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """A capitalised name that is no heading and no eponym."""
        at = match.start("phi") if rule.after else match.end()
        if not rule.after and match.end() == len(match[0].rstrip()) + match.start():
            joined = match[0][-1:] in '(:-–—/,"“'
            if not joined:
                return []
        name = name_at(text, at)
        # "husband Bruce" is a husband, though Bruce has a protocol to his name.
        if not name or names_thing(text, name, alone=plain(name.words[0]) in _FIRST):
            return []
        if rule.after and name.end < match.end("phi"):
            return []
        written = text[name.start : name.end]
        if written.isupper() and not (name.is_full or plain(name.words[0]) in GIVEN):
            return []
        return [(name.start, name.end)]
