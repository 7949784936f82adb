"""CSV files in, codes out, and the generalised CSV from them; streamed, so memory is bounded by the codes."""

import csv
import io
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from gateway.errors import BadInput
from gateway.hierarchies.hierarchy import Hierarchy
from gateway.risk.arrays import Bools, Codes
from gateway.risk.table import SensitiveColumn

_BLOCK_BYTES = 1 << 23
_QUOTED = '["\\r\\n{}]'


@dataclass(frozen=True)
class CsvTable:
    """A CSV file with a header; every value is text, and an empty one is the text ""."""

    path: Path
    delimiter: str

    def header(self) -> list[str]:
        """The column names. Raises BadInput where the file or its header can't be used."""
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                names = next(csv.reader(file, delimiter=self.delimiter), [])
        except FileNotFoundError:
            raise BadInput(f"{self.path}: no such file", hint="check the path") from None
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            what = f"{self.path}: cannot be read ({type(error).__name__})"
            raise BadInput(what, hint="save it as CSV in UTF-8") from None
        if not names or len(set(names)) < len(names):
            what = f"{self.path}: the header is empty or names a column twice"
            raise BadInput(what, hint="name every column once in the first line")
        return names

    def batches(self, columns: Sequence[str], kind: pa.DataType) -> Iterator[pa.RecordBatch]:
        """The columns as `kind`, in blocks. Raises BadInput naming the row, the header being row 1."""
        header, ragged = self.header(), []
        if missing := [name for name in columns if name not in header]:
            what = f"{self.path}: no column {missing[0]!r}"
            raise BadInput(what, hint="check the delimiter, and the names in the configuration")

        def note(row: pacsv.InvalidRow) -> Literal["error"]:
            ragged.append(f"row {row.number} has {row.actual_columns} columns, the header {row.expected_columns}")
            return "error"

        try:
            yield from pacsv.open_csv(
                self.path,
                read_options=pacsv.ReadOptions(use_threads=False, block_size=_BLOCK_BYTES),
                parse_options=pacsv.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=len(header) > 1,
                    invalid_row_handler=note,
                ),
                convert_options=pacsv.ConvertOptions(
                    include_columns=list(columns),
                    column_types=dict.fromkeys(columns, kind),
                    strings_can_be_null=False,
                    null_values=[],
                ),
            )
        except pa.ArrowInvalid:
            # Arrow's own message quotes the row.
            what = f"{self.path}: {ragged[0] if ragged else 'is not CSV in UTF-8'}"
            raise BadInput(what, hint="mend the row, or the delimiter in the configuration") from None

    def codes(
        self, hierarchies: Mapping[str, Hierarchy], sensitive: Mapping[str, Hierarchy | None]
    ) -> tuple[dict[str, Codes], dict[str, SensitiveColumn]]:
        """Leaf codes of each quasi-identifier, and the sensitive columns, row by row.

        Raises BadInput with column, count and first row where a hierarchy lacks values.
        """
        places: dict[str, dict[str, int]] = {name: _known(hierarchy) for name, hierarchy in hierarchies.items()}
        places |= {name: _growing() for name in sensitive}
        parts: dict[str, list[Codes]] = {name: [np.empty(0, dtype=np.int8)] for name in places}
        for batch in self.batches(list(places), pa.dictionary(pa.int32(), pa.string())):
            for name, place in places.items():
                column: Any = batch[name]
                codes = [place[value] for value in column.dictionary.to_pylist()]
                width = np.min_scalar_type(-len(place) - 1)
                parts[name].append(np.array(codes, dtype=width)[np.asarray(column.indices)])
        columns = {name: np.concatenate(part) for name, part in parts.items()}
        for name in hierarchies:
            self._refuse(name, columns[name] < 0, hierarchies[name].hint)
        for name, over in sensitive.items():
            known = None if over is None else set(over.leaves)
            unknown = np.array([known is not None and value not in known for value in places[name]], dtype=bool)
            self._refuse(name, unknown[columns[name]], Hierarchy.hint)
        return {name: columns[name] for name in hierarchies}, {
            name: SensitiveColumn(columns[name], tuple(places[name]), over) for name, over in sensitive.items()
        }

    def values(self, columns: Sequence[str]) -> dict[str, set[str]]:
        """The distinct values of each column. Raises BadInput."""
        found: dict[str, set[str]] = {name: set() for name in columns}
        for batch in self.batches(columns, pa.dictionary(pa.int32(), pa.string())) if columns else ():
            for name in columns:
                column: Any = batch[name]
                found[name].update(column.dictionary.to_pylist())
        return found

    def _refuse(self, column: str, unknown: Bools, hint: str) -> None:
        if unknown.any():
            raise BadInput(
                f"{self.path}: column {column!r}: its hierarchy lacks the values of {int(unknown.sum())} rows, "
                f"the first of them row {int(unknown.argmax()) + 2}",
                hint=hint,
            )

    def write(self, cells: Mapping[str, Callable[[slice], pa.Array]], output: Path) -> None:
        """Write the table with other texts in some columns: `cells` gives those of a range of rows."""
        header = self.header()
        draft = output.with_name(f".{output.name}.part")
        with draft.open("wb") as file:
            file.write(_line(header, self.delimiter))
            start = 0
            for batch in self.batches(header, pa.string()):
                rows = slice(start, start + batch.num_rows)
                for name, column in cells.items():
                    batch = batch.set_column(header.index(name), name, column(rows))
                self._append(batch, file)
                start = rows.stop
        draft.replace(output)

    def _append(self, batch: pa.RecordBatch, file: BinaryIO) -> None:
        # Arrow quotes every text or none; quote only blocks that need it.
        special = _QUOTED.format("\\" + self.delimiter)
        quote = any(pc.any(pc.match_substring_regex(column, special)).as_py() for column in batch.columns)
        style: Literal["needed", "none"] = "needed" if quote or batch.num_columns == 1 else "none"
        options = pacsv.WriteOptions(include_header=False, delimiter=self.delimiter, quoting_style=style)
        pacsv.write_csv(pa.Table.from_batches([batch]), file, options)


class _Known(dict[str, int]):
    """Codes of known values; -1 for others."""

    def __missing__(self, value: str) -> int:
        return -1


def _known(hierarchy: Hierarchy) -> _Known:
    return _Known((text, code) for code, text in enumerate(hierarchy.leaves))


def _growing() -> defaultdict[str, int]:
    vocabulary: defaultdict[str, int] = defaultdict()
    vocabulary.default_factory = vocabulary.__len__
    return vocabulary


def _line(values: Sequence[str], delimiter: str) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerow(values)
    return text.getvalue().encode()
