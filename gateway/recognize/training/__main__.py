"""python -m gateway.recognize.training: makes the lexicon, the field and the net that the package ships."""

import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from gateway.recognize import tagger
from gateway.recognize.tagger import field, lexicon, net
from gateway.recognize.training import corpus, fit, network
from gateway.recognize.training.lexicon import compile_lexicon, write

SEED = "gateway"
DOCUMENTS = 8_400
TIMES = 3  # as many for the net, which learns of variety what the field has no room for


def main(documents: int = DOCUMENTS) -> None:
    """Writes lexicon, field and net into the package; field and net are learnt side by side."""
    folder = Path(tagger.__file__).parent
    listed = compile_lexicon()
    write(listed, folder / lexicon.FILE)
    texts = corpus.templates()
    words = fit.vocabulary(corpus.notes(texts, len(texts) * 3, SEED + "/words"))
    more = documents * TIMES
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as beside:
        learning = beside.submit(network.learn_corpus, more, words, listed, SEED, folder / net.FILE)
        with tempfile.TemporaryDirectory() as work:
            path = Path(work) / "crfsuite"
            fit.train(corpus.notes(texts, documents, SEED), words, listed, SEED, path)
            field.save(fit.read(path, words), folder / field.FILE)
        learning.result()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
