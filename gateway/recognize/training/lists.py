"""Our own word lists for the slots: `lists.toml` for what identifies, `medical.txt` for what does not."""

import random
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _stored() -> Mapping[str, Mapping[str, Sequence[str]]]:
    parsed = tomllib.loads(files(__package__).joinpath("lists.toml").read_text(encoding="utf-8"))
    return {table: {name: _items(text, "|") for name, text in found.items()} for table, found in parsed.items()}


@lru_cache(maxsize=1)
def medical() -> Mapping[str, Sequence[str]]:
    """Kind → products, organisms, eponyms, abbreviations, headings …, as written."""
    sections = files(__package__).joinpath("medical.txt").read_text(encoding="utf-8").split("\n# ")
    return {head.lstrip("# ").strip(): _items(body, ",") for head, _, body in (s.partition("\n") for s in sections)}


def items(name: str) -> Sequence[str]:
    """A list of `lists.toml`."""
    return _stored()["lists"][name]


def one(draw: random.Random, name: str) -> str:
    """An item of a list."""
    return draw.choice(items(name))


def shaped(draw: random.Random, name: str) -> str:
    """A number of a kind of `[shapes]`: its # as digits, its @ as letters that nobody takes for digits."""
    shape = draw.choice(_stored()["shapes"][name])
    return "".join(
        draw.choice("0123456789") if c == "#" else draw.choice("ABCDEFGHJKLMNPRSTUVWXYZ") if c == "@" else c
        for c in shape
    )


def shapes() -> Sequence[str]:
    """The kinds of numbers that `shaped` knows."""
    return list(_stored()["shapes"])


def _items(text: str, mark: str) -> list[str]:
    return [" ".join(item.split()) for item in text.split(mark) if item.strip()]
