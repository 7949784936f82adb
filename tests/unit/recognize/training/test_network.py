"""A small net is learnt, and what NumPy makes of its arrays is what PyTorch makes of its weights."""

from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import pytest
import torch

from gateway.recognize.nlp import Note, TokenEngine
from gateway.recognize.tagger import net
from gateway.recognize.tagger.features import Featurizer
from gateway.recognize.tagger.lexicon import lexicon
from gateway.recognize.tagger.net import MOST_GRAMS, grams
from gateway.recognize.training import fit, network
from gateway.recognize.training.corpus import notes, templates

TEXT = "Seen by Dr. Nadia Orlov on 3/4.\n\n" + "Pt resting, no c/o pain. " * 200 + "Call 617-555-0199."


def test_our_probabilities_are_those_of_pytorch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learners: list[network._Learner] = []
    kept = network._save
    monkeypatch.setattr(network, "_save", lambda learner, *rest: (learners.append(learner), kept(learner, *rest)))
    some = list(notes(templates()[::20], 120, "few"))
    words = fit.vocabulary(some)
    network.learn(some, words, lexicon(), "few", tmp_path / "net.npz")
    ours = net.load(tmp_path / "net.npz")

    note = Note(TEXT, TokenEngine(), "en")
    featurizer = Featurizer(words, lexicon())
    attributes = featurizer.attributes(TEXT, note.tokens, note.tokens_indices, note.ends)
    parts = np.array([(grams(token) + [0] * MOST_GRAMS)[:MOST_GRAMS] for token in note.tokens])
    starts = np.cumsum(featurizer.sizes) - featurizer.sizes
    learner = learners[0].eval()
    with torch.no_grad():
        scores = learner(torch.from_numpy(attributes.T + starts)[None], torch.from_numpy(parts)[None])[0]
    theirs = torch.softmax(scores, 1).numpy()
    assert len(note.tokens) > 1_024  # more than a block
    np.testing.assert_allclose(ours.probabilities(note.tokens, attributes), theirs, atol=0.01)
    assert theirs.max(axis=0).min() < 0.9 < theirs.max()  # it has learnt something, and not one label for all


def test_it_is_learnt_in_a_process_of_its_own(tmp_path: Path) -> None:
    words = fit.vocabulary(notes(templates()[::40], 40, "few"))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        beside.submit(network.learn_corpus, 60, words, {}, "few", tmp_path / "net.npz").result()
    assert "STAFF" in net.load(tmp_path / "net.npz").labels
