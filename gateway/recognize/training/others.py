"""What fills the slots that name no person, date or number: places by kind, and things of medicine that stay."""

import random
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from gateway.recognize.lexicon.eponyms import EPONYMS, THINGS
from gateway.recognize.lexicon.places import STATE_CODES, STATES
from gateway.recognize.training.addresses import ADDRESSES
from gateway.recognize.training.lists import medical, one

# Slot → words in the heads of `medical.txt`'s sections.
_PRODUCTS: Mapping[str, Sequence[str]] = {
    "product": ("suture", "dressing", "implant", "catheter"),
    "instrument": ("instrument", "scanner"),
    "organism": ("organism",),
    "brand": ("brand",),
    "substance": ("generic",),
    "abbr": ("abbreviation",),
    "test": ("test", "scale", "contrast"),
}


@lru_cache(maxsize=8)
def _products(kind: str) -> Sequence[str]:
    return [item for head, found in medical().items() for item in found if any(w in head for w in _PRODUCTS[kind])]


def product(draw: random.Random, kind: str) -> str:
    """A thing of medicine by its name."""
    return draw.choice(_products(kind))


def drug(draw: random.Random) -> str:
    """A drug, by brand or by substance."""
    if draw.random() < 0.4:
        return product(draw, "brand")
    name = product(draw, "substance")
    return name.capitalize() if draw.random() < 0.3 else name


def eponym(draw: random.Random) -> str:
    """Foley catheter, Crohn's disease; also in pairs that nobody has met."""
    return f"{draw.choice(_EPONYMS).title()}{draw.choice(('', '', chr(39) + 's'))} {draw.choice(_THINGS)}"


_EPONYMS, _THINGS = sorted(EPONYMS), sorted(THINGS)
_CODES, _STATES = sorted(STATE_CODES), sorted(STATES)
OTHERS: Mapping[str, Callable[[random.Random], str]] = {
    **ADDRESSES,
    "state": lambda draw: draw.choice(_STATES),
    "ST": lambda draw: draw.choice(_CODES),
    "country": partial(one, name="countries"),
    "language": partial(one, name="languages"),
    "eponym": eponym,
    "drug": drug,
    **{kind: partial(product, kind=kind) for kind in _PRODUCTS},
}
