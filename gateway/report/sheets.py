"""The house's style sheets: read once, with the digest by which a page's policy allows them."""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib import resources

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Style:
    """One sheet's text, and its SHA-256 in base64 as Content-Security-Policy wants it."""

    text: Markup
    digest: str


@cache
def style(*sheets: str) -> Style:
    """The sheets of `templates/`, one after the other."""
    folder = resources.files("gateway.report") / "templates"
    text = "".join((folder / sheet).read_text("utf-8") for sheet in sheets)
    return Style(Markup(text), b64encode(sha256(text.encode()).digest()).decode())  # noqa: S704 - files of this package
