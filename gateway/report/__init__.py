"""A release's manifest fields in, documents for people and programs out: the release card and `croissant.json`.

Pages of notes for a person's eyes (`detection_page`, `review_page`) are apart from them: they hold text, and never lie
in a release.
`audit_page` and `letter_page` show an officer what the log tells; `console_page` is a page of the console.
`documents` makes what lies in the release; it is called before the manifest is signed, so its card cannot hold the
manifest's digest. `card` makes the same page later, with the digest and the signer. Both only count: no cell of the
data, no span of a note and no time of their own is in them, and equal fields give equal bytes.
"""

from collections.abc import Mapping
from typing import Any

from gateway.report import croissant, page, public
from gateway.report.audit import AUDIT_SHEETS, LETTER_SHEETS, Frame, audit_page, letter_page
from gateway.report.console import console_page, plot_of
from gateway.report.notes import ViewedNote, detection_page, review_page
from gateway.report.page import CARD_SHEETS
from gateway.report.sheets import style

__all__ = [
    "AUDIT_SHEETS",
    "CARD_SHEETS",
    "LETTER_SHEETS",
    "Frame",
    "ViewedNote",
    "audit_page",
    "card",
    "console_page",
    "detection_page",
    "documents",
    "letter_page",
    "plot_of",
    "review_page",
    "style",
]


def documents(fields: Mapping[str, Any]) -> dict[str, bytes]:
    """File name → bytes of each document that lies beside the data.

    fields: the manifest's, before `documents`, `format` and `signed_by` are added.
    """
    counts = {"counts.json": public.describe(fields)} if "counts" in fields else {}
    return {"card.html": card(fields, None), "croissant.json": croissant.describe(fields), **counts}


def card(fields: Mapping[str, Any], manifest_digest: str | None) -> bytes:
    """The release card: one HTML page in UTF-8 that opens offline and loads nothing.

    manifest_digest: SHA-256 of the signed manifest (hex); then `fields` names the signer in `signed_by`. None where
    the manifest is not signed yet.
    """
    return page.render(fields, manifest_digest)
