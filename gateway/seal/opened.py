"""A release and a grant in, Arrow datasets by table name out."""

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet.encryption as pe

from gateway import storage
from gateway.crypto.identity import Identity
from gateway.crypto.trust import Trust
from gateway.errors import BadInput, IntegrityError
from gateway.model import Location
from gateway.seal.check import check_folder
from gateway.seal.grants import open_grant
from gateway.seal.manifest import Manifest
from gateway.seal.parts import PartKey

BATCH = 65_536  # rows
SYNTHETIC = "synthetic"


class Release(Mapping[str, ds.Dataset]):
    """An opened release: `release["patients"]` is a `pyarrow.dataset.Dataset` that decrypts as it is read."""

    def __init__(self, folder: Location, manifest: Manifest, key: PartKey, tier: str = "data") -> None:
        self.folder = folder
        self.manifest = manifest
        self._key, self._tier = key, tier
        properties = pe.create_decryption_properties(key.tier(tier).key, aad_prefix=key.tier(tier).aad_prefix)
        options = ds.ParquetFragmentScanOptions(decryption_properties=properties)
        self._format = ds.ParquetFileFormat(default_fragment_scan_options=options)
        names: dict[str, list[str]] = {}
        for part in (part for part in manifest.parts if part.tier == tier):
            names.setdefault(part.table, []).append(part.path)
        self._files = {table: storage.arrow_files(folder, paths) for table, paths in names.items()}

    @property
    def synthetic(self) -> "Release":
        """The release's synthetic tables, which are never among the real ones; empty where it has none.

        Each row says `synthetic`. They do not belong into a test split.
        """
        return Release(self.folder, self.manifest, self._key, SYNTHETIC)

    def __getitem__(self, table: str) -> ds.Dataset:
        system, paths = self._files[table]
        return ds.dataset(paths, format=self._format, filesystem=system)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    @property
    def notices(self) -> tuple[str, ...]:
        """What the law has said to whoever gets this data, such as the notice of 42 CFR 2.32."""
        return tuple(self.manifest.fields.get("notices", ()))

    def rows(self, name: str) -> Iterator[pa.RecordBatch]:
        """A table's rows, batch by batch. Raises BadInput for no such table, IntegrityError for changed bytes."""
        if name not in self:
            which = "synthetic table" if self._tier == SYNTHETIC else "table"
            raise BadInput(f"the release has no {which} {name!r}", hint=f"it has {', '.join(self) or 'none'}")
        try:
            yield from self[name].to_batches(batch_size=BATCH, batch_readahead=1, fragment_readahead=1)
        except (OSError, ValueError, pa.ArrowException) as error:
            storage.reraise(self.folder, error)
            hint = "the release was changed: get it again"
            raise IntegrityError(f"{name}: cannot be decrypted", hint=hint) from None


def open_release(folder: Location, grant: Path, identity: Identity, today: date) -> Release:
    """Check the manifest, every footer, and the grant; then open. Raises IntegrityError, KeyRefused, Refused."""
    manifest = check_folder(folder, Trust(identity.public.site_key), whole=False)
    try:
        body = grant.read_bytes()
    except OSError:
        raise BadInput(f"{grant}: no such grant", hint="the data steward makes one with `release grant`") from None
    key = open_grant(body, identity, manifest, today)
    return Release(folder, manifest, PartKey(key, manifest.release))
