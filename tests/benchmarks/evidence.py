"""How often the privacy tests of synthetic rows raise a false alarm, and how often they miss a leak.

Draws training, control and synthetic rows from a population whose law is known, many times: honest rows, and rows of
which a share is copied from the training rows. Counts the draws in which a test's whole interval exceeds chance.

    python tests/benchmarks/evidence.py --rows 300 --draws 30 --leak 0.2
"""

import argparse
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1]))

from population import SHAPE, people

from gateway.synth.evidence.privacy import privacy

CHANCE = {"closer": 0.5, "membership": 0.5}


def beyond(rows: int, synthetic: int, leak: float, draw: int) -> list[str]:
    """The tests that exceed chance in one draw."""
    training, control = people(rows, 10_000 + draw), people(rows, 20_000 + draw)
    copied = training.sample(round(leak * synthetic), replace=True, random_state=draw)
    made = pd.concat([copied, people(synthetic - len(copied), 30_000 + draw)], ignore_index=True)
    worst = privacy(training, control, made, replace(SHAPE, cohort={}), draw).worst()
    return [name for name, found in worst.items() if found.low > CHANCE.get(name, 0)]


def main() -> None:
    """Print, for each test, in how many draws it exceeded chance: honest rows, then leaking ones."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=300, help="training rows, and as many control rows")
    parser.add_argument("--synthetic", type=int, default=1500)
    parser.add_argument("--draws", type=int, default=30)
    parser.add_argument("--leak", type=float, default=0.2, help="share of copied rows")
    asked = parser.parse_args()
    for leak in (0.0, asked.leak):
        started = time.process_time()
        counts = Counter(name for draw in range(asked.draws)
                         for name in beyond(asked.rows, asked.synthetic, leak, draw))  # fmt: skip
        seconds = (time.process_time() - started) / asked.draws
        print(f"{leak:.1%} copied, {asked.rows} rows, {asked.draws} draws, {seconds:.1f} s each: {dict(counts)}")


if __name__ == "__main__":
    main()
