"""Marginals against the definition: every labelling of a short chain, weighed and summed."""

from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.recognize.tagger.features import TEMPLATES, Keys, Vocabulary
from gateway.recognize.tagger.field import LONGEST_CHAIN, Field, load, save

LABELS = ("DATE", "O", "STAFF")


def _field(seed: int) -> Field:
    draw = np.random.default_rng(seed)
    keys = tuple(np.unique(draw.integers(0, 6, 4)) for _ in TEMPLATES)
    weights = tuple(draw.normal(size=(len(known), len(LABELS))).astype(np.float16).astype(np.float32) for known in keys)
    moves = draw.normal(size=(len(LABELS), len(LABELS))).astype(np.float32)
    return Field(LABELS, Vocabulary({"of": 2}, {"Xx": 2}, {"the": 2}, {"ing": 2}, {"0/00": 2}), keys, weights, moves)


def _keys(seed: int, count: int) -> Keys:
    return np.random.default_rng(seed + 1).integers(0, 8, (len(TEMPLATES), count))


def _by_enumeration(field: Field, keys: Keys) -> np.ndarray:
    count = keys.shape[1]
    own = np.zeros((count, len(LABELS)))
    for known, weights, wanted in zip(field.keys, field.weights, keys, strict=True):
        for at, key in enumerate(wanted):
            own[at] += sum(row for of, row in zip(known, weights, strict=True) if of == key)
    totals = np.zeros((count, len(LABELS)))
    for labels in product(range(len(LABELS)), repeat=count):
        score = sum(own[at, label] for at, label in enumerate(labels))
        score += sum(field.moves[one, other] for one, other in pairwise(labels))
        for at, label in enumerate(labels):
            totals[at, label] += np.exp(score)
    return totals / totals.sum(axis=1, keepdims=True)


@settings(deadline=None)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_marginals_are_those_of_every_labelling(seed: int, lengths: list[int]) -> None:
    field, keys = _field(seed), _keys(seed, sum(lengths))
    cuts = np.cumsum([0, *lengths]).tolist()
    chains = list(pairwise(cuts))
    expected = np.concatenate([_by_enumeration(field, keys[:, first:last]) for first, last in chains])
    np.testing.assert_allclose(field.marginals(keys, chains), expected, atol=1e-4)


def test_a_long_chain_is_cut_and_stays_a_probability() -> None:
    count = LONGEST_CHAIN * 3 + 5
    marginals = _field(1).marginals(_keys(1, count), [(0, count)])
    np.testing.assert_allclose(marginals.sum(axis=1), 1, atol=1e-5)


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    field = _field(3)
    save(field, tmp_path / "field.npz")
    again = load(tmp_path / "field.npz")
    assert again.labels == field.labels
    assert again.vocabulary == field.vocabulary
    np.testing.assert_allclose(
        again.marginals(_keys(3, 9), [(0, 9)]), field.marginals(_keys(3, 9), [(0, 9)]), atol=1e-3
    )


@pytest.mark.parametrize("label", ["PATIENT", "STAFF", "FACILITY", "DATE", "O"])
def test_the_shipped_field_knows_the_labels(label: str) -> None:
    assert label in load().labels
