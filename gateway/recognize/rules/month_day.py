"""Month and day in figures without a year: 10/27, told from fractions, scores, doses and nodes."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

import regex

from gateway.recognize.lexicon import listed
from gateway.recognize.nlp import Note
from gateway.recognize.rules.base import Found, Rule, RuleRecognizer

_D = r"(?:0?[1-9]|[12]\d|3[01])"
_M = r"(?:0?[1-9]|1[0-2])"
_MD = rf"{_M}/{_D}"
_RANGE = r"[ ]?(?:-|–|to|thru|through|until)[ ]?"
_UPTO = r"[ ]?(?:-|–|to|thru|through|until|and|&)[ ]?"
_NO_DATE = (
    r"(?![\d/%])(?!\.\d)(?![ -]?(?:mg|mcg|ml|cc|cm|mm|tab|pill|cap\b|caps|cup|inch|in\.|hour|hr|mile|pack|"
    r"ppd|strength|power|normal|ns\b|pain|week|wk|days?\b|months?\b|years?\b|yrs?\b|systolic|sem\b|murmur|"
    r"ejection|weeker|units?|teaspoon|tsp|tbsp|dose|strips?\b|of\b|way\b|the\b|nodes?|lymph|cores?\b|blocks?\b|"
    r"points?|pts\b|bottles?|joints?|patients|beats|positive|quadrants?|reflex|pulse|bilat|throughout|"
    r"recall|criteria|fr\b|french|lb|kg|g\b|full[ ]?strength|time\b|oz))"
)
_FULL = regex.compile(
    r"(?<![\d/-])(?:\d{1,2}[/-]\d{1,2}[/-](?:\d\d){1,2}(?!\d)|(?:19|20)\d\d-\d\d-\d\d|"
    r"\d{1,2}-?(?i:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\p{L}*-?\d{2})|"
    r"(?:January|February|March|April|June|July|August|September|October|November|December)[ ]\d"
)
_TALLY = (
    r"score|gcs|mmse|moca|slums|phq|gad-?7|vision|acuity|visual|nodes|out[ ]of[ ](?:a[ ]|\d)|rated|rating|"
    r"\b[ou][sdu]\b"
)
_SCORE = regex.compile(
    rf"(?i){_TALLY}|pain|scale|strength|power|motor|reflex|apgar|murmur|mrc|pulses|grade|intensity|dtrs?\b|"
    r"biceps|triceps"
)
_LATE_SCORE = regex.compile(rf"(?i){_TALLY}")
_CUES = listed(
    "on since from until till by dated date dates dos doa seen admitted through thru starting due appt "
    "appointment scheduled fu followup beginning began started returned dc discharged surgery visit before "
    "after week last effective around tomorrow today yesterday yday next mon tue tues wed thu thurs fri sat "
    "sun monday tuesday wednesday thursday friday saturday sunday done performed labs cxr ct mri echo cx "
    "cultures inr called updated stopped completed drawn lmp edd edc died born dob vaccinated given "
    "received as of noted hospitalized placed removed inserted implanted drained extubated intubated repeated rechecked"
)
_SENTENCE = regex.compile(r"[.;][ ]|\n")
_FIGURE = regex.compile(r"\d+")
_WORD_BEFORE = regex.compile(r"(?r)(?P<word>\p{L}+)\.?(?:[ ](?:for|on|to|until|at|about))?[ ]?[,:(@]?[ ]{0,2}")
_DATE_BEFORE = regex.compile(
    rf"(?r)(?<![\w/]){_MD}(?:/\d\d(?:\d\d)?)?[ ]?(?:,|and|&|to|-|–|or|;)[ ]{{0,2}}(?:also[ ])?"
)
_DATE_BEHIND = regex.compile(rf"[ ]?(?:,|and|&|to|-|–|or|;)[ ]{{0,2}}{_MD}(?![\d/])")
_LINE_BEFORE = regex.compile(r"(?r)(?:^|\n)[ \t*•\-\[(|]{0,4}")
_TIME_BEHIND = regex.compile(r"[ ]{1,2}(?:@|at[ ])?[ ]?(?:[01]?\d|2[0-3]):?[0-5]\d(?!\d)|[ ]?(?:am|pm)\b")


class MonthDayRecognizer(RuleRecognizer):
    """Days from the 13th on are hardly a fraction; earlier ones count in a note that holds dates."""

    ENTITY = "DATE"
    RULES = (
        Rule("range in figures", rf"(?<![\d/.-]){_MD}{_RANGE}{_MD}(?:/\d\d(?:\d\d)?)?{_NO_DATE}", 0.6, digit=True),
        Rule(
            "month and day behind a cue",
            rf"(?i:\w+)\b\.?(?:[ ](?:for|on|to|until))?[ ]?[:(@]?[ ]{{0,2}}(?P<phi>{_MD})(?:(?:,[ ]|"
            rf",?{_UPTO})(?P<phi>{_MD})){{0,4}}{_NO_DATE}",
            0.65,
            _CUES,
        ),
        Rule(
            "month and day with a time",
            rf"(?<![\d/.-])(?P<phi>{_MD})(?=[ ](?:@|at)?[ ]?(?:[01]?\d|"
            rf"2[0-3]):?[0-5]\d(?:[ ]?[AaPp]\.?[Mm])?\b(?!/))",
            0.6,
            digit=True,
        ),
        Rule("month and day ahead of an entry", rf"(?:^|\n)[ ]{{0,4}}(?P<phi>{_MD})(?=[ ]?[:–-][ ])", 0.6),
        Rule(
            "weekday with a date",
            rf"(?i:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun)\.?,?[ ]{{1,2}}{_MD}(?![\d/])",
            0.6,
            listed("mon tue tues wed thu thur thurs fri sat sun"),
        ),
        Rule(
            "month and day",
            rf"(?<![\w/.,+*-])(?P<month>{_M})/(?P<day>{_D})(?i:{_NO_DATE})(?!th\b|[\p{{L}}]{{3}})",
            0.5,
            digit=True,
        ),
    )

    def find(self, text: str, note: Note) -> Iterator[Found]:
        """The figures that a cue or their shape confirms; all others where the note is one with dates."""
        doubtful: list[Found] = []
        months: set[int] = set()
        for found in super().find(text, note):
            if found.rule == "month and day" and _is_doubtful(text, found):
                doubtful.append(found)
            else:
                months.add(int(_FIGURE.findall(text, found.start, found.end)[0]))
                yield found
        if doubtful and (months or _FULL.search(text)):
            yield from (found for found in doubtful if not _is_fraction(text, found, months))

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The date, unless the words around tell a score."""
        if rule.name.startswith("month and day") and _is_score(text, *match.span()):
            return []
        return match.spans("phi") if "phi" in match.re.groupindex else [match.span()]


