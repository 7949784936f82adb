"""Consent files in, versions for the ledger out; a ledger and a release's terms in, who is covered out."""

from gateway.consent.evaluate import REASONS, Evaluation, Terms, evaluate
from gateway.consent.files import read
from gateway.consent.ledger import ConsentVersion, Imported, versions_of, withdraw
from gateway.consent.provisions import Release
from gateway.consent.purposes import CODES, covers

__all__ = [
    "CODES",
    "REASONS",
    "ConsentVersion",
    "Evaluation",
    "Imported",
    "Release",
    "Terms",
    "covers",
    "evaluate",
    "read",
    "versions_of",
    "withdraw",
]
