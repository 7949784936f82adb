"""A small convolutional network over the attributes that the field's templates are made of, and over parts of words.

What it sees reaches further than the field's templates, across lines, and it learns what attributes mean together. It
errs elsewhere than the field does, so that the two are pooled. Learnt with PyTorch, used with NumPy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from zlib import crc32

import numpy as np
import numpy.typing as npt
from threadpoolctl import ThreadpoolController

from gateway.recognize.lexicon import plain
from gateway.recognize.tagger.features import OF_WORD, Keys
from gateway.recognize.tagger.table import Scores

FILE = "net.npz"
GRAMS = 8_192  # numbers of parts of words, from 1
_LENGTHS = (3, 4)
_LONGEST = 20
MOST_GRAMS = 12
_REMEMBERED = 30_000
_BLOCK = 1_024  # tokens at once, which stay in the processor's cache
_TINY = 1e-5  # of a variance, as PyTorch's LayerNorm has it


@lru_cache(maxsize=1)
def _algebra() -> ThreadpoolController:
    """NumPy's matrix products; of several threads all but one would wait, busily, for so small a matrix."""
    return ThreadpoolController().select(user_api="blas")


def grams(token: str) -> list[int]:
    """The numbers of the parts of a word, its ends marked; none for what has no letter."""
    if not any(map(str.isalpha, token)):
        return []
    word = f"^{plain(token.lower())[:_LONGEST]}$"
    parts = [word[at : at + length] for length in _LENGTHS for at in range(max(1, len(word) - length + 1))]
    return [1 + crc32(part.encode()) % GRAMS for part in parts[:MOST_GRAMS]]


@dataclass(frozen=True)
class Norm:
    """Layer normalisation (Ba et al. 2016)."""

    scale: Scores
    shift: Scores

    def into(self, made: Scores, values: Scores) -> None:
        """Writes the normalised `values` to `made`."""
        width = values.shape[1]
        np.subtract(values, np.add.reduce(values, axis=1, keepdims=True) / width, out=made)
        spread = np.einsum("ij,ij->i", made, made) / width
        made *= (1.0 / np.sqrt(spread + _TINY))[:, None]
        made *= self.scale
        made += self.shift


@dataclass(frozen=True)
class Layer:
    """A residual convolution of width three: `weights[k]` for the token `reach` behind, the token, `reach` ahead."""

    norm: Norm
    reach: int
    weights: Scores
    bias: Scores

    def __call__(self, values: Scores) -> Scores:
        (count, width), reach = values.shape, self.reach
        padded = np.zeros((count + 2 * reach, width), dtype=np.float32)
        self.norm.into(padded[reach : reach + count], values)
        made: Scores = padded[:count] @ self.weights[0]
        part = padded[reach : reach + count] @ self.weights[1]
        made += part
        made += np.matmul(padded[2 * reach :], self.weights[2], out=part)
        made += self.bias
        np.maximum(made, 0.0, out=made)
        made += values
        return made


class Net:
    """`vectors[n]` is that of attribute value n, all attributes' values in one row, each from its entry of `starts`."""

    def __init__(self, arrays: dict[str, npt.NDArray[np.generic]]) -> None:
        self.labels: tuple[str, ...] = tuple(arrays["labels"].tolist())
        self._starts = arrays["starts"].astype(np.int64)
        real = {name: array.astype(np.float32) for name, array in arrays.items() if array.dtype.kind == "f"}
        self._vectors, self._grams = real["vectors"], real["grams"]
        self._first = Norm(real["scale"], real["shift"])
        self._layers = [
            Layer(Norm(real[f"scale{n}"], real[f"shift{n}"]), int(reach), real[f"weights{n}"], real[f"bias{n}"])
            for n, reach in enumerate(arrays["reaches"].tolist())
        ]
        self._out, self._bias = real["out"], real["bias"]
        self._nothing = self._vectors[self._starts[OF_WORD:]].sum(axis=0)
        self._reach = sum(layer.reach for layer in self._layers)
        self._forget()

    def probabilities(self, tokens: Sequence[str], attributes: Keys) -> Scores:
        """`(tokens, labels)`, of tokens whose attributes are `(ATTRIBUTES, tokens)`."""
        values = self._of_words(tokens, attributes[:OF_WORD])
        self._add_places(values, attributes[OF_WORD:])
        result = np.empty((len(tokens), len(self._bias)), dtype=np.float32)
        with _algebra().limit(limits=1):
            for start in range(0, len(tokens), _BLOCK):
                end = min(start + _BLOCK, len(tokens))
                first = max(0, start - self._reach)
                scores = self._scores(values[first : end + self._reach])
                result[start:end] = scores[start - first : end - first]
        result -= result.max(axis=1, keepdims=True)
        np.exp(result, out=result)
        result /= result.sum(axis=1, keepdims=True)
        return result

    def _scores(self, values: Scores) -> Scores:
        made = np.empty_like(values)
        self._first.into(made, values)
        values = np.maximum(made, 0.0, out=made)
        for layer in self._layers:
            values = layer(values)
        scores: Scores = values @ self._out
        scores += self._bias
        return scores

    def _forget(self) -> None:
        self._known: dict[str, int] = {}
        self._words = np.empty((1_024, self._vectors.shape[1]), dtype=np.float32)

    def _of_words(self, tokens: Sequence[str], attributes: Keys) -> Scores:
        """The sums of what hangs on each token's letters alone, worked out once a word."""
        if len(self._known) > _REMEMBERED:
            self._forget()
        for token, place in {token: n for n, token in enumerate(tokens) if token not in self._known}.items():
            row = len(self._known)
            if row == len(self._words):
                self._words = np.concatenate([self._words, np.empty_like(self._words)])
            self._words[row] = self._vectors[self._starts[:OF_WORD] + attributes[:, place]].sum(axis=0)
            self._words[row] += self._grams[grams(token)].sum(axis=0)
            self._known[token] = row
        return self._words[list(map(self._known.__getitem__, tokens))]

    def _add_places(self, values: Scores, attributes: Keys) -> None:
        """Most attributes of most places are 0, whose sum is added at once."""
        values += self._nothing
        for start, row in zip(self._starts[OF_WORD:], attributes, strict=True):
            there = np.flatnonzero(row)
            values[there] += self._vectors[start + row[there]] - self._vectors[start]


def load(path: Path | None = None) -> Net:
    """The net that was shipped, or the one at `path`."""
    with (path or files(__package__).joinpath(FILE)).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        return Net(dict(stored))
