"""Towns and counties: behind a cue of living or coming from, in front of a state, on a ZIP line."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.cities import CITIES
from gateway.recognize.lexicon.eponyms import EPONYMS, THINGS
from gateway.recognize.lexicon.places import STATE_CODES, STATES
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.places import is_proper

_WORD = r"\p{Lu}[\p{L}\p{M}]+(?:['’\-]\p{L}+)*"
_TOWN = rf"(?:(?:St|Ste|Ft|Mt)\.?[ ])?{_WORD}(?:[ ](?:(?:of|on|de|del|la|los|las)[ ])?{_WORD}){{0,2}}"
_CODES = "|".join(sorted(STATE_CODES))
_NAMES = "|".join(sorted(STATES, key=lambda s: (-len(s), s)))

_SUFFIXES = (
    "street|st|avenue|ave|road|rd|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|circle|cir|terrace|ter|parkway|"
    "pkwy|way|trail|square|plaza|highway|hwy|turnpike|pike|loop|hill|run|row|path"
)
# Behind these cues even the name of an eponym is a town.
_LIVED = frozenset({"living", "labelled", "behind a street", "at home in", "city of"})
_STATE_WORDS = frozenset(state.split()[-1].lower() for state in STATE_CODES | STATES)
_FOLLOWING = regex.compile(r"['’]?s?[ -]([\p{L}]+)")
_POSSESSIVE = regex.compile(r"['’]s$")
_ZIP = regex.compile(r"[ ]\d{5}\b")
_NO_CODE = regex.compile(r"['’-]|[ ]?[:/]")
_HOUSE = regex.compile(r"(?<![\w./])\d{1,6}[A-Za-z]?,?[ ](?:\p{Lu}|\d)")
_PLACED = regex.compile(
    r"(?r)(?:\([ ]?|,[ ]|(?<!\p{L})(?i:from|to|near|of|in|around|outside|via|lives|but|not|leave|left)[ ])"
)


class TownRecognizer(RuleRecognizer):
    """The town goes; the state may stay under 45 CFR 164.514(b)(2)(i)(B)."""

    ENTITY = "CITY"
    RULES = (
        Rule(
            "living",
            r"(?i:lives?|lived|living|resides?|resided|residing|resident|residence|native|born|raised|moved|"
            r"relocated|relocating|moving|traveled|travelled|travels|traveling|trip|visiting|visited|flew|"
            r"drove|vacation(?:ing)?|immigrated|emigrated|homeless|originally)(?:[ ]\p{Ll}+){0,3}?[ ](?:in|"
            r"from|to|of|near|outside|around)[ ](?:the[ ])?(?P<phi>" + _TOWN + ")",
            0.65,
            listed(
                "live lives lived living reside resides resided residing resident residence native born "
                "raised moved relocated relocating moving traveled travelled travels traveling trip "
                "visiting visited flew drove vacation vacationing immigrated emigrated homeless originally"
            ),
        ),
        Rule(
            "coming from",
            r"(?:is|was|comes|came|came in|hails|year-old|man|woman|male|female|patient|lady|gentleman|"
            r"transferred|drove|en route|route)[ ](?:in[ ])?from[ ](?P<phi>" + _TOWN + ")",
            0.6,
            listed("is was comes came hails old man woman male female patient lady gentleman route"),
        ),
        Rule(
            "before a state",
            rf"(?<![\w'’])(?P<phi>{_TOWN}),?[ ](?:{_CODES}|{_NAMES})",
            0.6,
            _STATE_WORDS,
            after=True,
        ),
        Rule(
            "labelled",
            rf"(?i:city|town|hometown|birthplace|place[ ]of[ ]birth)[ ]?:[ ]{{0,3}}(?P<phi>{_TOWN})",
            0.7,
            listed("city town hometown birthplace place"),
        ),
        Rule(
            "county",
            rf"(?P<phi>(?:{_WORD}[ ]){{1,2}}(?:County|Parish|Township|Borough))",
            0.7,
            listed("county parish township borough"),
            "COUNTY",
            after=True,
        ),
        Rule(
            "labelled county",
            rf"(?i:county|parish|township|precinct|borough)(?:[ ]of[ ](?:residence[ ]?)?|[ ]?:[ ]{{0,3}}|"
            rf"[ ]{{1,4}}(?<=[ ]{{2}}COUNTY[ ]{{1,4}}))(?:(?i:the)[ ])?(?P<phi>{_TOWN}|\d{{1,3}})",
            0.7,
            listed("county parish township precinct borough"),
            "COUNTY",
        ),
        Rule(
            "city of the list",
            rf"(?P<phi>{_TOWN})",
            0.5,
            frozenset(regex.split(r"[ '-]", city)[0] for city in CITIES),
        ),
        Rule("field of an address", rf"\^(?P<phi>{_TOWN})(?=\^[A-Z]{{2}}\^)", 0.7, frozenset("^")),
        Rule(
            "behind a street",
            rf"(?<=\p{{Lu}}[\p{{L}}'’.-]{{1,20}}[ ]|\d(?:st|nd|rd|"
            rf"th)[ ])(?i:{_SUFFIXES})(?:(?<=[^aeiou\W][^aeiou\W])\.)?(?!\w)(?:,?[ ](?:(?i:apt|apartment|unit|suite|"
            rf"ste|rm|fl|lot)\b\.?[ ]?#?|#)[ ]?[\w-]{{1,5}})?,?[ ](?P<phi>{_TOWN})",
            0.6,
            listed(_SUFFIXES.replace("|", " ")),
        ),
        Rule(
            "store or by phone",
            rf"(?i:phone|store|branch|crew(?:[ ]\d+)?|ambulance|calling|video|records|tmrw|tomorrow|arrives?|"
            rf"arriving|back|flying|driving|drive)[ ](?:in[ ])?(?i:from|to|in)[ ](?P<phi>{_TOWN})",
            0.55,
            listed(
                "phone store branch crew ambulance calling video records tmrw tomorrow arrive arrives arriving back "
                "flying driving drive"
            ),
        ),
        Rule(
            "at home in",
            rf"(?i:lives?|living|resides?|home)[ ](?:\()?(?P<phi>{_TOWN})(?=[,.;)\n])",
            0.55,
            listed("live lives living reside resides home"),
        ),
        Rule(
            "behind a place",
            rf"\w+\b\.?(?:,[ ]|[ ]in[ ])(?P<phi>{_TOWN})",
            0.6,
            listed(
                "hospital clinic center centre infirmary hopkins street st ave avenue road rd boulevard "
                "blvd lane ln drive court ct office facility hospice pharmacy university college practice"
            ),
        ),
        Rule(
            "in a town",
            rf"(?:in|near|outside)[ ](?P<phi>{_TOWN})(?!\w|[ ]?\d)",
            0.5,
            listed("in near outside"),
        ),
        Rule(
            "office in a town",
            rf"(?P<phi>{_TOWN})[ ](?:office|facility|location|branch|campus|area|suburb)",
            0.6,
            listed("office facility location branch campus area suburb"),
            after=True,
        ),
        Rule(
            "city of",
            rf"(?:City|Town|Village|city|town|village)[ ]of[ ](?P<phi>{_TOWN})",
            0.6,
            listed("city town village"),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The town's words, less the state's; refused where a word can be no part of a place."""
        start, end = match.span("phi")
        if rule.name == "before a state":
            return _before_state(text, match)
        if rule.name == "county":
            first = text[start:end].split()[0].lower()
            return [] if first in STOPPERS and not is_proper(first, 2) else [(start, end)]
        if rule.name == "city of the list":
            return _listed_city(text, start, end)
        words = text[start:end].split()
        if rule.name == "behind a street" and not _HOUSE.search(text, max(0, start - 70), start):
            return []
        if rule.name == "in a town" and text[start:end].isupper():
            return []
        strict = rule.name not in _LIVED
        if _names_thing(words, text[end : end + 25], strict=strict) or not is_proper(
            words[0].lower().rstrip("."), len(words)
        ):
            return []
        while words and (_stops(words[-1].lower()) or words[-1].lower() in MONTHS):
            words.pop()
        town = " ".join(words).rstrip(".")
        return [(start, start + len(town))] if town and town not in STATES and len(town) > 2 else []


