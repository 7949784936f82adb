"""A grant: the data key of one release for one recipient, bound to manifest, purpose and expiry.

HPKE (RFC 9180, X-Wing) over the data key, with `info` the canonical JSON of what the grant is for; the whole
is a signed document. Revoking stops further grants; it cannot recall a key that was opened.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from gateway.crypto import documents
from gateway.crypto.documents import Signed, canonical
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.crypto.primitives import seal_for
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError, KeyRefused, Refused
from gateway.model.states import ACTS
from gateway.seal.manifest import Manifest

KIND = "grant"
_BOUND = ("release", "tier", "manifest", "recipient", "recipient_key", "purpose", "until")


@dataclass(frozen=True, slots=True)
class Terms:
    """What a grant is for."""

    id: str
    purpose: str
    until: date
    tier: str = "data"


def make(manifest: Manifest, data_key: bytes, recipient: PublicIdentity, terms: Terms, signer: Identity,
         at: datetime) -> Signed:
    """Seal the data key for `recipient`."""
    fields = {
        "id": terms.id,
        "release": manifest.release,
        "tier": terms.tier,
        "manifest": manifest.digest,
        "recipient": recipient.name,
        "recipient_key": recipient.fingerprint,
        "purpose": terms.purpose,
        "until": terms.until.isoformat(),
    }
    notices = manifest.fields.get("notices")
    sealed = seal_for(recipient.receiving_key, data_key, _info(fields))
    told = {"notices": notices} if notices else {}
    return documents.sign(KIND, {**fields, "sealed": sealed.hex(), **told}, signer, at, ACTS["grant"].words)


def open_grant(body: bytes, identity: Identity, manifest: Manifest, today: date) -> bytes:
    """The data key, if the grant is this identity's, for this manifest, and not expired.

    Raises KeyRefused (somebody else's), Refused (expired) or IntegrityError (another release's, or changed).
    """
    grant = documents.read(KIND, body, Trust(identity.public.site_key))
    fields = grant.fields
    if grant.signer.role != "data-steward":
        raise IntegrityError("grant: not signed by a data steward", hint="ask a data steward of the site for one")
    own = {identity.public.fingerprint: identity.receiving, **identity.former}
    if fields["recipient"] != identity.public.name or fields["recipient_key"] not in own:
        hint = "use the identity that the grant names, or ask for a grant of your own"
        raise KeyRefused(f"the grant is for {fields['recipient']}, not for {identity.public.name}", hint=hint)
    if (fields["release"], fields["manifest"]) != (manifest.release, manifest.digest):
        raise IntegrityError("grant: made for another release", hint="each release has grants of its own")
    if today > date.fromisoformat(str(fields["until"])):
        raise Refused(f"the grant expired on {fields['until']}", hint="ask the data steward for a new one")
    return own[str(fields["recipient_key"])].open(bytes.fromhex(str(fields["sealed"])), _info(fields))


def _info(fields: Mapping[str, object]) -> bytes:
    return canonical({name: fields[name] for name in _BOUND})
