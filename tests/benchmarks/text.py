"""How fast identifiers are found in notes: stock Presidio, the same recognisers in our analyzer, and our whole engine.

    python tests/benchmarks/text.py [--corpus NOTES.jsonl] [--notes 20000] [--to 1000000]

Every line is one process's processor time over the same notes of one length, cut from the corpus (JSON Lines with
`text`; else notes are invented). `stock` and `ours` must find the same, or the benchmark ends with an error.
`tokens` is our tokenizer alone, `regex` one pattern for dates with the `regex` library. Times are milliseconds a note;
`engine` is `Detector` with all rules and the model. Stock is left out above 64,000 characters, where it takes minutes,
unless `--patient` is given. The last line is memory over many notes.
"""

import argparse
import gc
import json
import logging
import tempfile
import time
from collections.abc import Callable, Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import invented
import regex
import stock
from measuring import MB

from gateway.recognize.detector import Detector
from gateway.recognize.nlp import TokenEngine

SIZES = (300, 1_000, 4_000, 16_000, 64_000, 256_000, 1_000_000)
CHARACTERS = 400_000  # of each size; one note at least
STOCK_LONGEST = 64_000
DATE = regex.compile(r"\b(?:0?[1-9]|1[0-2])[/-](?:0?[1-9]|[12]\d|3[01])[/-](?:\d{4}|\d{2})\b")


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--corpus", type=Path)
    options.add_argument("--notes", type=int, default=20_000, help="scanned for the line on memory")
    options.add_argument("--to", type=int, default=SIZES[-1], help="the longest note in characters")
    options.add_argument("--patient", action="store_true", help="run stock Presidio on every length")
    asked = options.parse_args()
    logging.disable(logging.CRITICAL)
    texts = _texts(asked.corpus)
    _compare(texts, [size for size in SIZES if size <= asked.to], asked.patient)
    _memory(texts, asked.notes)


def _texts(corpus: Path | None) -> list[str]:
    if corpus:
        return [json.loads(line)["text"] for line in corpus.read_text(encoding="utf-8").splitlines()]
    with tempfile.TemporaryDirectory() as folder:
        hospital = invented.make(Path(folder) / "records", 50, 50, notes=400)
        return [json.loads(line)["text"] for line in (hospital.folder / "notes.jsonl").read_text().splitlines()]


def _compare(texts: list[str], sizes: list[int], patient: bool) -> None:
    theirs, ours, detector, tokens = stock.theirs(), stock.ours(), Detector(), TokenEngine()
    for text in texts[:50]:  # everything is loaded before anything is measured
        theirs.analyze(text, "en"), ours.results(text), detector.detect(text)
    print(
        f"{'characters':>10} {'stock':>9} {'ours':>9} {'tokens':>9} {'regex':>9} {'stock/ours':>10} "
        f"{'engine':>9} {'M chars/s':>9}"
    )
    for size in sizes:
        notes = _notes(texts, size)
        ours_ms, ours_found = _measure(ours.results, notes)
        times = [
            _measure(lambda text: tokens.process_text(text, "en").lemmas, notes)[0],
            _measure(lambda text: sum(1 for _ in DATE.finditer(text)), notes)[0],
        ]
        engine_ms, _ = _measure(detector.detect, notes)
        stock_ms = 0.0
        if patient or size <= STOCK_LONGEST:
            stock_ms, stock_found = _measure(lambda text: theirs.analyze(text, "en"), notes)
            if list(map(stock.found, stock_found)) != list(map(stock.found, ours_found)):
                raise SystemExit(f"stock and ours differ in notes of {size} characters")
        print(
            f"{size:>10,} {_ms(stock_ms)} {_ms(ours_ms)} {_ms(times[0])} {_ms(times[1])} "
            f"{f'{stock_ms / ours_ms:.1f}' if stock_ms else '':>10} {_ms(engine_ms)} "
            f"{size / engine_ms / 1000:>9.3f}",
            flush=True,
        )


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:>9.3f}" if milliseconds else " " * 9


def _notes(texts: list[str], size: int) -> list[str]:
    """Notes of `size` characters, each another stretch of the corpus as long as it lasts."""
    count = max(1, CHARACTERS // size)
    joined = "\n\n".join(_until(texts, count * size))
    return [joined[at : at + size] for at in range(0, count * size, size)]


def _until(texts: list[str], characters: int) -> Iterator[str]:
    for text in cycle(texts):
        yield text
        characters -= len(text)
        if characters < 0:
            return


def _measure(run: Callable[[str], Any], notes: list[str]) -> tuple[float, list[Any]]:
    """Processor milliseconds a note, and what each note gave."""
    gc.collect()
    start = time.process_time()
    found = [run(note) for note in notes]
    return (time.process_time() - start) * 1000 / len(notes), found


def _memory(texts: list[str], count: int) -> None:
    """How the process grows while the detector reads `count` notes, each with numbers of its own."""
    detector = Detector()
    early = 0.0
    for number, text in enumerate(islice(cycle(texts), count)):
        detector.detect(
            f"{text[:300]} MRN {number:08}, acct A{number * 7919:09}, seen {number % 28 + 1}-Mar-2024, n{number}"
        )
        if number == count // 4:
            early = _resident()
    print(f"memory: {early:.0f} MB after {count // 4:,} notes of 300 characters, {_resident():.0f} MB after {count:,}")


def _resident() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / MB


if __name__ == "__main__":
    main()
