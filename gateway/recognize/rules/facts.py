"""Names that stand ahead of a fact: "Hank Oduya, 54 y.o.", "ROSE LEE, DOB", "Ana Ortiz, who"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.words import STOPPERS
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import LONGEST_NAME, WORD, name_at, names_thing

_UNITS = r"(?:years?|yrs?|y|months?|mos?|weeks?|wks?|days?)"
_GLUED = frozenset(f"{age}{unit}" for age in range(121) for unit in ("yo", "y", "yr", "mo", "m", "f", "d", "wk"))
_RUN = rf"(?P<phi>(?:{WORD}\.?[ ]){{0,{LONGEST_NAME - 1}}}{WORD}\.?)"


class FactRecognizer(RuleRecognizer):
    """The longest run of words right up to the fact that is fit for a name."""

    ENTITY = "PATIENT"
    RULES = (
        Rule(
            "ahead of an age",
            rf"{_RUN}(?:,[ ]|[ ]is[ ]|[ ]\(|[ ])(?:an?[ ])?\d{{1,3}}(?:[ -]?{_UNITS}|yo|[MmFfYyDd])",
            0.7,
            listed("year years yr yrs y yo month months mo mos week weeks wk wks day days") | _GLUED,
            after=True,
        ),
        Rule(
            "ahead of a record",
            rf"{_RUN}(?:,?[ ]|[ ]{{2,12}})\(?(?:MRN|DOB|SSN|mrn|dob|ssn|D\.O\.B|who|whose)",
            0.7,
            listed("mrn dob ssn b who whose"),
            after=True,
        ),
        Rule(
            "first name and initial",
            r"(?<=,[ ])(?P<phi>\p{Lu}\p{Ll}{2,}[ ]\p{Lu}\.)(?=[,?;)]|[ ](?:who|was|is|seen|with|has|from|"
            r"at)\b)",
            0.6,
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:  # noqa: ARG002
        """Two words in a row, or one that is hardly anything but a given name, right up to the fact."""
        start, end = match.span("phi")
        for word in regex.finditer(WORD, text[start:end]):
            name = name_at(text, start + word.start())
            if not name or name.end < end - 1:
                continue
            last = name.words[-1]
            fit = name.is_plain or (name.is_full and last not in STOPPERS and name.words[0] not in EPONYMS)
            return [(name.start, name.end)] if fit and not names_thing(text, name) else []
        return []
