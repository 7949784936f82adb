"""What the shipped net says of a note hangs on that note alone, wherever its blocks are cut."""

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.tagger import net
from gateway.recognize.tagger.net import GRAMS, MOST_GRAMS, Net, grams
from gateway.recognize.tagger.recognizer import model

ENGINE = TokenEngine()
TEXT = "Pt Nadia Orlov (MRN 4471920) seen 3/4 by J. Quist, RN at Tall Pines.\nNo c/o pain; BP 120/80.\n" * 30


def probabilities(network: Net, text: str) -> np.ndarray:
    featurizer, note = model()[0], Note(text, ENGINE, "en")
    attributes = featurizer.attributes(text, note.tokens, note.tokens_indices, note.ends)
    return network.probabilities(note.tokens, attributes)


def test_field_and_net_speak_of_the_same_labels() -> None:
    _, field, network = model()
    assert network.labels == field.labels


def test_each_token_has_a_distribution() -> None:
    found = probabilities(model()[2], TEXT)
    np.testing.assert_allclose(found.sum(axis=1), 1, atol=1e-5)
    assert found.min() >= 0


@pytest.mark.parametrize("block", [16, 100, 333])
def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    whole = probabilities(model()[2], TEXT)
    monkeypatch.setattr(net, "_BLOCK", block)
    np.testing.assert_allclose(probabilities(model()[2], TEXT), whole, atol=1e-5)


def test_memory_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(net, "_REMEMBERED", 5)
    used = net.load()
    for text in (TEXT, "Other words came first, of Wilhelmina Achterberg.", TEXT):
        np.testing.assert_allclose(probabilities(used, text), probabilities(net.load(), text), atol=1e-6)


def test_parts_of_words() -> None:
    assert grams("12/5") == []
    assert grams("ORLOV") == grams("orlov") != grams("orlow")
    assert len(grams("Ng")) == 3  # ^ng, ng$, ^ng$
    assert len(grams("Wilhelmina-Alexandra" * 9)) == MOST_GRAMS
    assert all(1 <= part <= GRAMS for part in grams("Achterberg"))


def test_one_thread_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    scores = Net._scores

    def watched(self: Net, values: np.ndarray) -> np.ndarray:
        seen.extend(library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas")
        return scores(self, values)

    monkeypatch.setattr(Net, "_scores", watched)
    with threadpool_limits(limits=2, user_api="blas"):
        probabilities(model()[2], TEXT)
    assert set(seen) == {1}
