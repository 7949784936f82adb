"""Colours of the page: text can be read on every ground, in light, dark and print (WCAG 2.2, 1.4.3: 4.5 to 1)."""

import re
from importlib import resources

import pytest

CSS = (resources.files("gateway.report") / "templates" / "card.css").read_text("utf-8")
GROUNDS = ("paper", "panel", "faint", "good-paper", "warn-paper")
PAIRS = [
    *(("ink", ground) for ground in GROUNDS),
    *(("soft", ground) for ground in GROUNDS),
    ("accent", "paper"), ("lost", "paper"), ("warn", "warn-paper"),
]  # fmt: skip


def palettes() -> dict[str, dict[str, str]]:
    blocks = re.findall(r":root \{(.*?)\}", CSS, re.DOTALL)
    assert len(blocks) == 3
    found = (dict(re.findall(r"--([a-z-]+): (#[0-9a-f]+);", block)) for block in blocks)
    return dict(zip(("light", "dark", "print"), found, strict=True))


def luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = digits if len(digits) == 6 else "".join(2 * digit for digit in digits)
    channels = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_stands_out(scheme: str, text: str, ground: str) -> None:
    colours = palettes()[scheme]
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_columns_of_plots_stand_out_from_their_ground_and_each_other(scheme: str) -> None:
    colours = palettes()[scheme]  # WCAG 2.2, 1.4.11: 3 to 1
    assert contrast(colours["accent"], colours["paper"]) >= 3
    assert contrast(colours["accent"], colours["accent-soft"]) >= 3


def test_every_colour_is_defined_in_every_scheme() -> None:
    used = set(re.findall(r"var\(--([a-z-]+)\)", CSS)) - {"serif", "sans", "mono"}
    for scheme, colours in palettes().items():
        assert used <= colours.keys(), scheme
