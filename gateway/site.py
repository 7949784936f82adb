"""The composition root: a site's folder opened, and the only place for time, keys, randomness and environment.

site.toml   registry.db   keys/ (root.key, identities, data/)   datasets/   policies/   releases/   grants/
"""

import os
import re
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from functools import cached_property, partial
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from gateway import locks, settings
from gateway.audit.details import Vault
from gateway.audit.events import SiteCreated
from gateway.audit.identities import AccessRefused
from gateway.audit.log import Log
from gateway.crypto import root, rotation
from gateway.crypto.documents import stamp
from gateway.crypto.identity import Identity, PublicIdentity
from gateway.crypto.keyring import Keyring
from gateway.crypto.primitives import SigningKey, derive, mac
from gateway.crypto.trust import Trust
from gateway.deid.columns import build
from gateway.deid.pseudonyms import ProjectSecrets
from gateway.errors import BadInput, IntegrityError, KeyRefused
from gateway.model import Location
from gateway.policy import schema, versions
from gateway.policy.decide import Access, Actor
from gateway.registry import documents
from gateway.registry.crosswalk import CrosswalkTable
from gateway.registry.db import Registry
from gateway.risk.terms import demand
from gateway.seal.escrow import Escrow
from gateway.seal.parts import PartKey
from gateway.settings import SITE_FILE
from gateway.storage import location
from gateway.version import __version__

if TYPE_CHECKING:
    from gateway.recognize.detector import Detector

SITE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
FOLDERS = ("keys/data", "datasets", "policies", "releases", "grants")


class _LogSigner:
    """The site's key as the audit log's signer."""

    def __init__(self, name: str, key: SigningKey) -> None:
        self.name = name
        self.public_key_bytes = key.public
        self.sign = key.sign


class Site:
    """An opened site. `clock` gives aware UTC times, `random` as many random bytes as asked."""

    def __init__(self, folder: Path, clock: Callable[[], datetime], random: Callable[[int], bytes]) -> None:
        self.folder = folder
        self.clock = clock
        self.random = random
        self.settings = settings.read(folder)
        self.registry = Registry(self.settings["registry"])
        self._root = root.read(folder / "keys", self.settings["root"], self.settings["name"])
        self.key = SigningKey(derive(self._root, "site/signing"))
        self.keyring = Keyring(folder / "keys", Trust(self.key.public))
        self.vault = Vault(derive(self._root, "details"), random, self.commitment)
        origin = f"gateway/{self.settings['name']}"
        self.log = Log(self.registry, _LogSigner(origin, self.key), origin, clock)

    @property
    def name(self) -> str:
        return self.settings["name"]

    @property
    def models(self) -> Path | None:
        """The file that configures further text models, where the site's file names one. Raises BadInput."""
        if not self.settings["recognize"]:
            return None
        path = self.folder / self.settings["recognize"]
        if not path.is_file():
            raise BadInput(f"{path}: no such file", hint=f"mend `models` under [recognize] in {SITE_FILE}")
        return path

    @property
    def today(self) -> date:
        return self.clock().date()

    @cached_property
    def access(self) -> Access:
        """The access rules."""
        return Access(self.folder / "policies/access.cedar", self.folder / "policies/access.cedarschema")

    def demand(self, actor: PublicIdentity, action: str) -> None:
        """Raise Refused, and log it, unless the access rules let `actor` do this to the site."""
        event = partial(AccessRefused, actor=actor.name, role=actor.role, wanted=action,
                        access_digest=self.access.digest)  # fmt: skip
        with self.log.recording_refusal(event):
            self.access.decide(Actor(actor.name, actor.role), action, None, (), self.today)

    def policy(self, name: str) -> schema.Policy:
        """The de-identification policy of that name. Raises BadInput."""
        path = self.folder / "policies" / f"{name}.yaml"
        if not SITE_NAME.fullmatch(name) or not path.is_file():
            known = ", ".join(sorted(file.stem for file in path.parent.glob("*.yaml")))
            raise BadInput(f"no policy {name!r} in {path.parent}", hint=f"there are {known}")
        return schema.load(path, build, demand)

    def public(self, name: str) -> PublicIdentity:
        """An identity's certified public part. Raises KeyRefused where there is none, or its keys were replaced."""
        return self.keyring.public(name)

    def unlock(self, name: str, passphrase: str) -> Identity:
        """An identity, ready to sign. Raises KeyRefused."""
        return self.keyring.unlock(name, passphrase)

    @property
    def trust(self) -> Trust:
        """Whose signatures count here."""
        return self.keyring.trust

    def put_root_under(self, kms: str) -> None:
        """Write keys/root.kms, which opens once `kms` stands in the site's file. Raises KeyRefused."""
        root.make(self.folder / "keys", self._root, kms, self.name)

    def load_trust(self) -> None:
        """Learn which keys were replaced. Raises IntegrityError where a rotation was changed or taken away."""
        with self.registry.transaction() as tx:
            earlier = {document.id: document.body for document in documents.find(tx, rotation.EARLIER)}
            found = [(one.body, earlier.get(one.id, b"")) for one in documents.find(tx, rotation.KIND)]
        kept = {sha256(body).hexdigest() for body, _ in found}
        logged = self.log.entries(types=("key.rotated",), outcome="success")
        if any(entry.event.model_dump()["digest"] not in kept for entry in logged):
            what = "a rotation of keys that the log tells of is missing from the registry"
            raise IntegrityError(what, hint="restore the registry from a backup")
        self.keyring.trust = rotation.trust_of(self.key.public, found)

    def secrets(self, project: str) -> ProjectSecrets:
        """Keyed derivations and random codes of one project."""
        return ProjectSecrets(derive(self._root, "deid"), project, CrosswalkTable(self.registry), self.random)

    def commitment(self, subject: str) -> bytes:
        """What stands for a subject in release memberships, and finds what the log's details hold of them."""
        return mac(self._commitment_key, subject.encode())

    @cached_property
    def _commitment_key(self) -> bytes:
        return derive(self._root, "commitment")

    def lot(self, release: str, place: str) -> bytes:
        """What orders the places of a release at random, the same way each time; nobody foresees it without the key."""
        return mac(self._lot_key, f"{release}\0{place}".encode())

    @cached_property
    def _lot_key(self) -> bytes:
        return derive(self._root, "lot")

    def data_key(self, release: str, *, make: bool = False) -> PartKey:
        """The data key of a release, from escrow under the root key. Raises KeyRefused."""
        if not make:
            return PartKey(self.escrow.get(release), release)
        with self.lock("escrow"):
            return PartKey(self.escrow.make(release), release)

    @cached_property
    def escrow(self) -> Escrow:
        """The data keys of all releases."""
        return Escrow(self.folder / "keys", self._root, self.random)

    def release_folder(self, release: str) -> Location:
        """Under releases/ where it is there, else under the URL that the site's file names. Raises BadInput."""
        local = self.folder / "releases" / release
        return local if local.is_dir() else location(self.settings["releases"], self.folder) / release

    def lock(self, name: str) -> AbstractContextManager[None]:
        """Keep other processes out of the same work. Raises Interrupted where one is at it."""
        return locks.hold(self._lock_file(name), name)

    def busy(self, name: str) -> bool:
        """Whether a process holds the lock."""
        return locks.busy(self._lock_file(name))

    def _lock_file(self, name: str) -> Path:
        return self.folder / "releases" / f".{name}.lock"


