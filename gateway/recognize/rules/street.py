"""Street addresses: number, name and suffix; post-office boxes; the flat by its label."""

from gateway.recognize.lexicon import listed
from gateway.recognize.lexicon.places import STREET_SUFFIXES, WEAK_SUFFIXES
from gateway.recognize.rules.base import Rule, RuleRecognizer

_STRONG = "|".join(sorted(STREET_SUFFIXES, key=lambda s: (-len(s), s)))
_WEAK = "|".join(sorted(WEAK_SUFFIXES, key=lambda s: (-len(s), s)))
_FLAT = (
    r"(?:,?[ \n](?:(?i:apt|apartment|suite|ste|unit|rm|room|bldg|building|floor|fl|lot|"
    r"space)\b\.?[ ]?#?[ ]?[\w-]{1,5}|#[ ]?[\w-]{1,5}))"
)
_POINT = r"(?:[NSEW]\.?|[NS]\.?[EW]\.?|North|South|East|West)"
_WORD = r"(?:\p{Lu}[\p{L}\p{M}'’.\-]*|\d{1,3}(?:st|nd|rd|th|ST|ND|RD|TH))"
_NUMBER = r"(?<![\w./#-])\d{1,6}(?:-\d{1,4})?[A-Za-z]?(?:[ ]1/2)?"


class StreetRecognizer(RuleRecognizer):
    """A number alone or a suffix alone is no address."""

    ENTITY = "STREET"
    RULES = (
        Rule(
            "number, name and suffix",
            rf"{_NUMBER}[ ](?:{_POINT}[ ])?(?:{_WORD}[ ]){{1,4}}?(?:{_STRONG}|(?i:street|avenue|"
            rf"boulevard))\b\.?(?:[ ]{_POINT}\b)?{_FLAT}?",
            0.85,
            digit=True,
        ),
        Rule(
            "number, name and suffix in lower case",
            r"(?<![\w./#-])\d{1,6}[ ](?:[a-z]{3,15}[ ]){1,2}(?:street|avenue|boulevard|lane|road)\b" + _FLAT + "?",
            0.6,
            digit=True,
        ),
        Rule(
            "number, name and word",
            rf"(?<![\w./#-])\d{{2,6}}[ ](?!(?:Drs?|Mrs?|"
            rf"Ms)\b)(?:{_POINT}[ ])?(?:\p{{Lu}}\p{{Ll}}+[ ]){{1,3}}?(?:{_WEAK})"
            rf"\b{_FLAT}?",
            0.6,
            digit=True,
        ),
        Rule(
            "number and way in front",
            rf"{_NUMBER},?[ ](?:Rue|Calle|Avenida|Via|Camino|Paseo|Avenue|Route|Chemin|Plaza|Place)[ ](?:(?:de|du|"
            rf"des|del|la|las|los|el|of|the)[ ]){{0,2}}"
            rf"(?:{_WORD}[ ]){{0,2}}{_WORD}{_FLAT}?",
            0.75,
            digit=True,
        ),
        Rule("number and broad way", rf"{_NUMBER}[ ](?:{_POINT}[ ])?Broadway\b{_FLAT}?", 0.7, digit=True),
        Rule(
            "highway",
            r"(?i)(?:(?:state|county|us|u\.s\.|rural)[ ](?:route|road|highway|hwy|rd|rte)|highway|"
            r"hwy)[ ]?[#]?\d{1,4}|(?:rr|rfd)[ ]?[#]?\d{1,4},?[ ]box[ ]\d{1,6}",
            0.5,
            listed("state county us rural rr rfd highway hwy"),
        ),
        Rule(
            "post-office box",
            r"(?i)(?:p\.?[ ]?o\.?[ ]?|post[ ]office[ ]|postal[ ])box[ ]?(?:no\.?|number|"
            r"#)?[ ]?\d{1,7}(?:-\d{1,4})?",
            0.85,
        ),
        Rule(
            "flat",
            r"(?i:apartment|apt|suite|ste)\b\.?[ ]?(?:no\.?|number|#)?[ ]?(?:\d{1,5}[A-Za-z]?|"
            r"[A-Za-z]?\d{1,4}|[A-Z])(?![\w])",
            0.55,
            listed("apartment apt suite"),
        ),
        Rule(
            "behind a cue",
            rf"(?i:lives?|living|resides?|residing|address|located|home)(?:[ ]\p{{Ll}}+)?[ ]?(?::|at|on|"
            rf"is)[ ]{{1,3}}(?P<phi>(?:\d{{1,6}}[ ])?(?:{_POINT}[ ])?(?:{_WORD}[ ]){{1,3}}(?:{_STRONG}|"
            rf"{_WEAK})\b\.?)",
            0.7,
            listed("live lives living reside resides residing address located home"),
        ),
    )
