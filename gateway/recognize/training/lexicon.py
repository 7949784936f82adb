"""Compiles the lexicon that `gateway.recognize.tagger` ships: every word with its buckets."""

import gzip
from collections import defaultdict
from pathlib import Path

import regex

from gateway.recognize.lexicon import plain
from gateway.recognize.lexicon.given import GIVEN
from gateway.recognize.lexicon.surnames import SURNAMES
from gateway.recognize.tagger.lexicon import Listed, pack
from gateway.recognize.training import sources
from gateway.recognize.training.lists import medical


def compile_lexicon() -> dict[str, Listed]:
    """Each word of the sources, lower-case and without marks, of two letters or more."""
    buckets = {
        "family": _family(),
        "given": _given(),
        "english": {
            word: _bucket(rank, (1_000, 4_000, 12_000, 30_000), 5) for rank, word in enumerate(sources.english())
        },
        "medical": _medical(),
        "place": _places(),
    }
    words: dict[str, dict[str, int]] = defaultdict(dict)
    for name, found in buckets.items():
        for written, bucket in found.items():
            for word in regex.findall(r"\p{L}{2,}", plain(written.lower())):
                words[word][name] = max(bucket, words[word].get(name, 0))
    return {word: Listed(**words[word]) for word in sorted(words)}


def write(words: dict[str, Listed], path: Path) -> None:
    """One line a combination of buckets: the code, then its words; the same bytes for the same words."""
    groups: dict[str, list[str]] = defaultdict(list)
    for word, listed in words.items():
        groups[pack(listed)].append(word)
    lines = "".join(" ".join([code, *sorted(groups[code])]) + "\n" for code in sorted(groups))
    path.write_bytes(gzip.compress(lines.encode(), mtime=0))


def _family() -> dict[str, int]:
    found = dict.fromkeys((name for group in sources.family_by_group().values() for name in group), 1)
    found |= {name: 1 for names in sources.names_by_locale().values() for name in names["last"]}
    found |= {name: _bucket(rank, (1_500, 8_000), 4) for name, rank in sources.family_ranks().items()}
    return found | {name: 4 for name in SURNAMES if found.get(name, 0) < 4}


def _given() -> dict[str, int]:
    short = {nick for nicks in sources.nicknames().values() for nick in nicks}
    found = dict.fromkeys(short, 1)
    found |= {name: 1 for names in sources.names_by_locale().values() for sex in "fm" for name in names[sex]}
    found |= {name: 2 for group in sources.given_by_group().values() for name in group}
    found |= {name: _bucket(rank, (400, 1_500), 4) for name, (rank, _) in sources.given_ranks().items()}
    return found | {name: 3 for name in GIVEN if found.get(name, 0) < 3}


def _medical() -> dict[str, int]:
    found = {word: 1 for word, count in sources.diagnoses().items() if count > 1}
    return found | {item: 2 for items in medical().values() for item in items}


def _places() -> dict[str, int]:
    large, counties = sources.towns()
    found: dict[str, int] = {}
    for rank, town in enumerate(large):
        for word in town.split():
            found[word] = max(found.get(word, 0), 1)
        if " " not in town:
            found[town] = 3 if rank < 800 else 2
    found |= {town: 2 for town in sources.world_towns() if " " not in town and town not in found}
    return found | {c.rsplit(" ", 1)[0]: 2 for c in counties if c.count(" ") == 1 and found.get(c.split()[0], 0) < 2}


def _bucket(rank: int, bounds: tuple[int, ...], highest: int) -> int:
    return highest - sum(rank > bound for bound in bounds)