def detector_of(strictness: str, models: Path | None) -> "Detector":
    """What finds identifiers in texts. Raises BadInput where a further model cannot be loaded."""
    from gateway.recognize.detector import Detector, shelf  # Presidio takes a second to load

    return Detector(shelf(strictness, models))


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)


def open_site(folder: Path, clock: Callable[[], datetime] = now) -> Site:
    """Open a site. Raises BadInput where the folder is not one."""
    site = Site(folder.resolve(), clock, secrets.token_bytes)
    local = site.settings["registry"].removeprefix("sqlite:///")
    if local != site.settings["registry"] and not Path(local).is_file():
        raise IntegrityError(f"{local}: the registry is missing", hint="restore it from a backup")
    site.registry.check()
    site.log.fill_index()
    site.load_trust()
    return site


def create_site(
    folder: Path, name: str, clock: Callable[[], datetime] = now, registry: str = "sqlite:///registry.db",
    kms: str = "",
) -> Site:
    """Make a site in an empty or new folder, with the policies that ship with the program. Raises BadInput.

    registry: URL of its database; one in PostgreSQL is empty and migrated. kms: the AWS KMS key (ARN, id or alias) that
    the root key is kept under; else KeyRefused.
    """
    if not SITE_NAME.fullmatch(name):
        hint = "letters, digits, dots and hyphens; give one with --name"
        raise BadInput(f"{name!r} is no name for a site", hint=hint)
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder}: is not empty", hint="name a new folder")
    if not registry.startswith("sqlite:"):
        Registry(registry).demand_empty()
    (folder / "keys").mkdir(parents=True)
    folder.chmod(0o700)
    try:
        root.make(folder / "keys", secrets.token_bytes(root.SIZE), kms, name)
    except KeyRefused:
        (folder / "keys").rmdir()
        raise
    for part in FOLDERS:
        (folder / part).mkdir()
    for path in filter(Path.is_file, sorted(shipped("policies").iterdir())):
        (folder / "policies" / path.name).write_bytes(path.read_bytes())
    settings.write(folder, name, registry, kms)
    site = Site(folder.resolve(), clock, secrets.token_bytes)
    site.registry.create()
    begun = versions.files(folder / "policies")
    event = SiteCreated(
        actor="site",
        role="data-steward",
        site=name,
        software=__version__,
        fingerprint=sha256(site.key.public).hexdigest(),
        policies={name: sha256(body).hexdigest() for name, body in begun.items()},
    )
    with site.log.record(event) as tx:
        for name, body in begun.items():
            documents.add(tx, versions.document(name, 1, body, stamp(clock())))
    return site


def shipped(name: str) -> Path:
    """A folder that ships with the program: `policies` or `sample_records`."""
    checkout = Path(__file__).parent.parent / name
    return checkout if checkout.is_dir() else Path(str(files("gateway"))) / "shipped" / name


def passphrase_from_environment(*, new: bool = False) -> str | None:
    """GATEWAY_PASSPHRASE; for a new identity GATEWAY_NEW_PASSPHRASE, where that is set."""
    given = os.environ.get("GATEWAY_PASSPHRASE")
    return os.environ.get("GATEWAY_NEW_PASSPHRASE", given) if new else given
