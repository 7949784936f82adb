"""What word lists say of a word: how common it is as a family name, a given name, an English word, …

The file is made by `gateway.recognize.training.lexicon`, which names the sources and their licences.
"""

import gzip
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

FILE = "lexicon.txt.gz"


class Listed(NamedTuple):
    """Buckets, 0 for a word that the list does not hold; the highest is the most common or the most certain."""

    family: int = 0  # to 4
    given: int = 0  # to 4
    english: int = 0  # to 5
    medical: int = 0  # 1 a word of diagnoses, 2 a drug
    place: int = 0  # 1 part of a town's name, 2 a small town or county, 3 a large town


SIZES = Listed(5, 5, 6, 3, 4)
NOWHERE = Listed()


def pack(listed: Listed) -> str:
    """The five digits that stand for `listed` in the file."""
    return "".join(map(str, listed))


@lru_cache(maxsize=1)
def lexicon() -> Mapping[str, Listed]:
    """Every listed word, lower-case and without marks on its letters."""
    words: dict[str, Listed] = {}
    with gzip.open(files(__package__).joinpath(FILE).open("rb"), "rt", encoding="utf-8") as lines:
        for line in lines:
            code, *group = line.split()
            words.update(dict.fromkeys(group, Listed(*map(int, code))))
    return words
