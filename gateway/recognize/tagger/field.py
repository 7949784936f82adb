"""Keys of tokens come in, the probability of each label for each token goes out: forward and backward, in batches.

Lines are independent chains (features look across them), so that a whole note is a few small matrix products.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt

from gateway.recognize.tagger.features import FIRST_NUMBER, TEMPLATES, Keys, Vocabulary
from gateway.recognize.tagger.table import Scores, Table

FILE = "weights.npz"
LONGEST_CHAIN = 64
_BATCH = 512


@dataclass(frozen=True)
class Field:
    """`keys[t]` are template t's keys, ascending, `weights[t]` a row of label weights for each; from, to: `moves`."""

    labels: tuple[str, ...]
    vocabulary: Vocabulary
    keys: tuple[Keys, ...]
    weights: tuple[Scores, ...]
    moves: Scores

    def marginals(self, keys: Keys, chains: Sequence[tuple[int, int]]) -> Scores:
        """`(tokens, labels)` probabilities; `chains` are first token and token behind the last, over all tokens."""
        scores = self._table.scores(keys)
        result = np.empty_like(scores)
        step = LONGEST_CHAIN
        cut = [(at, min(at + step, last)) for first, last in chains for at in range(first, last, step)]
        cut.sort(key=lambda chain: chain[1] - chain[0])
        for at in range(0, len(cut), _BATCH):
            self._pass(scores, result, cut[at : at + _BATCH])
        return result

    @cached_property
    def _table(self) -> Table:
        return Table(self.keys, self.weights, len(self.labels))

    def _pass(self, scores: Scores, result: Scores, chains: list[tuple[int, int]]) -> None:
        lengths = np.array([last - first for first, last in chains])
        shortest, longest = int(lengths[0]), int(lengths[-1])
        places = np.array([first for first, _ in chains])[:, None] + np.arange(longest)
        inside = np.arange(longest) < lengths[:, None]
        own = scores[np.where(inside, places, 0)]
        own = np.exp((own - own.max(axis=2, keepdims=True)).astype(np.float64))
        moves = np.exp(self.moves.astype(np.float64))
        forward = np.empty_like(own)
        forward[:, 0] = own[:, 0]
        for step in range(1, longest):
            ahead = forward[:, step - 1] @ moves * own[:, step]
            forward[:, step] = ahead / ahead.sum(axis=1, keepdims=True)
        backward = np.ones_like(own)
        for step in range(longest - 2, -1, -1):
            behind = (backward[:, step + 1] * own[:, step + 1]) @ moves.T
            behind /= behind.sum(axis=1, keepdims=True)
            if step + 1 >= shortest:
                behind[~inside[:, step + 1]] = 1.0
            backward[:, step] = behind
        both = forward * backward
        both /= both.sum(axis=2, keepdims=True)
        result[places[inside]] = both[inside]


def load(path: Path | None = None) -> Field:
    """The field that was shipped, or the one at `path`."""
    with (path or files(__package__).joinpath(FILE)).open("rb") as file, np.load(file, allow_pickle=False) as stored:
        words = (stored[name].tolist() for name in Vocabulary._fields)
        vocabulary = Vocabulary(*({word: n for n, word in enumerate(known, FIRST_NUMBER)} for known in words))
        keys = tuple(stored[f"keys{t}"] for t in range(len(TEMPLATES)))
        weights = tuple(stored[f"weights{t}"].astype(np.float32) for t in range(len(TEMPLATES)))
        return Field(tuple(stored["labels"].tolist()), vocabulary, keys, weights, stored["moves"])


def save(field: Field, path: Path) -> None:
    """Writes what `load` reads; weights as 16-bit floats."""
    arrays: dict[str, npt.NDArray[np.generic]] = {
        "labels": np.array(field.labels),
        "moves": field.moves,
        **{name: np.array(list(words)) for name, words in field.vocabulary._asdict().items()},
        **{f"keys{t}": keys for t, keys in enumerate(field.keys)},
        **{f"weights{t}": weights.astype(np.float16) for t, weights in enumerate(field.weights)},
    }
    np.savez_compressed(path, allow_pickle=False, **arrays)
