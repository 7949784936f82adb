"""Names behind a label of a form or a signature: "Patient:", "Attending:", "Signed by"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import STEP, WORD, Name, name_at, names_thing

_COMMA_FORM = regex.compile(rf"(?P<last>(?:{STEP}[ ]){{0,2}}{STEP}),[ ]?(?P<first>{WORD}(?:[ ]\p{{Lu}}\b\.?)?)")
# A label ends with a colon, or with the gap of a column where a line begins.
_AFTER = r"(?:[ \t]{0,3}[:=][ \t,*_]{0,4}|(?<=(?:^|\n|[ ]{2}|\|)\s{0,3}[\p{L} ]{2,20})[ \t]{2,14})"
_END = regex.compile(r"[ ]?(?:$|[\n\r|/;(,\[\"“]|[ ]{2}|\t|[—–-])")

_PATIENT = (
    r"(?:patient|pt|pat|client|member|resident|subject|student|child|baby|"
    r"infant|identification|identifying|identity|caller|re|who|mom|for|from|to|cc)(?:['’]s)?(?:[ ](?:full[ ])?name)?"
)
_STAFF = (
    r"(?:(?:attending|referring|primary(?:[ ]care)?|consulting|ordering|admitting|discharging|treating|"
    r"responsible|supervising|requesting|assistant|first|second|circulating|scrub|charge|bedside|performing|"
    r"signing|covering)[ ])?(?:attending|attg|surgeons?|assistants?|anesthesiologist|physicians?|providers?|"
    r"doctor|nurse|pcp|pathologist|radiologist|consultants?|resident|fellow|therapist|technologist|"
    r"technician|clinician|sonographer|circulator|circ|scrub|asst|anes|clerk|peds|obstetrician|pediatrician|"
    r"supervising|author|interpreter|practitioner|midwife|md|rn|np|pa|crna|proceduralist|"
    r"endoscopist|cardiologist|hospitalist|dictator|transcriptionist|case[ ]manager|"
    r"social[ ]worker)(?:[ ](?:name|of[ ]record|phys(?:ician)?))?"
)
_RELATIVE = (
    r"(?:mother|father|mom|dad|wife|husband|spouse|son|daughter|brother|sister|guardian|parents?|"
    r"next[ ]of[ ]kin|nok|emergency[ ]contact|health[ ]?care[ ]proxy|hcp|poa|caregiver|partner|"
    r"contact(?:[ ]person)?|agent|landlord|neighbou?r|roommate|friend|employer[ ]contact|informant|"
    r"guarantor)(?:['’]s)?(?:[ ]name)?"
)
_SIGNED = (
    r"(?:(?:electronically|digitally|e-?)[ ]?)?(?:signed|dictated|transcribed|authored|entered|written|"
    r"reviewed|verified|cosigned|co-signed|authenticated|prepared|performed|interpreted|approved|reported|"
    r"documented|requested|accepted|notified|assisted|checked|cleared|held|seen|evaluated|examined|referred|ordered|"
    r"attested|accompanied|witnessed|brought[ ]in|"
    r"completed|read|given|collected|administered|placed)[ ](?:electronically[ ])?(?:by|"
    r"to)[ ]{0,2}[:,]?[ ]{0,2}"
)


class HeaderRecognizer(RuleRecognizer):
    """A label and a colon, or a verb and "by", and then a name, also as LAST, FIRST M."""

    ENTITY = "PERSON"
    RULES = (
        Rule(
            "patient label",
            rf"(?i:{_PATIENT}){_AFTER}",
            0.85,
            listed(
                "patient pt pat client member resident subject student child baby infant identification "
                "identifying identity caller re who mom for from to cc"
            ),
            "PATIENT",
        ),
        Rule(
            "name label",
            rf"(?i:(?:(?:full|legal|preferred|last|first|maiden)[ ])?name){_AFTER}",
            0.85,
            listed("name full legal preferred last first maiden"),
        ),
        Rule(
            "staff label",
            rf"(?i:{_STAFF}){_AFTER}(?:(?i:drs?)\.?[ ])?",
            0.85,
            listed(
                "attending attg referring primary consulting ordering admitting discharging treating responsible "
                "supervising requesting assistant first second circulating scrub charge bedside performing "
                "signing covering surgeon surgeons assistants anesthesiologist physician physicians "
                "provider providers doctor nurse pcp pathologist radiologist consultant consultants "
                "resident fellow therapist technologist technician clinician author interpreter "
                "practitioner midwife md rn np pa crna proceduralist endoscopist cardiologist hospitalist "
                "dictator transcriptionist case social sonographer circulator circ asst anes clerk peds "
                "obstetrician pediatrician"
            ),
            "STAFF",
        ),
        Rule(
            "relative label",
            rf"(?i:{_RELATIVE}){_AFTER}",
            0.85,
            listed(
                "mother father mom dad wife husband spouse son daughter brother sister guardian parent "
                "parents next nok agent landlord neighbor neighbour roommate friend emergency health healthcare hcp "
                "poa caregiver partner contact informant "
                "guarantor"
            ),
            "RELATIVE",
        ),
        Rule(
            "signature",
            rf"(?i:{_SIGNED})",
            0.8,
            listed(
                "electronically digitally e esigned signed dictated transcribed authored entered written "
                "reviewed verified cosigned co authenticated prepared performed interpreted approved "
                "reported documented seen evaluated examined referred ordered attested accompanied "
                "requested accepted notified assisted checked cleared held "
                "witnessed brought completed read given collected administered placed"
            ),
            "STAFF",
        ),
        Rule(
            "address",
            r"(?i:dear|attn|attention|hello|hi|cc|fao|sincerely|regards|thanks|"
            r"thank[ ]you)[ ]?[:,]?\s{1,3}(?:(?i:dr|mrs?|ms)\.?[ ])?",
            0.6,
            listed("dear attn attention hello hi cc fao sincerely regards thanks thank"),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The name behind the label, where it is one beyond doubt."""
        if found := _comma_form(text, match.end(), rule.name.endswith("label")):
            return [found]
        name = name_at(text, match.end())
        alone = rule.name in ("staff label", "signature", "address", "relative label")
        if (
            name
            and name.end - name.start > 2
            and not names_thing(text, name, alone=alone)
            and _is_name(rule, text, name)
        ):
            return [(name.start, name.end)]
        return []


def _comma_form(text: str, at: int, labelled: bool) -> tuple[int, int] | None:
    """LAST, FIRST M: both parts have to be fit for a name."""
    match = _COMMA_FORM.match(text, at)
    if not match:
        return None
    last, first = name_at(text, match.start("last")), name_at(text, match.start("first"))
    if not last or not first or last.end != match.end("last"):
        return None
    written = text[at : match.end("last")]
    known = first.is_plain or (labelled and _END.match(text, first.end))
    if not (known or (written.isupper() and text[first.start : first.end].isupper())):
        return None
    return at, max(first.end, match.end("first"))


def _is_name(rule: Rule, text: str, name: Name) -> bool:
    if name.is_full or name.is_plain:
        return True
    ends = text[name.end : name.end + 1]
    if rule.name == "address":
        return ends in (",", ":", "\n", "") and not text[name.start : name.end].isupper()
    if rule.name == "patient label":
        return False
    return ends in ("", "\n", "\r", ",", ".", ";", "(") and not text[name.start : name.end].isupper()
