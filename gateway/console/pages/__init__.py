"""The pages of the console: one file for each subject, and `PAGES`."""

from gateway.console.pages import (
    consents,
    disclosures,
    log,
    overview,
    proofs,
    questions,
    releases,
    requests,
)
from gateway.console.visit import Page

PAGES: tuple[Page, ...] = (
    Page("/", "overview", None, overview.show),
    Page("/leave", "leave", None, overview.leave, "POST"),
    Page("/requests", "requests", "readRequests", requests.listed),
    Page("/requests/{id}", "request", "readRequests", requests.show),
    Page("/requests/{id}/approve", "approve", "readRequests", requests.approve, "POST"),
    Page("/requests/{id}/deny", "deny", "readRequests", requests.deny, "POST"),
    Page("/releases", "releases", "readRequests", releases.listed),
    Page("/releases/{id}", "release", "readRequests", releases.show),
    Page("/releases/{id}/card", "card", "readRequests", releases.card),
    Page("/consents", "consents", "readRequests", consents.show),
    Page("/log", "log", "readLog", log.search),
    Page("/log/checkpoint", "checkpoint", "readLog", proofs.checkpoint),
    Page("/log/extends", "extends", "readLog", proofs.extends, "POST"),
    Page("/log/{seq:int}", "event", "readLog", proofs.event),
    Page("/questions", "questions", "readLog", questions.listed),
    Page("/questions/report", "report", "readLog", questions.report_),
    Page("/questions/{name}", "question", "readLog", questions.show),
    Page("/disclosures", "disclosures", "accountDisclosures", disclosures.form),
    Page("/disclosures/found", "disclosures", "accountDisclosures", disclosures.found, "POST"),
    Page("/disclosures/letter", "letter", "accountDisclosures", disclosures.letter, "POST"),
)
