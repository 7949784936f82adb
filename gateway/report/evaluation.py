"""The figures of `gateway synth evaluate` in, an HTML page with plots that loads nothing out."""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from importlib import resources
from typing import Any

from markupsafe import Markup

from gateway.report import evidence
from gateway.report.page import ENVIRONMENT


def page(names: Sequence[str], found: Mapping[str, Any]) -> bytes:
    """The report of `gateway synth evaluate`: HTML in UTF-8 that loads nothing. names: of the files, real first."""
    style = (resources.files("gateway.report") / "templates" / "card.css").read_text("utf-8")
    text = ENVIRONMENT.get_template("evaluation.html").render(
        names=names,
        f=found,
        sentences=evidence.sentences(found),
        e=evidence.VIEWS,
        style=Markup(style),  # noqa: S704 - a file of this package
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )
    return text.encode()
