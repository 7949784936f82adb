"""What a page is given, and what it gives back."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gateway import report
from gateway.console.door import Session
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput, GatewayError, IntegrityError, Interrupted, KeyRefused, Refused, RiskRefused
from gateway.site import Site

Right = Literal["readRequests", "readLog", "accountDisclosures"]
STATUS: Mapping[type[GatewayError], int] = {
    BadInput: 400, Refused: 403, RiskRefused: 403, KeyRefused: 403, IntegrityError: 500, Interrupted: 503,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is in: `path`, `query` and `form` hold what was sent."""

    site: Site
    who: PublicIdentity
    rights: frozenset[Right]
    session: Session
    path: Mapping[str, Any]
    query: Mapping[str, str]
    form: Mapping[str, str]

    def draw(self, template: str, status: int = 200, **values: Any) -> "Drawn":
        """The page within the console's frame."""
        body, style = report.console_page(template, visit=self, **values)
        return Drawn(body, style, status)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page in UTF-8, and the SHA-256 (base64) of the one style sheet that it may use."""

    body: bytes
    style: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Go on at another page of the console."""

    path: str


@dataclass(frozen=True, slots=True)
class Page:
    """One place of the console. `word` names it in the log; without a `right` everybody who is in may see it."""

    path: str
    word: str
    right: Right | None
    show: Callable[[Visit], Drawn | Elsewhere]
    method: Literal["GET", "POST"] = "GET"


def status_of(error: GatewayError) -> int:
    """The HTTP status that tells of an error."""
    return next((code for kind, code in STATUS.items() if isinstance(error, kind)), 500)