def _is_score(text: str, start: int, end: int) -> bool:
    """Whether the words around, up to the end of the sentence or of the line, say that it is a score."""
    ahead = _SENTENCE.split(text[max(0, start - 30) : start])[-1]
    behind = _SENTENCE.split(text[end : end + 15])[0]
    late = any(int(figure) > 12 for figure in _FIGURE.findall(text, start, end))
    return bool((_LATE_SCORE if late else _SCORE).search(f"{ahead}#{behind}"))


def _is_doubtful(text: str, found: Found) -> bool:
    return int(text[found.start : found.end].split("/")[1]) < 13


def _is_fraction(text: str, found: Found, months: AbstractSet[int]) -> bool:
    """Whether the figures can be a fraction or a score, and no cue, neighbour or other date tells a date."""
    month, day = (int(figure) for figure in text[found.start : found.end].split("/"))
    if month != day and (month > day or day not in (2, 3, 4, 5, 6, 8, 10)):
        return False
    if month in months and month != day and day in (6, 8, 10):
        return False
    if _DATE_BEFORE.match(text, max(0, found.start - 30), found.start) or _DATE_BEHIND.match(text, found.end):
        return False
    if _TIME_BEHIND.match(text, found.end) or _LINE_BEFORE.match(text, max(0, found.start - 8), found.start):
        return False
    if text[max(0, found.start - 2) : found.start] == "  " and text[found.end : found.end + 1] in ("", "\n"):
        return False
    word = _WORD_BEFORE.match(text, max(0, found.start - 30), found.start)
    return not word or word["word"].lower() not in _CUES
