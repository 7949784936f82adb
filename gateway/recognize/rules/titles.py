"""Names behind a title: Dr., Nurse, Mr. and their like."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import WORD, Name, lower_name_at, name_at, names_thing

_AND = regex.compile(r"(?:,[ ]?(?:and[ ])?|[ ](?:and|&|or)[ ]|[ ]?/[ ]?)(?:(?:Drs?|Mrs?|Ms)\.?[ ])?")


class TitleRecognizer(RuleRecognizer):
    """The title stays; the name behind it goes, and the names that are listed with it."""

    ENTITY = "PERSON"
    RULES = (
        Rule(
            "doctor",
            r"(?i:drs?|doctors?|prof(?:essor)?)\b\.?[ \t]{0,2}",
            0.9,
            listed("dr drs doctor doctors prof professor"),
            "STAFF",
        ),
        Rule(
            "nurse",
            r"(?i:nurse(?:[ ]practitioner)?|rn|chaplain|midwife|therapist|pharmacist|paramedic|(?:social|"
            r"case)[ ]worker|physician[ ]assistant|hospitalist|cardiologist|surgeon|oncologist|neurologist|"
            r"nephrologist|urologist|psychiatrist|psychologist|pediatrician|resident|intern|fellow|"
            r"interpreter|counsell?or|dietitian|hygienist|technologist|technician|sonographer|attending|supervising|"
            r"surgeon|asst|"
            r"anes|circulator|clerk|phlebotomist|orderly|aide|doula|coordinator|liaison|nephrology|pcp|cnm|charge)\b"
            r"(?:[ ]there)?(?:[ ]is)?[,:]?[ \t]{1,2}\(?",
            0.7,
            listed(
                "nurse rn chaplain midwife therapist pharmacist paramedic social case physician hospitalist "
                "cardiologist surgeon oncologist neurologist nephrologist urologist psychiatrist "
                "psychologist pediatrician resident intern fellow interpreter counselor counsellor dietitian "
                "hygienist technologist technician sonographer attending supervising asst anes circulator clerk "
                "phlebotomist orderly aide doula coordinator liaison pcp cnm charge"
            ),
            "STAFF",
        ),
        Rule(
            "credential in front",
            r"(?:RN|LPN|LVN|CNA|NP|PA|MD|DO|RT|RD|SW|SLP|CRNA|PharmD|RPh|MSW|LCSW|CNM|APRN)[ ]\(?",
            0.65,
            listed("rn lpn lvn cna np pa md do rt rd sw slp crna pharmd rph msw lcsw cnm aprn"),
            "STAFF",
        ),
        Rule(
            "behind a service",
            r"(?i:ir|gi|id|ent|ob|ortho|neuro|cards|cardiology|renal|nephro|surgery|onc|heme|psych|pulm|uro|vascular|"
            r"rads|radiology|derm|peds|gyn|anesthesia|pharmacy|dietary|palliative|icu|hospice|rehab)[ ]\(",
            0.6,
            listed(
                "ir gi id ent ob ortho neuro cards cardiology renal nephro surgery onc heme psych pulm uro vascular "
                "rads radiology derm peds gyn anesthesia pharmacy dietary palliative icu hospice rehab"
            ),
            "STAFF",
        ),
        Rule(
            "ahead of a role",
            rf"(?P<phi>(?:{WORD}[ ]){{1,2}}{WORD}|{WORD})[ ]\((?i:anes\w*|circ\w*|scrub|surgeon|attending|charge|rn|md|"
            r"np|pa|pt|ot|slp|sw|pgy|resident|fellow|nurse|aide|chaplain|interpreter|pharmacist|pharmd|pcp)",
            0.65,
            listed(
                "anes anesthesia anesthesiologist circ circulator circulating scrub surgeon attending charge rn md np "
                "pa pt ot slp sw pgy resident fellow nurse aide chaplain interpreter pharmacist pharmd pcp"
            ),
            "STAFF",
            after=True,
        ),
        Rule(
            "courtesy title",
            r"(?i:mrs?|ms|miss|mx|messrs|madam|sir|señora?|monsieur)\b\.?[ \t]{0,2}",
            0.9,
            listed("mr mrs ms miss mx messrs madam sir señor señora monsieur"),
        ),
        Rule(
            "office",
            r"(?:Rev(?:erend)?|Rabbi|Imam|Pastor|Captain|Capt|Sgt|Sergeant|Lt|Lieutenant|Officer|Detective|"
            r"Deputy|Col|Colonel|Judge|Attorney|Principal(?!\s+(?:Dx|Diag|Prob|Proc))|Coach|Fr)\b\.?[ \t]{1,2}",
            0.7,
            listed(
                "rev reverend rabbi imam pastor captain capt sgt sergeant lt lieutenant officer detective "
                "deputy col colonel judge attorney principal coach fr"
            ),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The name behind the title and those joined to it."""
        strong = rule.name in ("doctor", "courtesy title")
        if match[0].startswith("ms") and text[max(0, match.start() - 2) : match.start()].strip().isdigit():
            return []  # milliseconds
        if rule.after:
            return _before_role(text, *match.span("phi"))
        name = name_at(text, match.end())
        if strong and not name and match[0][:1].islower() and match[0][-1:].isspace():
            name = lower_name_at(text, match.end())
        elif strong and not name and match[0][-1:].isspace():
            name = _known_lower(text, match.end())
        if not name or (not strong and not _is_certain(text, name)):
            return []
        if rule.name == "behind a service" and text[name.end : name.end + 1] not in (")", ",", ";"):
            return []
        spans = [(name.start, name.end)]
        several = match[0].lower().startswith(("drs", "doctors", "messrs"))
        while several and (joint := _AND.match(text, spans[-1][1])):
            other = name_at(text, joint.end())
            if not other:
                break
            spans.append((other.start, other.end))
        return spans


def _before_role(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The words ahead of a role in brackets that are fit for a name."""
    for word in regex.finditer(WORD, text[start:end]):
        name = name_at(text, start + word.start())
        if name and name.end == end:
            return [(name.start, name.end)] if _is_certain(text, name) else []
    return []


def _known_lower(text: str, at: int) -> Name | None:
    """A name in lower case behind a title with a capital: only one of the lists."""
    name = lower_name_at(text, at)
    return name if name and (name.words[0] in GIVEN or name.words[0] in SURNAMES) else None


def _is_certain(text: str, name: Name) -> bool:
    """A weak title needs a name that is no eponym, no heading and not all capitals."""
    written = text[name.start : name.end]
    return not names_thing(text, name, alone=True) and (name.is_plain or name.is_full or not written.isupper())
