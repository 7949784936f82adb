"""Names beside a description of the patient: "a 63-year-old male, Osric T.," or "patient named X"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import name_at, names_thing

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
            r"(?i:named|called|goes[ ]by|known[ ]as|aka|nickname(?:d)?)(?P<joint>:?[ ])[\"“']?",
            0.7,
            listed("named called goes known aka nickname nicknamed"),
        ),
        Rule("introduced", r"This(?P<joint>[ ])is[ ]", 0.6, listed("this")),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """A name in two parts, or one word that is hardly anything but a name."""
        name = name_at(text, match.end())
        if not name or text[name.start : name.end].isupper():
            return []
        if names_thing(text, name, alone=rule.name == "baby"):
            return []
        set_apart = match["joint"] != " " and text[name.end : name.end + 1] in ",);."
        if name.is_plain or (name.is_full and rule.name != "introduced") or (set_apart and rule.name != "called"):
            return [(name.start, name.end)]
        return [(name.start, name.end)] if rule.name == "baby" or match[0].startswith("named") else []
