"""Names beside a description of the patient: "a 63-year-old male, Osric T.," or "patient named X"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.words import STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import WORD, Name, name_at, names_thing

_WHO = (
    "male female man woman boy girl patient pt gentleman lady infant child baby newborn neonate toddler "
    "veteran client resident"
)


class PatientRecognizer(RuleRecognizer):
    """A single word needs a comma or a bracket around it; two words in a row speak for themselves."""

    ENTITY = "PATIENT"
    RULES = (
        Rule(
            "beside the patient",
            r"(?i:\w+)(?:[ ](?i:named|called|patient|name[ ]is|is))?(?P<joint>,[ ]|[ ]\(|[ ])(?:(?i:named|"
            r"called)[ ])?",
            0.7,
            listed(_WHO),
        ),
        Rule(
            "beside the age",
            r"(?i:old|yo|y\.?o\.?)(?P<joint>,[ ]|[ ])(?:(?i:named)[ ])?",
            0.7,
            listed("old yo"),
        ),
        Rule(
            "baby",
            r"(?:Baby|Infant|BB|BG)(?:[ ](?:Boy|Girl|boy|girl))?(?P<joint>[ ])",
            0.7,
            listed("baby infant bb bg"),
        ),
        Rule(
            "called",
            r"(?i:named|called|calls[ ](?:him|her|them|me|us)(?:self)?|goes[ ]by|known[ ]as|aka|a\.k\.a\.|f/k/a|"
            r"n[eé]e|(?:sur|nick|given|maiden|preferred|legal|birth|middle|last|first)[ ]?name(?:d)?(?:[ ](?:is|was|"
            r"of))?|"
            r"answers?[ ]to|responds?[ ]to|name[ ](?:band|as|is|was|of)|(?:his|her|their|my)[ ]name[ ](?:is|was)|"
            r"i[ ]am|"
            r"be[ ]called|this[ ]is|it['’]s|signed|thx!*|thanks!*|love|"
            r"wears[ ]name[ ]band)(?P<joint>:?,?\s{1,2})[\"“'(]?",
            0.7,
            listed(
                "named called calls goes known aka f nee née surname nickname nicknamed sur nick given maiden "
                "preferred legal birth middle last first answers answer responds respond name his her their my i "
                "this it signed thx thanks love wears be"
            ),
        ),
        Rule(
            "nickname",
            rf"(?<=\p{{L}}[ ]{{1,3}}\(?)[\"“](?P<phi>{WORD})[\"”](?:\)|(?=[ ]{{2}}|\n)|[ ](?P<phi>{WORD}))",
            0.6,
            frozenset({'"', "“"}),
        ),
        Rule(
            "on behalf",
            r"(?i:behalf[ ]of|pronunciation[ ]of|records?[ ](?:\p{Ll}{2,12}[ ])?(?:under|for)|films?[ ](?:under|for)|"
            r"chart[ ](?:under|for|of)|(?:requested|booked|registered|filed|listed|enrolled)[ ](?:under|as)|"
            r"care[ ]of|regarding|mother[ ]of|parents?[ ]of|guardian[ ]of)(?P<joint>[ ])(?:(?i:the[ ]name)[ ])?[\"“]?",
            0.6,
            listed(
                "behalf pronunciation record records film films chart requested booked registered filed listed "
                "enrolled care regarding mother parent parents guardian"
            ),
        ),
        Rule("introduced", r"This(?P<joint>[ ])is[ ]", 0.6, listed("this")),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """A name in two parts, or one word that is hardly anything but a name."""
        if rule.name == "nickname":
            return _nickname(text, match.spans("phi"))
        name = name_at(text, match.end())
        if not name or (
            text[name.start : name.end].isupper()
            and not (_is_quoted(text, name) or (rule.name == "called" and match[0].isupper()))
        ):
            return []
        if names_thing(text, name, alone=rule.name == "baby"):
            return []
        set_apart = match["joint"] != " " and text[name.end : name.end + 1] in ",);."
        if name.is_plain or (name.is_full and rule.name != "introduced") or (set_apart and rule.name != "called"):
            return [(name.start, name.end)]
        told = rule.name in ("baby", "on behalf") or match[0].startswith("named") or _is_quoted(text, name)
        return [(name.start, name.end)] if told or _TELLS.search(match[0]) else []


_TELLS = regex.compile(
    r"(?i)calls[ ]|be[ ]called|thx|thanks|love|signed|name[ ](?:is|was|as)|surname|maiden|n[eé]e\b|answers?[ ]to|"
    r"goes[ ]by|(?:sur|nick|given)[ ]?name"
)


def _is_quoted(text: str, name: Name) -> bool:
    return text[name.start - 1 : name.start] in ('"', "“") and text[name.end : name.end + 1] in ('"', "”", ",")


def _nickname(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """A quoted word beside a name; a heading or a word in quotes is none."""
    start, end = spans[0]
    low = text[start:end].lower()
    before = regex.search(rf"({WORD})[ (]{{1,4}}$", text[max(0, start - 30) : start - 1])
    if low in STOPPERS or not before or (before[1].lower() in STOPPERS and before[1].lower() not in WORDLIKE):
        return []
    return [span for span in spans if text[slice(*span)].lower() not in STOPPERS]
