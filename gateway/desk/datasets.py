"""Datasets: registered once, read again from the copy that was registered."""

from hashlib import sha256
from pathlib import Path

from gateway.audit.events import DatasetAdded
from gateway.crypto import documents as signed_documents
from gateway.crypto.documents import Signed
from gateway.crypto.identity import Identity
from gateway.errors import BadInput, IntegrityError
from gateway.model import Dataset
from gateway.records import descriptor
from gateway.records.readers.source import open_bytes
from gateway.registry import documents
from gateway.registry.documents import Document
from gateway.seal.parts import write_durably
from gateway.site import Site

KIND = "dataset"
MEANING = "I register this description of the data"


def add(site: Site, path: Path, actor: Identity) -> Dataset:
    """Register a descriptor, whose sources must be there; a changed one is a new version. Raises BadInput, Refused."""
    site.demand(actor.public, "registerDataset")
    dataset = descriptor.load(path)
    for table in dataset.tables:
        open_bytes(table).close()
    versions = _versions(site, dataset.name)
    text = path.read_bytes()
    version = f"{dataset.name}@{len(versions) + 1}"
    fields = {"file": sha256(text).hexdigest(), "folder": str(path.parent.resolve())}
    last = _signed(site, versions[-1]).fields if versions else {}
    if {**last, "version": ""} == {**fields, "version": ""} and _intact(site, versions[-1]):
        raise BadInput(f"dataset {dataset.name} is registered with this very descriptor", hint="nothing to do")
    signed = signed_documents.sign(KIND, {**fields, "version": version}, actor, site.clock(), MEANING)
    event = DatasetAdded(actor=actor.public.name, role=actor.public.role, dataset=dataset.name, digest=dataset.digest,
                         tables=len(dataset.tables), columns=sum(len(table.columns) for table in dataset.tables))
    with site.log.record(event) as tx:
        documents.add(tx, Document(KIND, version, dataset.name, signed.body, signed.at))
        write_durably(_copy(site, version), text)
    return dataset


def get(site: Site, name: str) -> Dataset:
    """A registered dataset, in its last version. Raises BadInput where there is none."""
    versions = _versions(site, name)
    if not versions:
        known = ", ".join(names(site)) or "none"
        raise BadInput(f"no dataset {name!r} at this site", hint=f"there are: {known}; `gateway dataset add FILE`")
    copy = _copy(site, versions[-1].id)
    if not _intact(site, versions[-1]):
        raise IntegrityError(f"{copy}: is not the descriptor that was registered", hint="register it again")
    return descriptor.load(copy, Path(_signed(site, versions[-1]).fields["folder"]))


def _signed(site: Site, version: Document) -> Signed:
    """The registration. Raises IntegrityError where it was changed, or stands under another version's name."""
    signed = signed_documents.read(KIND, version.body, site.trust, version.id)
    if signed.fields["version"] != version.id:
        raise IntegrityError(f"dataset {version.id}: is the registration of another", hint="restore the registry")
    return signed


def _intact(site: Site, version: Document) -> bool:
    copy = _copy(site, version.id)
    return copy.is_file() and sha256(copy.read_bytes()).hexdigest() == _signed(site, version).fields["file"]


def names(site: Site) -> list[str]:
    """The registered datasets."""
    with site.registry.transaction() as tx:
        return sorted({document.of for document in documents.find(tx, KIND)})


def _versions(site: Site, name: str) -> list[Document]:
    with site.registry.transaction() as tx:
        found = documents.find(tx, KIND, name)
    return sorted(found, key=lambda document: int(document.id.rpartition("@")[2]))


def _copy(site: Site, version: str) -> Path:
    return site.folder / "datasets" / f"{version}.yaml"
