"""A signed file from elsewhere in, its bytes out while somebody reads it; one that can't be trusted is logged."""

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from gateway.audit.identities import FileRefused
from gateway.crypto.identity import PublicIdentity
from gateway.errors import BadInput, IntegrityError, KeyRefused
from gateway.site import Site


@contextmanager
def taking_in(site: Site, kind: str, path: Path, actor: PublicIdentity, hint: str) -> Iterator[bytes]:
    """The file's bytes. Raises BadInput where there is none; an IntegrityError or KeyRefused of the body is logged."""
    try:
        body = path.read_bytes()
    except OSError:
        raise BadInput(f"{path}: no such file", hint=hint) from None
    try:
        yield body
    except (IntegrityError, KeyRefused) as fault:
        reason = "unknown-signer" if isinstance(fault, KeyRefused) else "integrity"
        event = FileRefused(actor=actor.name, role=actor.role, outcome="refused", reason=reason, kind=kind,
                            digest=sha256(body).hexdigest())  # fmt: skip
        with site.log.record(event):
            pass
        raise
