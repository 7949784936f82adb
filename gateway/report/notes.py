"""Notes in, one HTML page for a person's eyes out, as a stream: it loads nothing and runs nothing."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from hashlib import sha256
from importlib import resources
from typing import Any, Protocol

from markupsafe import Markup

from gateway.report.page import ENVIRONMENT


class Numbered(Protocol):
    """A de-identified note with its number in a sample; `place` is table.column."""

    @property
    def number(self) -> int: ...
    @property
    def place(self) -> str: ...
    @property
    def text(self) -> str: ...


def review_page(release: str, notes: Sequence[Numbered], population: int) -> Iterator[str]:
    """The sampled notes of a release, to be read one by one."""
    return _stream("review.html", release=release, notes=notes, population=population)


def _stream(template: str, **values: Any) -> Iterator[str]:
    style = (resources.files("gateway.report") / "templates" / "notes.css").read_text("utf-8")
    yield from ENVIRONMENT.get_template(template).generate(
        style=Markup(style),  # noqa: S704 - a file of this package
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
        **values,
    )
