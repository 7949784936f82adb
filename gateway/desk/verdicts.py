"""Verdicts on de-identified notes in, as their reviewers signed them; what share of a release's notes may leak out."""

from dataclasses import dataclass
from typing import Final, Literal

from gateway.crypto import documents as signed_documents
from gateway.errors import Refused
from gateway.intervals import upper_bound
from gateway.registry import documents
from gateway.seal.manifest import Manifest
from gateway.site import Site

REVIEW: Final = "review"
Verdict = Literal["clean", "leak"]


@dataclass(frozen=True, slots=True)
class Standing:
    """What reviews of a release have found so far, by the numbers of the notes in its sample."""

    verdicts: dict[int, Verdict]

    @property
    def reviewed(self) -> int:
        return len(self.verdicts)

    @property
    def leaks(self) -> int:
        return sum(verdict == "leak" for verdict in self.verdicts.values())

    @property
    def at_most(self) -> float:
        """The share of notes with a leak is below this, with 95 % confidence (exact binomial); 1 before a review."""
        return upper_bound(self.leaks, self.reviewed)

    def with_(self, verdicts: dict[int, Verdict]) -> "Standing":
        """Together with further verdicts; where two people differ, the leak stands."""
        leaks = {n: v for said in (self.verdicts, verdicts) for n, v in said.items() if v == "leak"}
        return Standing({**self.verdicts, **verdicts, **leaks})


def standing(site: Site, release: str) -> Standing:
    """All that data stewards signed on a release. Raises IntegrityError where a document was changed."""
    with site.registry.transaction() as tx:
        found = documents.find(tx, REVIEW, release)
    total = Standing({})
    for document in found:
        signed = signed_documents.read(REVIEW, document.body, site.trust, document.id)
        if signed.signer.role == "data-steward" and signed.fields["release"] == release:
            total = total.with_({int(n): verdict for n, verdict in signed.fields["verdicts"].items()})
    return total


def demand_review(site: Site, manifest: Manifest) -> None:
    """Raise Refused where the policy demands a review of the release's notes that has not been made, or found leaks."""
    limit = manifest.fields["plan"].get("notes", {}).get("leaks_at_most")  # a manifest of version 0.1 has no terms
    if limit is None or not any(column["transform"] == "scrub" for column in manifest.fields["plan"]["columns"]):
        return
    now = standing(site, manifest.release)
    if now.at_most <= limit:
        return
    what = (
        f"the policy demands a review that bounds notes with a leak to {1000 * limit:g} per 1,000; "
        f"{now.reviewed} were reviewed, {now.leaks} leak"
    )
    hint = f"`gateway review {manifest.release}`; without a leak, {_enough(limit):,} notes are enough"
    raise Refused(what, hint=hint, reason="review")


def _enough(limit: float) -> int:
    """How many notes without a leak show it; at a limit of 0 no number does."""
    count = 1
    while upper_bound(0, count) > max(limit, 1e-4):
        count *= 2
    return next(n for n in range(count // 2, count + 1) if upper_bound(0, n) <= max(limit, 1e-4))
