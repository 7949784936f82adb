"""An officer's answers in, pages out: the report of the log, and the letter that accounts for disclosures.

Both load nothing and run nothing, and print on A4. The report holds what the log holds. The letter names a patient.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from markupsafe import Markup

from gateway.report import basis, plots
from gateway.report.page import ENVIRONMENT
from gateway.report.sheets import style

AUDIT_SHEETS, LETTER_SHEETS = ("card.css", "audit.css"), ("letter.css",)
_SIX_YEARS = 6  # 45 CFR 164.528(a)(1)


class Asked(Protocol):
    """A question: its short name, its title, what it is about, the columns that people are shown."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def columns(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """Of which site and log, made when (RFC 3339), over which span; `size` and `root` (hex) as they were verified."""

    site: str
    origin: str
    size: int
    root: str
    made: str
    since: str | None
    until: str | None


def audit_page(
    frame: Frame,
    answers: Sequence[tuple[Asked, Sequence[Mapping[str, Any]]]],
    volume: Sequence[Mapping[str, Any]],
) -> bytes:
    """One page with all answers. volume: every export of the span with its measures, unusual or not."""
    by_name = {question.name: rows for question, rows in answers}
    points, grid = plots.dots(volume)
    return _page("audit.html", AUDIT_SHEETS, frame=frame, answers=answers, rows_of=by_name,
                 timeline=plots.timeline(by_name), dots=points, grid=grid, height=plots.HEIGHT)  # fmt: skip


def letter_page(site: str, subject: str, today: date, found: Sequence[Mapping[str, Any]]) -> bytes:
    """The accounting of disclosures of one patient, to be signed and sent.

    found: one mapping a release that holds the patient, with its grants, as `history.disclosures` gives it.
    """
    begin = today.replace(year=today.year - _SIX_YEARS, day=min(today.day, 28))
    handed = [(grant, release, basis.paths(release["basis"])) for release in found for grant in release["grants"]
              if grant["at"][:10] >= begin.isoformat()]  # fmt: skip
    handed.sort(key=lambda line: line[0]["at"])
    kept = [release for release in found if not release["grants"]]
    return _page("letter.html", LETTER_SHEETS, site=site, subject=subject, today=today.isoformat(),
                 begin=begin.isoformat(), handed=handed, kept=kept)  # fmt: skip


def _page(template: str, sheets: Sequence[str], **values: Any) -> bytes:
    sheet = style(*sheets)
    return ENVIRONMENT.get_template(template).render(style=sheet.text, style_hash=sheet.digest, **values).encode()


def _minute(stamp: str) -> Markup:
    """An RFC 3339 time for a table, in UTC."""
    at = datetime.fromisoformat(stamp).astimezone(UTC)
    return Markup('<time datetime="{}">{:%Y-%m-%d %H:%M}</time>').format(stamp, at)


def _last(stamp: str) -> str:
    """The last day before an RFC 3339 time."""
    return (datetime.fromisoformat(stamp) - timedelta(microseconds=1)).date().isoformat()


ENVIRONMENT.filters |= {"minute": _minute, "last": _last}
