"""Names in front of a credential: "X, MD", "X RN", "X, PA-C"."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import WORD

# Behind a comma only: alone these are units, verbs or laboratory values as well.
_LOOSE = r"PT|OT|MA|RD|RT|DO|PA|SW|CM|EMT|M\.?A|MS|PA[-]?[CS]|P\.A|D\.O|R\.N|N\.P"
_CLEAR = (
    r"MD|M\.[ ]?D|RN|LPN|LVN|CNA|CRNA|NP|CRNP|APRN|ARNP|FNP|CNM|DNP|DDS|DMD|DPM|Ph\.?D|PHD|PharmD|Pharm\.?D|"
    r"PsyD|DPT|OTR|SLP|LCSW|LMSW|LICSW|MSW|MBBS|FACS|FACP|BSN|MSN|MPH|CCC-SLP|RRT|CPhT|RPh"
)
_NAME = rf"(?:{WORD}\.?[ \t]{{1,2}}){{0,3}}{WORD}"
_LAST_FIRST = rf"{WORD},[ ]{WORD}(?:[ ]\p{{Lu}}\.?)?"


class CredentialRecognizer(RuleRecognizer):
    """The credential stays; the name before it goes, back to a word that no name holds."""

    ENTITY = "STAFF"
    RULES = (
        Rule(
            "credential",
            rf"(?P<phi>{_NAME})\.?(?:[ ]?,[ ]?|[ ]{{1,2}})(?:{_CLEAR})",
            0.85,
            listed(
                "md d rn lpn lvn cna crna np crnp aprn arnp fnp cnm dnp dds dmd dpm phd ph pharmd psyd dpt "
                "otr slp lcsw lmsw licsw msw mbbs facs facp bsn msn mph rrt cpht rph"
            ),
            after=True,
        ),
        Rule(
            "credential behind a comma",
            rf"(?P<phi>{_NAME})\.?[ ]?,[ ]?(?:{_LOOSE})",
            0.8,
            listed("pt ot ma rd rt do pa sw cm emt ms c s a o n p"),
            after=True,
        ),
        Rule(
            "last, first and credential",
            rf"(?P<phi>{_LAST_FIRST}),?[ ](?:{_CLEAR})",
            0.85,
            listed("md rn lpn np crna aprn fnp dds phd pharmd lcsw msw"),
            after=True,
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:  # noqa: ARG002
        """The words before the credential, those in front of a stopping word left out."""
        start, end = match.span("phi")
        kept = end
        for word in reversed(list(regex.finditer(WORD, text[start:end]))):
            low = word[0].lower()
            known = low in WORDLIKE or len(low) == 1
            if (low in STOPPERS and not known) or (low in MONTHS and not known):
                break
            kept = start + word.start()
        return [(kept, end)] if end - kept > 1 else []
