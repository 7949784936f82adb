"""Names behind a title: Dr., Nurse, Mr. and their like."""

import regex

from gateway.recognize.rules.base import Rule, RuleRecognizer, cues
from gateway.recognize.rules.names import Name, lower_name_at, name_at, names_thing

_AND = regex.compile(r"(?:,[ ]?(?:and[ ])?|[ ](?:and|&|or)[ ]|[ ]?/[ ]?)(?:(?:Drs?|Mrs?|Ms)\.?[ ])?")


class TitleRecognizer(RuleRecognizer):
    """The title stays; the name behind it goes, and the names that are listed with it."""

    ENTITY = "PERSON"
    RULES = (
        Rule(
            "doctor",
            r"(?i:drs?|doctors?|prof(?:essor)?)\b\.?[ \t]{0,2}",
            0.9,
            cues("dr drs doctor doctors prof professor"),
            "STAFF",
        ),
        Rule(
            "nurse",
            r"(?i:nurse(?:[ ]practitioner)?|rn|chaplain|midwife|therapist|pharmacist|paramedic|(?:social|case)[ ]worker"
            r"|physician[ ]assistant|hospitalist|cardiologist|surgeon|oncologist|neurologist|nephrologist|urologist"
            r"|psychiatrist|psychologist|pediatrician|resident|intern|fellow|interpreter|counselor|dietitian)"
            r"\b[,:]?[ \t]{1,2}",
            0.7,
            cues(
                "nurse rn chaplain midwife therapist pharmacist paramedic social case physician hospitalist cardiologist"
                " surgeon oncologist neurologist nephrologist urologist psychiatrist psychologist pediatrician resident"
                " intern fellow interpreter counselor dietitian"
            ),
            "STAFF",
        ),
        Rule(
            "courtesy title",
            r"(?i:mrs?|ms|miss|mx|messrs|madam|sir|señora?|monsieur)\b\.?[ \t]{0,2}",
            0.9,
            cues("mr mrs ms miss mx messrs madam sir señor señora monsieur"),
        ),
        Rule(
            "office",
            r"(?:Rev(?:erend)?|Rabbi|Imam|Pastor|Captain|Capt|Sgt|Sergeant|Lt|Lieutenant|Officer|Detective|Deputy"
            r"|Col|Colonel|Judge|Attorney|Principal|Coach|Fr)\b\.?[ \t]{1,2}",
            0.7,
            cues(
                "rev reverend rabbi imam pastor captain capt sgt sergeant lt lieutenant officer detective deputy col"
                " colonel judge attorney principal coach fr"
            ),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The name behind the title and those joined to it."""
        strong = rule.name in ("doctor", "courtesy title")
        if match[0].startswith("ms") and text[max(0, match.start() - 2) : match.start()].strip().isdigit():
            return []  # milliseconds
        name = name_at(text, match.end())
        if strong and not name and match[0][:1].islower() and match[0][-1:].isspace():
            name = lower_name_at(text, match.end())
        if not name or (not strong and not _is_certain(text, name)):
            return []
        spans = [(name.start, name.end)]
        while (joint := _AND.match(text, spans[-1][1])) and match[0][:3].lower() in (
            "drs",
            "mes",
            "doc",
            "dr.",
        ):
            other = name_at(text, joint.end())
            if not other or joint[0].startswith(",") and match[0][:3].lower() == "dr.":
                break
            spans.append((other.start, other.end))
        return spans


def _is_certain(text: str, name: Name) -> bool:
    """A weak title needs a name that is no eponym, no heading and not all capitals."""
    written = text[name.start : name.end]
    return not names_thing(text, name) and (name.is_plain or name.is_full or not written.isupper())
