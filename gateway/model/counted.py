"""What stands of a sealed table: its parts, and what was counted while they were made."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class PartRecord:
    """One sealed part, as it stands in the manifest. `path` is relative to the release."""

    path: str
    table: str
    tier: str
    rows: int
    bytes: int
    sha256: str
    footer_sha256: str

    @property
    def name(self) -> str:
        """The part within its release."""
        return self.path


@dataclass(frozen=True, slots=True)
class TableCounts:
    """Rows of one table: read, released, and left out by reason; spans replaced in its texts by entity.

    stood, missed: places in its texts where the subject's own record stood, and those that were not found while the
    record was hidden, by `kind: …` and by the subjects' groups, `sex: …`.
    groups: rows left out since their subject is suppressed, by the subject's protected groups.
    sensitive: rows that carry a sensitive category, and stay since consent names it.
    """

    read: int
    released: int
    left_out: Mapping[str, int] = field(default_factory=dict)
    spans: Mapping[str, int] = field(default_factory=dict)
    stood: Mapping[str, int] = field(default_factory=dict)
    missed: Mapping[str, int] = field(default_factory=dict)
    groups: Mapping[str, int] = field(default_factory=dict)
    sensitive: Mapping[str, int] = field(default_factory=dict)
