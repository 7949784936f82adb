"""A small field is trained, and our inference agrees with CRFsuite's."""

from pathlib import Path

import numpy as np
import pycrfsuite
import pytest

from gateway.recognize.tagger.features import Featurizer, lines
from gateway.recognize.tagger.field import LONGEST_CHAIN
from gateway.recognize.tagger.lexicon import lexicon
from gateway.recognize.training import fit
from gateway.recognize.training.corpus import notes, tag, templates


def test_our_marginals_are_those_of_crfsuite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "_SETTINGS", fit._SETTINGS | {"max_iterations": 15})
    some = list(notes(templates()[::40], 40, "few"))
    words = fit.vocabulary(some)
    fit.train(some, words, lexicon(), "few", tmp_path / "model")
    field = fit.read(tmp_path / "model", words)
    tagger = pycrfsuite.Tagger()
    tagger.open(str(tmp_path / "model"))

    tagged = tag(some[0])
    note = tagged.note
    featurizer = Featurizer(words, lexicon())
    keys = featurizer.keys(featurizer.attributes(tagged.text, note.tokens, note.tokens_indices, note.ends))
    chains = lines(tagged.text, note.tokens_indices)
    named = [[f"{t}:{key}" for t, key in enumerate(column)] for column in keys.T.tolist()]
    theirs = []
    for first, last in chains:
        for at in range(first, last, LONGEST_CHAIN):
            tagger.set(named[at : min(at + LONGEST_CHAIN, last)])
            theirs += [
                [tagger.marginal(label, n) for label in field.labels] for n in range(min(LONGEST_CHAIN, last - at))
            ]
    np.testing.assert_allclose(field.marginals(keys, chains), theirs, atol=0.02)
