"""The accounting for one patient (45 CFR 164.528). The identifier comes in a form, and no page shows it again."""

from gateway import history, report
from gateway.console.visit import Drawn, Visit
from gateway.errors import BadInput


def form(visit: Visit) -> Drawn:
    """The question."""
    return visit.draw("disclosures.html", found=None)


def found(visit: Visit) -> Drawn:
    """Which releases hold the patient, and who got them; the log tells who asked."""
    rows = history.accounted(visit.site, _subject(visit), visit.who, letter=False)
    return visit.draw("disclosures.html", found=rows)


def letter(visit: Visit) -> Drawn:
    """The same as a letter to the patient, which names them: the one page that does."""
    return Drawn(
        history.letter_page(visit.site, _subject(visit), visit.who), report.style(*report.LETTER_SHEETS).digest
    )


def _subject(visit: Visit) -> str:
    subject = visit.form.get("subject", "").strip()
    if not subject:
        raise BadInput("no patient was named", hint="go back, and type the dataset's subject identifier")
    return subject