def _listed_city(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A city that stands in brackets, behind a comma or a preposition, or ahead of a comma and a state."""
    words = text[start:end].split()
    while words and " ".join(words).lower().replace(".", "") not in CITIES:
        words.pop()
    city = " ".join(words)
    place = _PLACED.match(text, max(0, start - 20), start)
    if not city or city.isupper() or not place or _names_thing(words, text[start + len(city) : start + len(city) + 25]):
        return []
    common = words[0].lower() in WORDLIKE or words[0].lower() in STOPPERS
    if len(words) == 1 and common and place[0].strip() in ("(", ","):
        return []
    return [(start, start + len(city))]


def _names_thing(words: list[str], behind: str, *, strict: bool = True) -> bool:
    """Whether a disease, an instrument or a posture is meant: "in Trendelenburg position"."""
    following = _FOLLOWING.match(behind)
    parts = [_POSSESSIVE.sub("", word.lower().rstrip(".")) for word in words]
    if len(parts) == 1 and ((strict and parts[0] in EPONYMS and parts[0] not in CITIES) or words[0].isupper()):
        return True
    return any(part in THINGS for part in parts) or bool(following and following[1].lower() in THINGS)


def _before_state(text: str, match: "regex.Match[str]") -> list[tuple[int, int]]:
    start, end = match.span("phi")
    behind = text[end : match.end()]
    words = text[start:end].split()
    while words and words[0].lower().rstrip(".") in STOPPERS | MONTHS and words[0].lower() not in WORDLIKE:
        start += len(words[0]) + 1
        words.pop(0)
    if not words or len(" ".join(words)) < 3 or any(_stops(word.lower().rstrip(".")) for word in words):
        return []
    # Without a comma two capitals are mostly an abbreviation: then a ZIP code has to follow.
    code = behind.strip(", ")
    if code in STATE_CODES and _NO_CODE.match(text, match.end()):
        return []
    certain = code in STATES or (behind.startswith(",") and code not in ("MD", "MA", "PA", "DO", "OR", "ME", "CO"))
    zip_follows = _ZIP.match(text, match.end())
    if (
        certain
        or zip_follows
        or (behind.startswith(",") and regex.match(r"[.,;)\s]", text[match.end() : match.end() + 1] or " "))
    ):
        return [(start, end)]
    return []


def _stops(low: str) -> bool:
    return low in STOPPERS and low not in WORDLIKE
