"""Replace each code of a list of codes by a keyed hash."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from gateway.deid.columns.base import Column, Rows, Transform
from gateway.deid.columns.cells import Distinct, flags, text
from gateway.deid.columns.pseudonym import keyed_codes


class Hash(Transform):
    """The same code becomes the same hash in every table of a project; order and repetitions are kept.

    separator: stands between codes; no letter a-z and no digit 2-7, since hashes consist of those.
    White space around a code does not count, and empty codes are dropped.
    """

    name: ClassVar[str] = "hash"
    primary: ClassVar[str] = "separator"
    separator: str = Field("|", pattern=r"^[^a-z2-7]+$")

    def apply(self, values: Column, rows: Rows) -> Column:
        """Text in, string array out. Raises Unreadable ("not text")."""
        cells = Distinct.of(text(values))
        lists = pc.split_pattern(cells.values, self.separator)
        items = pc.utf8_trim_whitespace(pc.list_flatten(lists))
        filled = flags(pc.not_equal(items, ""))
        codes = Distinct.of(items.filter(pa.array(filled)))
        hashed = codes.spread(keyed_codes(rows.secrets, f"hash:{rows.kind}", codes.words()))
        ends = _up_to(filled)[_up_to(pc.list_value_length(lists).to_numpy())]
        kept = pa.ListArray.from_arrays(pa.array(ends, pa.int32()), hashed)
        return cells.spread(pc.binary_join(kept, self.separator))


def _up_to(counts: npt.NDArray[np.generic]) -> npt.NDArray[np.int64]:
    """The sums of the first 0, 1, 2 … counts."""
    return np.concatenate(([0], np.cumsum(counts, dtype=np.int64)))
