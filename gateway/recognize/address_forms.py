"""The ways in which a note writes the address of a record: whole, its street line, its town, its ZIP code."""

import re
from collections.abc import Iterator

_SUFFIXES = {
    "street": ("street", "st"), "avenue": ("avenue", "ave", "av"), "road": ("road", "rd"),
    "drive": ("drive", "dr"), "boulevard": ("boulevard", "blvd"), "lane": ("lane", "ln"),
    "court": ("court", "ct"), "place": ("place", "pl"),
    "circle": ("circle", "cir"), "terrace": ("terrace", "ter", "terr"), "parkway": ("parkway", "pkwy"),
    "highway": ("highway", "hwy"), "trail": ("trail", "trl"), "square": ("square", "sq"),
    "route": ("route", "rte", "rt"),
}  # fmt: skip
_POINTS = {"north": "n", "south": "s", "east": "e", "west": "w"}
_LONG_OF = {short: forms for forms in _SUFFIXES.values() for short in forms}
_POINT_OF = {**_POINTS, **{short: long for long, short in _POINTS.items()}}
_FLAT = re.compile(r",?\s(?:apt|apartment|unit|suite|ste|#|lot|bldg|floor|fl)\b.*|\s#.*")
_BOX = re.compile(r"p ?o ?box (\w+)")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?$")
_STATE = re.compile(r"\b[a-z]{2}$")
_SHORTEST = 3

Written = tuple[str, str, str]


def addresses(value: str) -> Iterator[Written]:
    """Text, entity and difference for each way to write a folded address; the town stands behind its first comma."""
    return (written for written in _ways(value) if len(written[0]) > _SHORTEST)


def _ways(value: str) -> Iterator[Written]:
    parts = [part.strip() for part in value.split(",") if part.strip()] or [""]
    if len(parts) > 1:
        yield value, "STREET", ""
        yield from _behind(parts[1:])
    with_flat = parts[0]
    if len(parts) > 1 and _FLAT.fullmatch(f" {parts[1]}"):
        with_flat = f"{with_flat}, {parts[1]}"
        yield with_flat.replace(",", ""), "STREET", ""
    yield with_flat, "STREET", ""
    line = _FLAT.sub("", with_flat).replace(".", "")
    if box := _BOX.fullmatch(line):
        yield from ((f"{written} {box[1]}", "STREET", "") for written in ("po box", "p.o. box", "p o box", "box"))
    else:
        yield from ((text, "STREET", how) for text, how in _streets(line))


def _behind(parts: list[str]) -> Iterator[Written]:
    """Town and ZIP code of what stands behind the street."""
    rest = " ".join(part for part in parts if not _FLAT.fullmatch(f" {part}"))
    if code := _ZIP.search(rest):
        yield code[1], "ZIP", "one part"
        rest = rest[: code.start()].strip()
    town = _STATE.sub("", rest).strip()
    yield town, "CITY", "one part"


def _streets(line: str) -> Iterator[tuple[str, str]]:
    """The street line with and without its suffix and its number, each in its abbreviations."""
    words = line.split()
    number = words.pop(0) if words and words[0][:1].isdigit() else ""
    point = words.pop() if len(words) > 2 and words[-1] in _POINT_OF else ""
    endings: tuple[str, ...] = ()
    if words and words[-1] in _LONG_OF:
        endings = _LONG_OF[words.pop()]
    points = ("", f" {point}", f" {_POINT_OF[point]}") if point else ("",)
    for core in _cores(words):
        for behind in points:
            yield from ((f"{number} {core} {ending}{behind}".strip(), "") for ending in endings)
            if number:
                yield f"{number} {core}{behind}", "without its suffix" if endings else ""
        yield from ((f"{core} {ending}", "without its number") for ending in endings)
    if not number and not endings:
        yield line, ""


def _cores(words: list[str]) -> Iterator[str]:
    """What is between number and suffix, a direction ahead of it long, short or left away."""
    ways = [" ".join(words)]
    if words and words[0] in _POINT_OF:
        rest = " ".join(words[1:])
        ways += [f"{_POINT_OF[words[0]]} {rest}", f"{words[0][0]}. {rest}", rest]
    return (way for way in ways if len(way) > 2)
