"""Who may do what, told a second time: from the reasons in policies/access.cedar, as a privacy office would read them.

It knows nothing of the program or of Cedar, so that a mistake in either shows as a difference.
"""

from dataclasses import dataclass, field
from datetime import date

STEWARD, ENGINEER, OFFICER = "data-steward", "ml-engineer", "compliance-officer"
ROLES = (STEWARD, ENGINEER, OFFICER)
ON_REQUESTS = ("request", "submit", "withdraw", "approve", "deny", "export", "review", "destroy", "grant", "revoke",
               "open")  # fmt: skip
KEEPING = ("registerDataset", "importConsents", "withdrawConsent", "certifyIdentity")
ON_THE_SITE = (*KEEPING, "eraseDetails", "readRequests", "readLog", "accountDisclosures")
RESEARCH = {"HRESCH", "CLINTRCH", "BIORCH", "DSRCH", "POARCH", "TRANSRCH"}
PUBLIC_HEALTH, OPERATIONS = {"PUBHLTH"}, {"HOPERAT", "HQUALIMP"}
NEVER = {"TREAT", "HPAYMT", "HMARKT", "FAMRQT", "ETREAT", "LEGAL"}  # treatment, payment, and whatever else there is


@dataclass(frozen=True)
class Asked:
    """Somebody who wants to do something, with a request or to the site (where the request's fields say nothing)."""

    actor: str
    role: str
    action: str
    requester: str = ""
    purpose: str = ""
    until: date = date.max
    approvers: tuple[str, ...] = ()
    today: date = date.min
    recipient: str = ""
    recipient_role: str = ""


@dataclass
class Told:
    """What the prose says: the reasons for, and those against, which beat them."""

    permits: set[str] = field(default_factory=set)
    forbids: set[str] = field(default_factory=set)

    @property
    def allowed(self) -> bool:
        """Default deny."""
        return bool(self.permits) and not self.forbids

    @property
    def because(self) -> set[str]:
        """The rules that decide; nobody names any for a denial by default."""
        return self.forbids or self.permits


def ask(asked: Asked) -> Told:
    """What the rules say, one reason after the other."""
    told = Told()
    mine = asked.actor == asked.requester
    if asked.action in ON_THE_SITE:
        return _of_the_site(asked, told)
    # ML engineers and data stewards ask for extracts, in their own name
    if asked.action == "request" and mine and asked.role != OFFICER:
        told.permits.add("engineer-requests-extract")
    # a request is handed in by who signed it, or by a data steward who got it as a file
    if asked.action == "submit" and (mine or asked.role == STEWARD):
        told.permits.add("requester-or-steward-submits")
    # a request is taken back by who signed it
    if asked.action == "withdraw" and mine:
        told.permits.add("requester-withdraws")
    # a data steward approves or denies requests …
    if asked.action in ("approve", "deny") and asked.role == STEWARD:
        told.permits.add("steward-approves")
    # … but nobody what they asked for themselves
    if asked.action == "approve" and mine:
        told.forbids.add("no-self-approval")
    if asked.action == "export":
        # a data steward exports what was approved; an approval by the requester does not count
        if asked.role == STEWARD and len(asked.approvers) > 0:
            told.permits.add("steward-exports-approved")
        if any(name == asked.requester for name in asked.approvers):
            told.forbids.add("no-export-of-self-approved")
    # never for treatment or payment: only research, public health, operations
    if asked.action in ("request", "approve", "export") and (
        asked.purpose not in RESEARCH | PUBLIC_HEALTH | OPERATIONS
    ):
        told.forbids.add("purpose-needs-research-basis")
    # a request holds until the day that it names
    if asked.action in ("approve", "export", "grant", "open") and asked.until < asked.today:
        told.forbids.add("nothing-after-expiry")
    # the key goes to ML engineers and data stewards, never to the log's reviewers
    if asked.action == "grant" and asked.role == STEWARD and asked.recipient_role != OFFICER:
        told.permits.add("steward-grants-to-engineers")
    # ML engineers and data stewards open at the site what was granted to them
    if asked.action == "open" and asked.recipient == asked.actor and asked.role != OFFICER:
        told.permits.add("recipient-opens")
    if asked.action == "review" and asked.role == STEWARD:
        told.permits.add("steward-reviews")
    # a data steward or a compliance officer stops further grants
    if asked.action == "revoke" and asked.role != ENGINEER:
        told.permits.add("steward-revokes")
    if asked.action == "destroy" and asked.role == STEWARD:
        told.permits.add("steward-destroys")
    return told


def _of_the_site(asked: Asked, told: Told) -> Told:
    # a data steward registers datasets, keeps the consent ledger, and certifies identities
    if asked.action in KEEPING and asked.role == STEWARD:
        told.permits.add("steward-keeps-the-site")
    # a compliance officer erases what the log's commitments stand for, and accounts to patients
    if asked.action == "eraseDetails" and asked.role == OFFICER:
        told.permits.add("officer-erases-details")
    if asked.action == "accountDisclosures" and asked.role == OFFICER:
        told.permits.add("officer-accounts-to-patients")
    # data stewards and compliance officers see requests and releases, and examine the log: engineers neither
    if asked.action == "readRequests" and asked.role != ENGINEER:
        told.permits.add("desk-is-read-by-who-answers-for-it")
    if asked.action == "readLog" and asked.role != ENGINEER:
        told.permits.add("log-is-examined")
    return told
