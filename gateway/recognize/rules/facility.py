"""Facilities: by what their names end with, and behind the verbs of care."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.places import STATES
from gateway.recognize.lexicon.words import STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.places import PLACE_WORDS, is_proper, proper_part

PART = r"(?:(?:St|Ste|Mt|Ft|\p{Lu})\.|\p{Lu}[\p{L}\p{M}]*(?:['’\-]\p{L}+)*|of|and|the|for|de|del|la|&|at)"
_NAME = rf"(?P<phi>(?:{PART}[ ]){{1,5}}%s)"
_MIXED = (
    r"(?:[Mm]edical|Med\.?|[Hh]ealth|[Cc]ancer|[Ss]urgery|[Ss]urgical|[Tt]rauma|[Ii]maging|[Dd]ialysis|"
    r"[Nn]ursing|[Cc]are|[Ll]iving|[Rr]ehab(?:ilitation)?|[Hh]eart|[Ww]ellness|[Tt]reatment|[Bb]irth|"
    r"[Rr]enal|[Kk]idney|[Cc]hildren['’]s|[Hh]ospice)[ ](?:and[ ][Rr]ehab(?:ilitation)?[ ])?(?:[Cc]ent(?:er|"
    r"re)s?|Ctr|[Ff]acility|[Ii]nstitute|[Hh]ome|[Cc]ampus|[Gg]roup|[Ss]ystem|[Nn]etwork|[Pp]artners|"
    r"[Aa]ssociates|[Hh]ouse|[Cc]ommunity|Physicians|Specialists|Services|Clinic|Hospital)|"
    r"(?:Primary|Urgent|Kidney|Home|Health|Memory|Palliative|Eye|Vision|Dental|Foot|Wound|Women[’']s|Family|Internal|"
    r"Behavioral|Senior)[ ](?:Care|Health|Medicine|Practice|Healthcare)|Visiting[ ]Nurses?(?:[ ]Association)?|"
    r"(?:Rehab(?:ilitation)?|Nursing|Skilled[ ]Nursing)[ ](?:and|&)[ ](?:Nursing|Rehab(?:ilitation)?|Health(?:care)?)"
)
_CAPS = (
    r"(?:MEDICAL|HEALTH|CANCER|SURGERY|NURSING|CARE|REHAB(?:ILITATION)?|DIALYSIS)[ ](?:CENTER|HOME|FACILITY|"
    r"INSTITUTE|GROUP|SYSTEM)"
)
_SINGLE = (
    r"(?:Hospitals?|Hosp|HOSPITALS?|hospital|Clinics?|CLINICS?|clinic|Infirmary|Pharmacy|PHARMACY|pharmacy|"
    r"Hospice|HOSPICE|hospice|Rehab(?:ilitation)?|REHAB|Healthcare|HealthCare|Health|Dialysis|Manor|MANOR|"
    r"Sanatorium|Sanitarium|Nursing|SNF|VAMC|VA|Memorial|Urgent[ ]Care|urgent[ ]care|Assisted[ ]Living|"
    r"assisted[ ]living|Senior[ ]Living|Laboratories|Labs|Orthopa?edics|Pediatrics|Cardiology|Oncology|"
    r"Radiology|Imaging|Pavilion|Family[ ]Practice|Family[ ]Medicine|Internal[ ]Medicine|ED|ICU)"
)
_CHAINS = (
    r"(?:CVS|Walgreens|Rite[ ]Aid|DaVita|Fresenius|Quest[ ]Diagnostics|LabCorp|Labcorp|"
    r"Kaiser(?:[ ]Permanente)?|Planned[ ]Parenthood)"
)

_OWNS = regex.compile(r"['’]s$")
_OWNED = regex.compile(
    r"[ ](?!(?:on|in|for|at|with|last|and|by|where|to|who|from|since|after|before|due|via|as|per)\b)\p{Ll}"
)


class FacilityRecognizer(RuleRecognizer):
    """The name goes with its ending; "the hospital" and "the pain clinic" name nobody and stay."""

    ENTITY = "FACILITY"
    RULES = (
        Rule(
            "ending of two words",
            _NAME % rf"(?:{_MIXED}|{_CAPS})",
            0.85,
            listed(
                "ctr center centre centers facility institute home campus group system network partners "
                "associates house community physicians specialists services clinic hospital care health medicine "
                "practice healthcare nurses association nursing rehab rehabilitation"
            ),
            after=True,
        ),
        Rule(
            "ending",
            _NAME % _SINGLE,
            0.8,
            listed(
                "hospital hospitals clinic clinics infirmary pharmacy hospice rehab rehabilitation "
                "healthcare health dialysis manor sanatorium sanitarium nursing snf vamc va memorial care "
                "living laboratories labs orthopedics orthopaedics pediatrics cardiology oncology radiology "
                "imaging ed icu hosp pavilion practice medicine"
            ),
            after=True,
        ),
        Rule("at", rf"(?:at|@)[ ](?:the[ ]|our[ ])?(?P<phi>{PART}(?:[ ]{PART}){{0,5}})", 0.55, listed("at @")),
        Rule(
            "home by a garden",
            r"The[ ]\p{Lu}\p{Ll}+(?:[ ]\p{Lu}\p{Ll}+)?[ ](?:at|of|on)[ ](?:the[ ])?\p{Lu}\p{Ll}+(?:[ ]\p{Lu}\p{Ll}+)?",
            0.6,
            listed("the"),
        ),
        Rule("letters of a medical center", r"(?<!\w)\p{Lu}{1,4}(?:RMC|UMC|VAMC|CMC|GMC|MMC)(?!\w)", 0.6),
        Rule(
            "chain",
            _CHAINS + r"(?:[ ](?:Pharmacy|Health))?",
            0.7,
            listed("cvs walgreens rite davita fresenius quest labcorp kaiser planned"),
        ),
        Rule(
            "behind a verb of care",
            r"(?i:seen|refer|referral|evaluated|treated|admitted|diagnosed|transferred|discharged|presented|"
            r"hospitalized|followed|reviewed|performed|referred|consulted|managed|examined|delivered|"
            r"monitored|assessed|hospitalised|care|surgery|visit|appointment|stay|rehab|resident|dialysis|"
            r"transfer|record|facility)[ ](?:(?i:on|in|there|back|directly|over|initially|\w+ly)[ ])?(?i:at|"
            r"to|from|@)[ ](?:(?i:the|an?|"
            r"outside[ ]hospital)[ ])?(?P<phi>" + rf"{PART}(?:[ ]{PART}){{0,5}})",
            0.6,
            listed(
                "seen refer referral evaluated treated admitted diagnosed transferred discharged presented "
                "hospitalized followed reviewed performed referred consulted managed examined delivered "
                "monitored assessed hospitalised care surgery visit appointment stay rehab resident "
                "dialysis transfer record facility"
            ),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The proper name with its ending; a generic one is refused."""
        if rule.name in ("chain", "letters of a medical center"):
            return [match.span()]
        if rule.name == "home by a garden":
            return _home(text, *match.span())
        start, end = match.span("phi")
        if not rule.after:
            return _behind_verb(text, start, end)
        found = proper_part(text, start, end)
        return [found] if found else []


def _home(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """ "The Pines at Mill Creek", but not "The Risks of Surgery"."""
    words = [word for word in text[start:end].split()[1:] if word[0].isupper()]
    return [] if any(word.lower() in STOPPERS - WORDLIKE - PLACE_WORDS for word in words) else [(start, end)]


def _behind_verb(text: str, start: int, end: int) -> list[tuple[int, int]]:
    words = text[start:end].split()
    the = text[:start].endswith("the ")
    if len(words) == 1 and _OWNS.search(text, start, end) and _OWNED.match(text, end):
        return []  # "at Ana's wish", but not "at St. Luke's on Monday"
    while words and (words[-1].islower() or words[-1] == "&"):
        words.pop()
    kept: list[str] = []
    for word in words:
        low = word.lower().rstrip(".")
        if not kept and not is_proper(low, len(words)):
            return []
        kept.append(word)
    written = text[start : start + len(" ".join(kept))]
    if not kept or not kept[0][0].isupper() or written in STATES or (len(kept) == 1 and len(written) < 3):
        return []
    if len(kept) == 1 and ((the and written.isupper()) or written[1:2] == "-"):
        return []  # "the DIP joint", "the J-tube site"
    return [(start, start + len(written.rstrip(".")))]
