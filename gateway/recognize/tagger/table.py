"""All known keys of all templates in one hash table, and the sum of their weights for each token.

Open addressing with linear probing in NumPy: thousands of keys are looked up at once, where a binary search for each
template costs several times as much.
"""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
# The fractional part of the golden ratio: Fibonacci hashing (Knuth, TAOCP vol. 3, 6.4).
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = -1
_TOKENS = 1024


class Table:
    """`weights[t][i]` is what `keys[t][i]` of template t adds to the labels."""

    def __init__(self, keys: Sequence[Keys], weights: Sequence[Scores], labels: int) -> None:
        self._templates = np.arange(len(keys), dtype=np.int64)[:, None]
        known = np.concatenate([one * len(keys) + template for template, one in enumerate(keys)])
        bits = max(8, int(4 * len(known)).bit_length())
        self._shift, self._mask = np.uint64(64 - bits), (1 << bits) - 1
        # Row 0 is for keys that are not known, and adds nothing.
        self._weights = np.concatenate([np.zeros((1, labels), dtype=np.float32), *weights])
        self._insert(known)

    def scores(self, keys: Keys) -> Scores:
        """`(tokens, labels)` sums, in the order of the templates; `keys` are `(templates, tokens)`."""
        scores = np.empty((keys.shape[1], self._weights.shape[1]), dtype=np.float32)
        for at in range(0, keys.shape[1], _TOKENS):
            rows = self._find(keys[:, at : at + _TOKENS])
            self._weights[rows].sum(axis=0, out=scores[at : at + _TOKENS])
        return scores

    def _slots(self, keys: Keys) -> Keys:
        return ((keys.astype(np.uint64) * _SPREAD) >> self._shift).astype(np.int64)

    def _insert(self, known: Keys) -> None:
        stored, rows = [_EMPTY] * (self._mask + 1), [0] * (self._mask + 1)
        for row, (key, slot) in enumerate(zip(known.tolist(), self._slots(known).tolist(), strict=True), start=1):
            while stored[slot] != _EMPTY:
                slot = (slot + 1) & self._mask
            stored[slot], rows[slot] = key, row
        self._stored, self._rows = np.array(stored), np.array(rows)

    def _find(self, keys: Keys) -> Keys:
        wanted = (keys * len(self._templates) + self._templates).ravel()
        slots = self._slots(wanted)
        probed, stored = np.arange(len(slots)), self._stored[slots]
        while len(probed := probed[(stored != wanted[probed]) & (stored != _EMPTY)]):
            slots[probed] = (slots[probed] + 1) & self._mask
            stored = self._stored[slots[probed]]
        return self._rows[slots].reshape(keys.shape)
