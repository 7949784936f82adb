"""What a scan proposes, as dataset.yaml with its evidence in comments, or as JSON."""

import os
from dataclasses import dataclass
from pathlib import Path

import yaml

from gateway.model import ColumnType, Location


@dataclass(frozen=True, slots=True)
class Guess:
    """A proposed kind with its evidence. `linked`: by the values; `sure`: nothing speaks against it."""

    column: str
    kind: str
    type: ColumnType
    sure: bool
    linked: bool
    evidence: str

    def to_yaml(self) -> str:
        kind = self.kind if self.type == "text" else f"{{kind: {self.kind}, type: {self.type}}}"
        return f"      {_scalar(self.column)}: {kind}  # {'' if self.sure else 'review: '}{self.evidence}"


@dataclass(frozen=True, slots=True)
class TableGuess:
    """A table's proposals. `reference`: it has no subject, and other tables point to its rows."""

    name: str
    source: Location
    columns: tuple[Guess, ...]
    reference: bool = False

    @property
    def subject(self) -> str | None:
        return next((guess.column for guess in self.columns if guess.kind == "subject"), None)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A descriptor to review. `folder` is what sources are written relative to; the subject table comes first."""

    name: str
    folder: Path
    tables: tuple[TableGuess, ...]

    @property
    def subject(self) -> str:
        return next((table.subject for table in self.tables if table.subject), "REVIEW")

    def to_json(self) -> dict[str, object]:
        tables = {
            table.name: {
                g.column: {"kind": g.kind, "type": g.type, "sure": g.sure, "evidence": g.evidence}
                for g in table.columns
            }
            for table in self.tables
        }
        return {"name": self.name, "subject": self.subject, "tables": tables}

    def to_yaml(self) -> str:
        lines = [
            "# Proposed by `gateway dataset scan`. Review every kind, above all those marked `review`.",
            "version: 1",
            f"name: {self.name}",
            f"subject: {_scalar(self.subject)}",
            "tables:",
        ]
        for table in self.tables:
            lines += [
                f"  {table.name}:",
                f"    source: {_scalar(self._written(table.source))}",
            ]
            if table.reference:
                lines.append("    reference: true  # review: no row is about a patient; other tables point to its rows")
            elif not table.subject:
                lines.append("    # review: no column was recognised as the patient's; give one the kind subject")
            lines += ["    columns:", *(guess.to_yaml() for guess in table.columns)]
        return "\n".join(lines) + "\n"

    def _written(self, source: Location) -> str:
        return os.path.relpath(source, self.folder.resolve()) if isinstance(source, Path) else str(source)


def _scalar(text: str) -> str:
    return yaml.safe_dump(text, default_flow_style=True, width=1000).removesuffix("...\n").strip()
