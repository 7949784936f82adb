"""Employers, schools and other organisations: behind a cue of work or study, and by their ending."""

import regex

from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.words import STOPPERS
from gateway.recognize.rules.base import Rule, RuleRecognizer, cues
from gateway.recognize.rules.facility import _PART
from gateway.recognize.rules.places import proper_part

_PARTS = rf"(?P<phi>\p{{Lu}}[\w'’.&\-]*(?:[ ]{_PART}){{0,4}})"
_ENDING = (
    r"(?:Inc|LLC|Corp(?:oration)?|Company|Co|Ltd|LLP|PLC|University|UNIVERSITY|College|COLLEGE|Academy|Elementary(?:[ ]School)?|(?:High|Middle|Grade|Primary|Preparatory)[ ]School"
    r"|School|Preschool|Daycare|Kindergarten|Seminary|Church|Synagogue|Mosque|Temple|Parish|Foundation|Industries|Logistics|Construction|Bank|Motors|Foods|Airlines"
    r"|Agency|Bureau|Brewery|Bakery|Restaurant|Diner|Market|Supermarket|Insurance|Prison|Jail|Shelter|Police[ ]Department|Fire[ ]Department|School[ ]District)"
)


class OrganisationRecognizer(RuleRecognizer):
    """The patient's and the relatives' employers and schools are identifiers too."""

    ENTITY = "ORGANIZATION"
    RULES = (
        Rule(
            "work",
            r"(?i:works?|worked|working|employed|employment|job|retired|retiree|employee|volunteers?|laid[ ]off|intern(?:s|ed)?|manager|driver|clerk|cashier|teacher|nurse|engineer|mechanic|cook)"
            r"(?:[ ](?:as|a|an|the)(?:[ ][\p{Ll}-]+){1,4}|[ ](?:part|full)[ -]time|[ ]nights?|[ ]days)?[ ](?:at|for|by|from)[ ](?:the[ ])?"
            + _PARTS,
            0.6,
            cues(
                "work works worked working employed employment job retired retiree employee volunteer volunteers laid intern interns interned manager driver clerk cashier teacher nurse engineer mechanic cook"
            ),
        ),
        Rule(
            "labelled",
            r"(?i:employer|occupation|school|workplace|company|organization)(?:[ ]name)?[ ]?:[ ]{0,3}"
            + _PARTS,
            0.6,
            cues("employer school workplace company organization"),
        ),
        Rule(
            "study",
            r"(?i:attends|attending|attended|student|studies|studying|goes|graduate[ds]?|freshman|sophomore|junior|senior|grade|grader|enrolled|teaches)(?:[ ](?:to|at|from|in))?[ ](?:the[ ])?(?P<phi>"
            + rf"(?:{_PART}[ ]){{0,4}}{_ENDING})",
            0.7,
            cues(
                "attends attending attended student studies studying goes graduate graduated graduates freshman sophomore junior senior grade grader enrolled teaches"
            ),
        ),
        Rule(
            "ending",
            rf"(?P<phi>(?:{_PART},?[ ]){{1,5}}{_ENDING})",
            0.65,
            frozenset(
                """inc llc corp corporation company ltd llp plc university college academy elementary school preschool daycare
                kindergarten seminary church synagogue mosque temple parish foundation industries logistics construction bank
                motors foods airlines agency brewery bakery restaurant diner supermarket prison jail shelter department
                district""".split()
            ),
            after=True,
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The proper name; a kind of work or of school is refused."""
        start, end = match.span("phi")
        while text[start:end].rsplit(" ", 1)[-1] in ("of", "and", "the", "for", "at", "&", "de", "la", "del"):
            end = start + len(text[start:end].rsplit(" ", 1)[0]) if " " in text[start:end] else start
            if end == start:
                return []
        if rule.after or rule.name == "study":
            found = proper_part(text, start, end)
            return [found] if found else []
        first = regex.match(r"[\p{L}'’-]+", text[start:end])
        if not first or first[0].lower() in STOPPERS | EPONYMS or (len(text[start:end]) < 3):
            return []
        return [(start, start + len(text[start:end].rstrip(".")))]
