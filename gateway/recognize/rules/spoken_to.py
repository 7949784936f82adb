"""Names of people somebody calls, meets or asks: "call Odile Farrow at", "discussed with Ana Ortiz"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import name_at, names_thing
from gateway.recognize.rules.places import GENERIC

_TALK = regex.compile(
    r"(?i)call|contact|page|notif|inform|text|ask|spoke|talk|met|report|hand|sign|relieved|accomp|visit"
)
_ENDS = regex.compile(r"[.,;:)]|$|[ ](?:at|about|on|who|and|re|regarding|by|via)[ ]")


class SpokenToRecognizer(RuleRecognizer):
    """Without a list of names only a name of two parts is told from another capital."""

    ENTITY = "PERSON"
    RULES = (
        Rule(
            "spoken to",
            r"(?i:call(?:ed|ing)?|contact(?:ed)?|page[d]?|notif(?:y|ied)|inform(?:ed)?|reach(?:ed)?|"
            r"text(?:ed)?|ask(?:ed)?|asks[ ]for|per|via|spoke|talked|met|discussed|reviewed|visit(?:ed)?|"
            r"works|lives|stays|accompanied|followed|seen|referred|given|taken|caregiver|contact|provided|"
            r"relieved|report|handoff|sign-?out)(?:[ ](?:in[ ])?(?:\p{Ll}{2,12}[ ]){0,2}?(?:with|to|from|by|"
            r"for)|[ ]back)?[ ]",
            0.6,
            listed(
                "call called calling contact contacted page paged notify notified inform informed reach "
                "reached text texted ask asked asks per via spoke talked met discussed reviewed visit "
                "visited works lives stays accompanied followed seen referred given taken caregiver "
                "provided relieved report handoff signout"
            ),
        ),
        Rule(
            "appointment with",
            r"(?i:appt|appointment|visit|f/u|follow[ -]?up|meeting|seen|hand[ -]?off|"
            r"sign[ -]?out)(?:[ ][\d/:apm.]{1,8}){0,2}[ ]"
            r"(?i:with|w/|by|to)[ ]",
            0.6,
            listed("appt appointment visit f follow followup meeting seen handoff hand sign signout"),
        ),
        Rule(
            "by somebody",
            r"(?<!\b(?:followed|stand|divided|times|multiplied|increased|decreased)[ ])(?i:by)[ ]",
            0.5,
            listed("by"),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The name, if it has two parts and no capitals all through."""
        name = name_at(text, match.end())
        if not name or names_thing(text, name) or text[name.start : name.end].isupper():
            return []
        # One word alone has to end the phrase: "spoke with Tarkanian," but not "per Epic chart".
        told = (
            (_TALK.match(match[0]) or rule.name != "spoken to")
            and name.words[0] not in GENERIC
            and _ENDS.match(text, name.end)
        )
        return [(name.start, name.end)] if name.is_full or told else []
