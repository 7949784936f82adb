"""Presidio's phone recogniser, the same numbers in less time: only where digits stand, and only in regions they fit.

The stock recogniser runs a matcher in pure Python over the whole note, once for each of eight regions. Here the note
is cut where no number can stretch across, each piece is looked at once and remembered, and a region is asked only
about pieces with as many digits as its shortest number. One difference is meant: stock gives up in a note with more
than 65,535 numbers that are no phone numbers, this does not.
"""

import re
from functools import cache, lru_cache
from typing import Any, NamedTuple

import phonenumbers
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts
from presidio_analyzer.predefined_recognizers import PhoneRecognizer

from gateway.recognize.watch import saw

REMEMBERED = 4096

# What phonenumbers lets stand between the digits of a number: four marks at most, or the sign of an extension with
# any number of blanks and commas. Wider than the library where that is simpler: then two pieces are one.
_MARKS = r"[-x‐-―−ー－-／ \xa0\xad\u200b\u2060\u3000()（）［］.\[\]/~⁓∼～]"
_BLANKS = r"[ \xa0\t,-]*"
_EXTENSION = rf"{_BLANKS}(?:;ext=|[extnsioó\u0301ｅｘｔｎдобa#＃~～ｉ]{{1,9}}[:.．]?)?{_BLANKS}"
_PLUS = "+＋"
_LEAD = rf"(?:[(\[（［{_PLUS}]{_MARKS}{{0,4}}){{0,2}}"
_PIECE = re.compile(rf"{_LEAD}\d+(?:(?:{_MARKS}{{1,4}}|{_EXTENSION})\d+)*", re.IGNORECASE)
# How far the matcher looks behind a number: ":30" makes it a time of day.
_BEHIND = 3


class EveryRegionRecognizer(PhoneRecognizer):
    """The results of `stock`, which asks for valid numbers at least, without their explanations."""

    name: str

    def __init__(self, stock: PhoneRecognizer, name: str) -> None:
        super().__init__(
            context=stock.context,
            supported_language=stock.supported_language,
            supported_entity=stock.supported_entities[0],
            supported_regions=tuple(stock.supported_regions),
            leniency=stock.leniency,
            name=name,
        )

    def analyze(
        self,
        text: str,
        entities: list[str],  # noqa: ARG002
        nlp_artifacts: NlpArtifacts | None = None,  # noqa: ARG002
    ) -> list[RecognizerResult]:
        """Every number that is valid in one of the regions."""
        results = []
        fewest = fewest_digits(self.supported_regions)
        for piece in _PIECE.finditer(text):
            first, last = piece.span()
            if last - first < fewest:
                continue
            # The matcher asks what character stands before a number, unless that begins with a bracket or a plus.
            before = max(first - 1, 0)
            numbers = numbers_in(text[before : last + _BEHIND], last - before, self.supported_regions, self.leniency)
            results += [self._found(before + start, before + end) for start, end in numbers]
        saw(len(text))
        return EntityRecognizer.remove_duplicates(results)

    def _found(self, start: int, end: int) -> RecognizerResult:
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(self.supported_entities[0], start, end, self.SCORE, recognition_metadata=metadata)


@lru_cache(maxsize=REMEMBERED)
def numbers_in(piece: str, last: int, regions: tuple[str, ...], leniency: int) -> tuple[tuple[int, int], ...]:
    """Where numbers of any of the regions stand in `piece`, of those that begin before `last`."""
    digits = "".join(filter(str.isdecimal, piece[:last]))
    plus = any(sign in piece for sign in _PLUS)
    return tuple(
        (match.start, match.end)
        for region in regions
        if _shortest(region).fits(digits, plus)
        for match in phonenumbers.PhoneNumberMatcher(piece, region, leniency=leniency)
        if match.start < last
    )


class _Shortest(NamedTuple):
    """How few digits a valid number has: at home, and of any country behind a plus or the prefix for abroad."""

    home: int
    abroad: int
    prefix: "re.Pattern[str]"

    def fits(self, digits: str, plus: bool) -> bool:
        """Whether a valid number can be made of some of these digits, one behind another."""
        if len(digits) >= self.home:
            return True
        return len(digits) >= self.abroad and (plus or bool(self.prefix.search(digits)))


def fewest_digits(regions: tuple[str, ...]) -> int:
    """How few digits a valid number has in any of the regions."""
    return min(min(_shortest(region)[:2]) for region in regions)


@cache
def _shortest(region: str) -> _Shortest:
    metadata: Any = PhoneMetadata.metadata_for_region(region)
    return _Shortest(
        home=_least(metadata.country_code),
        abroad=min(len(str(code)) + _least(code) for code in COUNTRY_CODE_TO_REGION_CODE),
        prefix=re.compile(metadata.international_prefix or ""),
    )


@cache
def _least(country: int) -> int:
    """The length of the shortest valid number of a country, without the digits that its region's rules put in front."""
    regions = COUNTRY_CODE_TO_REGION_CODE[country]
    described: list[Any] = [PhoneMetadata.metadata_for_region_or_calling_code(country, region) for region in regions]
    # Numbers are parsed by the rules of the first region, and valid if they are in any.
    put_in_front = re.sub(r"[\\$]\d", "", described[0].national_prefix_transform_rule or "")
    shortest: int = min(min(one.general_desc.possible_length) for one in described)
    return shortest - sum(map(str.isdigit, put_in_front))
