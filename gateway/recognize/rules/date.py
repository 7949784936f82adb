"""Dates more exact than a year, in the forms that clinicians write, without what looks like them."""

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|"
    r"Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_MONTH_CUES = listed(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct "
    "october nov november dec december"
)
_DAY_NAME = (
    r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs?(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|"
    r"Sun(?:day)?)"
)
_FULL_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_Y = r"(?:(?:18|19|20|21)\d\d|['’]?\d\d)(?!\d)"
_FULL_Y = r"(?:18|19|20|21)\d\d(?!\d)"
_TH = r"(?:st|nd|rd|th|ST|ND|RD|TH)?"
_STAMP = r"(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z\b|[+-]\d\d:?\d\d)?)?"
_HOLIDAYS = (
    r"(?:Thanksgiving(?:[ ]Day)?|Christmas(?:[ ](?:Eve|Day))?(?!(?:['’]s)?[ ](?:tree|disease|factor))|Xmas|"
    r"New[ ]Year['’]?s(?:[ ](?:Eve|Day))?|Easter(?:[ ](?:Sunday|Monday))?|Good[ ]Friday|Palm[ ]Sunday|"
    r"Ash[ ]Wednesday|Mardi[ ]Gras|(?:the[ ])?(?:Fourth|4th)[ ]of[ ]July|Independence[ ]Day|"
    r"Labor[ ]Day(?:[ ]weekend)?|Memorial[ ]Day(?:[ ]weekend)?|Veterans?['’]?[ ]Day|Columbus[ ]Day|"
    r"Presidents?['’]?s?[ ]Day|MLK[ ]Day|Martin[ ]Luther[ ]King(?:[ ]Jr\.?)?[ ]Day|Juneteenth|Halloween|"
    r"Valentine['’]?s?[ ]Day|(?:Mother|Father)['’]?s['’]?[ ]Day|St\.?[ ]Patrick['’]?s[ ]Day|"
    r"Cinco[ ]de[ ]Mayo|Ramadan|Eid(?:[ ]al-(?:Fitr|Adha))?|Diwali|Hanukkah|Chanukah|Passover|Yom[ ]Kippur|"
    r"Rosh[ ]Hashanah|Lunar[ ]New[ ]Year|Chinese[ ]New[ ]Year|Kwanzaa|Groundhog[ ]Day|Boxing[ ]Day|"
    r"Día[ ]de[ ]los[ ]Muertos)"
)
_AFTER_14TH = (
    r"(?=[,.;:)\n]|$|[ ](?:of|at|for|and|but|with|when|he|she|they|pt|patient|we|to|after|because|as|by|due|"
    r"per|was|is|had|from|through|thru|or|in|then|since|she['’]s)\b)"
)


class DateRecognizer(RuleRecognizer):
    """A bare year stays (45 CFR 164.514(b)(2)(i)(C)), as times of day, doses, scores, pressures and vertebrae do."""

    ENTITY = "DATE"
    RULES = (
        Rule(
            "numeric",
            rf"(?<![\d/.-])(?:{_M}([/-]){_D}|{_D}([/-]){_M})(?:\1|\2){_Y}(?![/-]\d){_STAMP}",
            0.85,
            digit=True,
        ),
        Rule(
            "numeric with dots",
            rf"(?<![\d/.-])(?:(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])\.(?:\d\d|{_FULL_Y})|"
            rf"{_D}\.{_M}\.{_FULL_Y})(?!\.?\d)",
            0.7,
            digit=True,
        ),
        Rule("ISO 8601", rf"(?<![\d/.-])(?:18|19|20|21)\d\d([/.-]){_M}\1{_D}(?!\d){_STAMP}", 0.9, digit=True),
        Rule(
            "HL7 stamp",
            r"(?<![\w.,-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|"
            r"2[0-3])[0-5]\d(?:[0-5]\d(?:\.\d{1,4})?)?(?:[+-]\d{4})?)?(?![\w])(?![.,]\d)",
            0.7,
            digit=True,
        ),
        Rule("month and year in figures", rf"(?<![\d/.-]){_M}[/-](?:19|20)\d\d(?![\d/-])", 0.7, digit=True),
        Rule(
            "month, day and year",
            rf"(?i:{_MONTH})\b\.?[ ]{{0,2}}(?:the[ ])?{_D}{_TH}(?![\d.]\d)(?:[ ]?[-–&][ ]?{_D}{_TH}(?!\d))?"
            rf"(?:,?[ ]{{0,2}}(?:of[ ])?{_FULL_Y}|,?[ ]['’]\d\d(?!\d)|,[ ]?\d\d(?![\d/]))?(?![\d]|[ ]?(?:mg|"
            rf"ml|mcg|%))",
            0.85,
            _MONTH_CUES,
        ),
        Rule(
            "month and year",
            rf"(?i:{_MONTH})\b\.?,?[ ]?(?:of[ ])?(?:{_FULL_Y}|['’]\d\d(?!\d))",
            0.85,
            _MONTH_CUES,
        ),
        Rule("month-year", rf"(?:{_MONTH}|{_MONTH.upper()})[-/](?:{_FULL_Y}|\d\d(?!\d))", 0.7, _MONTH_CUES),
        Rule(
            "day, month and year",
            rf"(?<![\d./-]){_D}{_TH}(?:[ ]?[-/.]?[ ]?|[ ](?:day[ ])?of[ ])(?:{_MONTH}|{_MONTH.upper()}|"
            rf"(?-i:{_MONTH.lower()}))(?![\p{{L}}])\.?(?:(?:,?[ ]?|[-/.])(?:of[ ])?(?:{_FULL_Y}|"
            rf"['’]?\d\d(?![\d:])))?",
            0.85,
            digit=True,
        ),
        Rule(
            "month behind a cue",
            rf"(?i:in|since|last|this|next|early|late|mid|until|by|during|of|through|from|to|before|after|"
            rf"around|about|maybe|till|end[ ]of|every|between|and|or)[ -](?:(?:about|around|early|late|mid|"
            rf"the)[ -]){{0,2}}(?P<phi>{_MONTH})(?![\p{{L}}'’-])(?!\.?[ ]?\d)",
            0.6,
            listed(
                "in since last this next early late mid until by during of through from to before after "
                "around about maybe till end every between and or"
            ),
        ),
        Rule(
            "month",
            r"(?:January|February|July|September|October|November|December)(?!['’-]?\p{L})",
            0.55,
            listed("january february july september october november december"),
        ),
        Rule(
            "the 14th",
            rf"(?i:on|by|until|since|from|through|till|before|after|of|dated|"
            rf"{_DAY_NAME})[ ](?P<phi>(?:the[ ])?{_D}(?:st|nd|rd|th)){_AFTER_14TH}",
            0.6,
            listed("on by until since from through till before after of dated mon tue tues wed thu thurs fri sat sun")
            | listed("monday tuesday wednesday thursday friday saturday sunday"),
        ),
        Rule(
            "weekday",
            rf"{_FULL_DAY}(?!['’]?s\b)",
            0.6,
            listed("monday tuesday wednesday thursday friday saturday sunday"),
        ),
        Rule(
            "weekday with its week",
            rf"(?i:(?:this[ ])?(?:last|this|next|past|coming))[ ]{_FULL_DAY}(?!['’]?s\b)",
            0.6,
            listed("last this next past coming"),
        ),
        Rule(
            "weekday behind a cue",
            rf"(?i:last|this|next|on|since|until|by|coming|past|due|appt|f/u)[ ](?P<phi>(?i:{_DAY_NAME}))(?![\p{{L}}])",
            0.6,
            listed("last this next on since until by coming past due appt f"),
        ),
        Rule(
            "holiday",
            _HOLIDAYS,
            0.7,
            listed(
                "thanksgiving christmas xmas new easter good palm ash mardi the fourth 4th independence "
                "labor memorial veteran veterans columbus president presidents mlk martin juneteenth "
                "halloween valentine valentines mother mothers father fathers st cinco ramadan eid diwali "
                "hanukkah chanukah passover yom rosh lunar chinese kwanzaa groundhog boxing día"
            ),
        ),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:  # noqa: ARG002
        """The date, unless the verb "may" or another word in lower case is meant."""
        if rule.cues is _MONTH_CUES and match[0][:1].islower() and match[0][:3] in ("may", "mar", "dec", "sep"):
            return [match.span()] if regex.search(r"\d{4}", match[0]) else []
        return match.spans("phi") if "phi" in match.re.groupindex else [match.span()]
