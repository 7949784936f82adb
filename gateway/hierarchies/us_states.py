"""US states as the Census Bureau groups them, and the states' ZIP prefixes (three digits)."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def names() -> dict[str, str]:
    """Postal code of each state and territory to its name."""
    return {code: str(entry["name"]) for code, entry in _data()["states"].items()}


@cache
def regions() -> dict[str, str]:
    """Postal code to region."""
    return {code: region for region, codes in _data()["regions"].items() for code in codes}


@cache
def divisions() -> dict[str, str]:
    """Postal code to division; a region without divisions is its own."""
    found = {code: division for division, codes in _data()["divisions"].items() for code in codes}
    return regions() | found


@cache
def of_prefix() -> dict[str, str]:
    """ZIP prefix to the postal code of the state in which most of its addresses lie."""
    return {
        f"{number:03}": code
        for code, entry in _data()["states"].items()
        for first, _, last in (part.partition("-") for part in entry["zip"])
        for number in range(int(first), int(last or first) + 1)
    }


@cache
def _data() -> dict[str, Any]:
    text = (resources.files("gateway.hierarchies") / "data" / "us_states.toml").read_text("utf-8")
    return tomllib.loads(text)
