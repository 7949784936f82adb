"""Names in the rows and heads of forms: `DOE, JANE` ahead of a fact, a name ahead of its number or date."""

import regex

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.eponyms import EPONYMS
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.places import STATE_CODES
from gateway.recognize.lexicon.words import MONTHS, STOPPERS, WORDLIKE
from gateway.recognize.rules.base import Rule, RuleRecognizer
from gateway.recognize.rules.names import LONGEST_NAME, STEP, WORD, Name, name_at, names_thing

_UNITS = r"(?:[ -]?(?:y\b|yo\b|yrs?\b|years?\b|y/o|mos?\b|months?\b|wks?\b|days?\b)|[ ]?[MFmf]\b)"
_DATE = r"\d{1,4}[/.-](?:\d{1,2}|\p{Lu}\p{Ll}{2})[/.-]\d{2,4}"
FACT = regex.compile(
    r"(?:[ ]{0,3}[|/;,(\[—–-]{1,2}[ ]{0,3}|[ \t]{1,20}|[ ]?\n[ ]{0,8}|['’]s[ ])"
    rf"(?:(?i:mrn|dob|d\.o\.b|b\.[ ]|ssn|age\b|bed\b|rm\b|room\b|acct|id\b|edc\b|edd\b|band\b|medical[ ]record)|"
    rf"\#?\d{{5,12}}(?!\d)|{_DATE}|"
    rf"\d{{1,3}}{_UNITS}|\d{{1,3}},|[MF][ ]?[/,|]?[ ]?\d|\d{{1,4}}-[A-Z]\b|G\d|[MF][ ]{{2,}})"
)
_CAPITAL = regex.compile(r"[ ]?(?:\p{Lu}|\p{Ll}{1,3}[ ’'-])")
_LAST = regex.compile(rf"(?r)(?<![\w'’.-])(?P<last>(?:{STEP}[ ]){{0,3}}{STEP})")
_NUMBER = (
    rf"(?<![\w.#-]|\d/)(?:\d{{6,10}}(?!\d)|{_DATE}|\d{{3}}\)?[-. ]\d{{3}}[-. ]\d{{4}}|\d{{3}}-\d{{4}}|"
    r"(?<=\p{L},[ ])\d{1,3}(?=,[ ]\p{Ll}))(?!\w)"
)
_FIELD = regex.compile(r"(?r)(?<=[|~]|\d\^)\p{Lu}[\p{L}.'’ -]{1,30}")
_RUN = regex.compile(
    rf"(?r)(?<![\w'’.-])(?P<run>(?:{WORD}\.?[ ]){{0,{LONGEST_NAME - 1}}}{WORD}\.?)"
    r"(?P<gap>[ ]{1,12}|[ ]?[/|][ ]?|,[ ]|[ ][(—–-][ ]?(?:MRN[ ]|DOB[ ])?)"
)


class RowRecognizer(RuleRecognizer):
    """Capitals alone make no name: a fact about a person has to follow, or the form of a known name."""

    ENTITY = "PATIENT"
    RULES = (
        Rule("last, first and a fact", r",", 0.75, frozenset(",")),
        Rule("name ahead of a number", _NUMBER, 0.65, entity="PERSON", digit=True),
        Rule(
            "name in a message's field",
            r"\^\p{L}[\p{L}'’ -]{2,25}(?:\^\p{L}[\p{L}.]{0,20})?(?=[|^~\r\n]|$)",
            0.8,
            frozenset("^"),
            "PERSON",
        ),
        Rule(
            "behind a bed",
            rf"(?<=(?:^|\n)[ ]{{0,3}}(?:(?i:bed|rm|"
            rf"room)[ ])?)\d{{1,4}}-?[A-D]?[ ]{{1,4}}(?P<phi>(?:{WORD}[ ]){{0,3}}{WORD}"
            rf"(?:[ ]\p{{Lu}}\.)?)(?=[.,]{{0,2}}[ ]{{1,4}}\(?\d{{1,3}}[ -]?(?:[MF]|y))",
            0.7,
            digit=True,
        ),
        Rule("speaker", rf"\][ ]{{1,3}}(?P<phi>(?:{STEP}[ ]){{0,3}}{STEP})(?=:)", 0.7, frozenset("]"), "PERSON"),
    )

    def accept(self, rule: Rule, match: "regex.Match[str]", text: str) -> list[tuple[int, int]]:
        """The name beside the comma or the number."""
        if rule.name == "last, first and a fact":
            found = _last_first(text, match.start())
        elif rule.name == "name ahead of a number":
            found = _ahead(text, match.start() - (text[match.start() - 1 : match.start()] == "("))
        elif rule.name == "name in a message's field":
            first = _FIELD.match(text, max(0, match.start() - 40), match.start())
            found = (first.start(), match.end()) if first else None
        else:
            found = match.span("phi")
        return [found] if found else []


def _last_first(text: str, comma: int) -> tuple[int, int] | None:
    """`LAST, FIRST M` around a comma: both have to be fit for a name and a fact has to follow."""
    if not text[comma - 1 : comma].isalpha() or not _CAPITAL.match(text, comma + 1):
        return None
    last = _LAST.match(text, max(0, comma - 60), comma)
    behind = comma + 2 if text[comma + 1 : comma + 2] == " " else comma + 1
    first = name_at(text, behind)
    if not last or not first:
        return None
    start = _fit(text, last.start(), comma)
    if start is None or text[first.start : first.end] in STATE_CODES or names_thing(text, first, alone=True):
        return None
    known = first.is_plain and not first.possessive and _stands_alone(text, start, first)
    return (start, first.end) if known or FACT.match(text, first.end) else None


def _stands_alone(text: str, start: int, first: Name) -> bool:
    """Whether the name fills its line, its column or what stands behind a label."""
    ahead, behind = text[max(0, start - 2) : start], text[first.end : first.end + 2]
    begins = ahead[-1:] in ("", "\n", "|", ":", "\t", "(") or ahead in (": ", "| ", "  ")
    return begins and (behind[:1] in ("", "\n", "|", ")", "\t") or behind == "  ")


def _fit(text: str, start: int, end: int) -> int | None:
    """Where the family name begins that ends at `end`; None where its last word is no name."""
    kept: int | None = None
    for word in reversed(list(regex.finditer(STEP, text[start:end]))):
        low = word["word"].lower()
        if (low in STOPPERS and low not in WORDLIKE) or (low in MONTHS and low not in WORDLIKE) or len(low) < 2:
            break
        kept = start + word.start()
    return kept


def _ahead(text: str, at: int) -> tuple[int, int] | None:
    """The longest run of words right up to the number that is fit for a name."""
    run = _RUN.match(text, max(0, at - 80), at)
    if not run:
        return None
    end = run.end("run")
    for word in regex.finditer(WORD, text[run.start() : end]):
        name = name_at(text, run.start() + word.start())
        if not name or name.end < end - 1 or names_thing(text, name, alone="/" in run["gap"]):
            continue
        if _is_fit(text, name, run["gap"]):
            return name.start, name.end
        return None
    return None


def _is_fit(text: str, name: Name, gap: str) -> bool:
    first, last = name.words[0], name.words[-1]
    if name.is_plain:
        return True
    written = text[name.start : name.end]
    if (last in STOPPERS and last not in WORDLIKE) or (name.is_full and first in EPONYMS):
        return False
    if not name.is_full:
        if plain(first) in GIVEN and gap.isspace() and not written.isupper():
            return True
        return "/" in gap and written.isupper() and len(first) > 2 and text[max(0, name.start - 1)] != "/"
    return not (first in STOPPERS and first not in WORDLIKE)
