"""Labelled notes go in, a trained net comes out: PyTorch learns it, plain arrays are kept."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from gateway.recognize.tagger.features import WORD, Featurizer, Vocabulary
from gateway.recognize.tagger.lexicon import Listed
from gateway.recognize.tagger.net import GRAMS, MOST_GRAMS, grams
from gateway.recognize.training.corpus import notes as notes_of
from gateway.recognize.training.corpus import tag, templates
from gateway.recognize.training.fit import unlisting
from gateway.recognize.training.slots import Filled

_WIDTH = 96
_REACHES = (1, 3, 9)
_EPOCHS = 3
_TOGETHER = 32  # windows of so many tokens
_WINDOW = 256
_FASTEST = 2e-3
_FORGOTTEN = 0.1  # of the words, whose letters are then unknown
_BLURRED = 0.05  # of the attributes
_DROPPED = 0.3

Numbers = npt.NDArray[np.int64]


class _Learner(nn.Module):
    """What `tagger.net` computes, so that it can be learnt."""

    def __init__(self, values: int, labels: int) -> None:
        super().__init__()
        self.vectors = nn.Embedding(values, _WIDTH)
        self.grams = nn.EmbeddingBag(GRAMS + 1, _WIDTH, mode="sum", padding_idx=0)
        nn.init.normal_(self.vectors.weight, std=0.15)
        nn.init.normal_(self.grams.weight, std=0.05)
        self.first = nn.LayerNorm(_WIDTH)
        self.norms = nn.ModuleList(nn.LayerNorm(_WIDTH) for _ in _REACHES)
        self.layers = nn.ModuleList(nn.Conv1d(_WIDTH, _WIDTH, 3, dilation=n, padding=n) for n in _REACHES)
        self.drop = nn.Dropout(_DROPPED)
        self.out = nn.Linear(_WIDTH, labels)

    def forward(self, attributes: torch.Tensor, parts: torch.Tensor) -> torch.Tensor:
        """`(windows, tokens, labels)` scores."""
        windows, tokens, _ = attributes.shape
        letters = self.grams(parts.flatten(0, 1)).view(windows, tokens, -1)
        values = self.drop(torch.relu(self.first(self.vectors(attributes).sum(2) + letters)))
        for norm, layer in zip(self.norms, self.layers, strict=True):
            made = layer(norm(values).transpose(1, 2)).transpose(1, 2)
            values = values + self.drop(torch.relu(made))
        scores: torch.Tensor = self.out(values)
        return scores


class _Notes:
    """All notes behind one another: attributes (tokens, ATTRIBUTES), parts of words, labels."""

    def __init__(
        self, notes: Iterable[Filled], vocabulary: Vocabulary, listed: Mapping[str, Listed], seed: str
    ) -> None:
        attributes: list[npt.NDArray[np.int16]] = []
        parts: list[npt.NDArray[np.int16]] = []
        labels: list[npt.NDArray[np.int16]] = []
        number: dict[str, int] = {}
        known: dict[str, list[int]] = {}
        for tagged, featurizer in unlisting(map(tag, notes), vocabulary, listed, seed):
            note = tagged.note
            for token in set(note.tokens).difference(known):
                known[token] = (grams(token) + MOST_GRAMS * [0])[:MOST_GRAMS]
            made = featurizer.attributes(tagged.text, note.tokens, note.tokens_indices, note.ends)
            attributes.append(made.T.astype(np.int16))
            parts.append(np.array([known[token] for token in note.tokens], dtype=np.int16))
            labels.append(np.array([number.setdefault(label, len(number)) for label in tagged.labels], dtype=np.int16))
        self.attributes, self.parts = np.concatenate(attributes), np.concatenate(parts)
        self.names = sorted(number)
        order = np.array([self.names.index(label) for label in number])
        self.labels = order[np.concatenate(labels)]

    def batches(self, dice: np.random.Generator) -> Iterator[tuple[Numbers, Numbers, Numbers]]:
        """Every window once, in any order; the last few tokens stay out."""
        starts = np.arange(dice.integers(_WINDOW), len(self.labels) - _WINDOW, _WINDOW)
        dice.shuffle(starts)
        for at in range(0, len(starts) - _TOGETHER + 1, _TOGETHER):
            places = starts[at : at + _TOGETHER, None] + np.arange(_WINDOW)
            attributes, parts = self.attributes[places].astype(np.int64), self.parts[places].astype(np.int64)
            attributes[..., WORD][dice.random(places.shape) < _FORGOTTEN] = 0
            attributes[dice.random(attributes.shape) < _BLURRED] = 0
            parts[dice.random(places.shape) < _FORGOTTEN] = 0
            yield attributes, parts, self.labels[places]


def learn_corpus(documents: int, vocabulary: Vocabulary, listed: Mapping[str, Listed], seed: str, path: Path) -> None:
    """`learn` from so many fillings of the texts: what a process of its own can be asked for."""
    learn(notes_of(templates(), documents, seed), vocabulary, listed, seed, path)


def learn(
    notes: Iterable[Filled], vocabulary: Vocabulary, listed: Mapping[str, Listed], seed: str, path: Path
) -> None:
    """Writes what `tagger.net` loads; the same from the same seed on the same processor."""
    torch.set_num_threads(1)
    torch.manual_seed(0)
    dice = np.random.default_rng(0)
    sizes = Featurizer(vocabulary, listed).sizes
    starts = np.cumsum(sizes) - sizes
    data = _Notes(notes, vocabulary, listed, seed)
    learner = _Learner(int(sizes.sum()), len(data.names))
    windows = (len(data.labels) // _WINDOW) // _TOGETHER + 1
    steps = torch.optim.AdamW(learner.parameters(), lr=_FASTEST, weight_decay=0.01)
    pace = torch.optim.lr_scheduler.OneCycleLR(steps, _FASTEST, total_steps=_EPOCHS * windows + 1, pct_start=0.15)
    for _ in range(_EPOCHS):
        for attributes, parts, labels in data.batches(dice):
            scores = learner(torch.from_numpy(attributes + starts), torch.from_numpy(parts))
            loss = nn.functional.cross_entropy(scores.flatten(0, 1), torch.from_numpy(labels.ravel()))
            steps.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # as PyTorch declares it
            nn.utils.clip_grad_norm_(learner.parameters(), 1.0)
            steps.step()
            pace.step()
    _save(learner, starts, data, path)


def _save(learner: _Learner, starts: Numbers, data: _Notes, path: Path) -> None:
    """16-bit floats; a value that no note had adds nothing."""
    learnt = {name: weights.detach().numpy() for name, weights in learner.named_parameters()}
    seen = np.zeros(len(learnt["vectors.weight"]), dtype=bool)
    seen[starts] = True
    for start, column in zip(starts, data.attributes.T, strict=True):
        seen[start + np.unique(column)] = True
    learnt["vectors.weight"][~seen] = 0
    layers = range(len(_REACHES))
    arrays = {
        "vectors": learnt["vectors.weight"],
        "grams": learnt["grams.weight"],
        "scale": learnt["first.weight"],
        "shift": learnt["first.bias"],
        **{f"scale{n}": learnt[f"norms.{n}.weight"] for n in layers},
        **{f"shift{n}": learnt[f"norms.{n}.bias"] for n in layers},
        **{f"weights{n}": learnt[f"layers.{n}.weight"].transpose(2, 1, 0) for n in layers},
        **{f"bias{n}": learnt[f"layers.{n}.bias"] for n in layers},
        "out": learnt["out.weight"].T,
        "bias": learnt["out.bias"],
    }
    small = {name: array.astype(np.float16) for name, array in arrays.items()}
    whole = {"starts": starts, "reaches": np.array(_REACHES), "labels": np.array(data.names)}
    np.savez_compressed(path, allow_pickle=False, **small, **whole)
