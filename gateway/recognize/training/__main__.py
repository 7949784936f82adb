"""python -m gateway.recognize.training: makes the lexicon and the field that the package ships."""

import sys
import tempfile
from pathlib import Path

from gateway.recognize import crf
from gateway.recognize.crf import field, lexicon
from gateway.recognize.training import corpus, fit
from gateway.recognize.training.lexicon import compile_lexicon, write

SEED = "gateway"
DOCUMENTS = 7_400


def main(documents: int = DOCUMENTS) -> None:
    """Writes both files into the package."""
    folder = Path(crf.__file__).parent
    listed = compile_lexicon()
    write(listed, folder / lexicon.FILE)
    texts = corpus.templates()
    words = fit.vocabulary(corpus.notes(texts, len(texts) * 3, SEED + "/words"))
    with tempfile.TemporaryDirectory() as work:
        path = Path(work) / "crfsuite"
        fit.train(corpus.notes(texts, documents, SEED), words, listed, SEED, path)
        field.save(fit.read(path, words), folder / field.FILE)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
