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
_CLOCK = (
    r"(?:[T ]{1,2}(?:at[ ]|@[ ]?)?\d{1,2}:\d\d(?::\d\d(?:\.\d+)?)?[ ]?(?:[AaPp]\.?[Mm]\b\.?)?(?:Z\b|"
    r"[+-]\d\d:?\d\d)?)?"
)
_NOT_A_FRACTION = (
    r"(?![\d/])(?!\.\d)(?![ -]?(?:mg|mcg|ml|cc|cm|mm|tab|pill|cap|cup|inch|hour|hr|mile|pack|ppd|strength|"
    r"power|normal|ns\b|pain|week|wk|systolic|murmur|weeker|%|units?|teaspoon|tsp|tbsp|dose|of\b|way|the\b))"
)
_MD = rf"{_M}/{_D}"
_RANGE = r"[ ]?(?:-|–|to|thru|through|until)[ ]?"
_UPTO = r"[ ]?(?:-|–|to|thru|through|until|and|&)[ ]?"
_DATE_CUE = (
    "on since from until till by dated date dates dos doa seen admitted through thru starting due appt "
    "appointment scheduled fu followup beginning began started returned dc discharged surgery visit before "
    "after week last effective around tomorrow today yesterday yday next mon tue tues wed thu thurs fri sat "
    "sun monday tuesday wednesday thursday friday saturday sunday done performed labs cxr ct mri echo cx "
    "cultures inr called updated stopped completed drawn lmp edd edc died born dob vaccinated given "
    "received as of noted hospitalized"
)
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
    """A bare year stays (45 CFR 164.514(b)(2)(i)(C)), as doses, scores, pressures and vertebrae do."""

    ENTITY = "DATE"
    RULES = (
        Rule("numeric", rf"(?<![\d/.-])(?:{_M}([/-]){_D}|{_D}([/-]){_M})(?:\1|\2){_Y}(?![/-]\d){_CLOCK}", 0.85),
        Rule(
            "numeric with dots",
            rf"(?<![\d/.-])(?:(?:0[1-9]|1[0-2])\.(?:0[1-9]|[12]\d|3[01])\.(?:\d\d|{_FULL_Y})|"
            rf"{_D}\.{_M}\.{_FULL_Y})(?!\.?\d)",
            0.7,
        ),
        Rule("ISO 8601", rf"(?<![\d/.-])(?:18|19|20|21)\d\d([/.-]){_M}\1{_D}(?!\d){_CLOCK}", 0.9),
        Rule(
            "HL7 stamp",
            r"(?<![\w.,-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:(?:[01]\d|"
            r"2[0-3])[0-5]\d(?:[0-5]\d(?:\.\d{1,4})?)?(?:[+-]\d{4})?)?(?![\w])(?![.,]\d)",
            0.7,
        ),
        Rule("month and year in figures", rf"(?<![\d/.-]){_M}[/-](?:19|20)\d\d(?![\d/-])", 0.7),
        Rule("range in figures", rf"(?<![\d/.-]){_MD}{_RANGE}{_MD}(?:/{_Y})?{_NOT_A_FRACTION}", 0.6),
        Rule(
            "month and day behind a cue",
            rf"(?i:\w+)\b\.?(?:[ ](?:for|on|to|until))?[ ]?[:(@]?[ ]{{0,2}}(?P<phi>{_MD})(?:(?:,[ ]|"
            rf",?{_UPTO})(?P<phi>{_MD})){{0,4}}{_NOT_A_FRACTION}",
            0.65,
            listed(_DATE_CUE),
        ),
        Rule(
            "month and day with a time",
            rf"(?<![\d/.-])(?P<phi>{_MD})(?=[ ](?:@|at)?[ ]?(?:[01]?\d|"
            rf"2[0-3]):?[0-5]\d(?:[ ]?[AaPp]\.?[Mm])?\b(?!/))",
            0.6,
        ),
        Rule("month and day ahead of an entry", rf"(?:^|\n)[ ]{{0,4}}(?P<phi>{_MD})(?=[ ]?[:–-][ ])", 0.6),
        Rule(
            "month, day and year",
            rf"(?i:{_MONTH})\b\.?[ ]{{0,2}}(?:the[ ])?{_D}{_TH}(?![\d.]\d)(?:[ ]?[-–&][ ]?{_D}{_TH}(?!\d))?"
            rf"(?:,?[ ]{{0,2}}(?:of[ ])?{_FULL_Y}|,?[ ]['’]\d\d(?!\d)|,[ ]?\d\d(?![\d/]))?(?![\d]|[ ]?(?:mg|"
            rf"ml|mcg|%)){_CLOCK}",
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
            rf"['’]?\d\d(?![\d:])))?{_CLOCK}",
            0.85,
        ),
        Rule(
            "month behind a cue",
            rf"(?i:in|since|last|this|next|early|late|mid|until|by|during|of|through|from|to|before|after|"
            rf"around|every|between|and|or)[ -](?P<phi>{_MONTH})(?![\p{{L}}'’-])(?!\.?[ ]?\d)",
            0.6,
            listed(
                "in since last this next early late mid until by during of through from to before after "
                "around every between and or"
            ),
        ),
        Rule(
            "the 14th",
            rf"(?i:on|by|until|since|from|through|till|before|after|of|"
            rf"dated)[ ](?P<phi>(?:the[ ])?{_D}(?:st|nd|rd|th)){_AFTER_14TH}",
            0.6,
            listed("on by until since from through till before after of dated"),
        ),
        Rule(
            "weekday",
            rf"{_FULL_DAY}(?!['’]?s\b)",
            0.6,
            listed("monday tuesday wednesday thursday friday saturday sunday"),
        ),
        Rule(
            "weekday behind a cue",
            rf"(?i:last|this|next|on|since|until|by|coming|past|due|appt|f/u)[ ](?P<phi>(?i:{_DAY_NAME}))(?![\p{{L}}])",
            0.6,
            listed("last this next on since until by coming past due appt f"),
        ),
        Rule(
            "weekday with a date",
            rf"(?i:{_DAY_NAME})\.?,?[ ]{{1,2}}{_MD}(?![\d/])",
            0.6,
            listed("mon tue tues wed thu thur thurs fri sat sun"),
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

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The date, unless a score, a dose or the verb "may" is meant."""
        if rule.name.startswith("month and day behind") and _is_score(text, match):
            return []
        if rule.cues is _MONTH_CUES and match[0][:1].islower() and match[0][:3] in ("may", "mar", "dec", "sep"):
            return [match.span()] if regex.search(r"\d{4}", match[0]) else []
        return match.spans("phi") if "phi" in match.re.groupindex else [match.span()]


_SCORE = regex.compile(
    r"(?i)pain|scale|score|strength|power|motor|reflex|apgar|murmur|mrc|gcs|pulses|grade|rated|rating|out of"
)


def _is_score(text: str, match: "regex.Match[str]") -> bool:
    """Whether the words around say that the figures are a score; 5/5, 4/5 and 10/10 mostly are."""
    start, end = match.span()
    around = text[max(0, start - 30) : end + 15]
    return bool(_SCORE.search(around))
