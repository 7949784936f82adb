"""What the comparison with earlier releases costs: python tests/benchmarks/differencing.py [SUBJECTS [RELEASES]]

Two steps: reading the earlier releases' classes from the registry and finding a million subjects there by their
commitments, and finding whom the releases together single out.
"""

import sys
import tempfile
from hashlib import sha256
from pathlib import Path

import numpy as np
from measuring import MB, stretch

from gateway.crypto.primitives import mac
from gateway.registry import cohorts
from gateway.registry.db import Registry
from gateway.risk.releases import Earlier, exposed, hide, missing

KEY = sha256(b"a benchmark").digest()


def main(subjects: int, releases: int) -> None:
    numbers = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        registry = Registry(f"sqlite:///{Path(folder) / 'registry.db'}")
        registry.create()
        names = [f"subject-{n:08}" for n in range(subjects)]
        with stretch() as committing:
            own = cohorts.pack([mac(KEY, name.encode()) for name in names])
        classes = numbers.integers(0, subjects // 50, subjects).astype(np.int32)
        for release in range(releases):
            held = numbers.random(subjects) < 0.99
            with registry.transaction() as tx:
                cohorts.add(tx, f"rel-{release}", own[held], classes[held] // (release + 1))
        with stretch() as finding:
            earlier = []
            with registry.transaction() as tx:
                for release in range(releases):
                    ordered, found = cohorts.read(tx, f"rel-{release}")
                    places = cohorts.places(own, ordered)
                    here = np.where(places >= 0, found[places], -1).astype(np.int64)
                    earlier.append(Earlier(f"rel-{release}", here, np.zeros(0, dtype=np.int64)))
        with stretch() as comparing:
            alone = int(exposed(classes.astype(np.int64), earlier, 2).sum())
            lone = sum(len(missing(classes.astype(np.int64), one, 2)) for one in earlier)
        with stretch() as hiding:
            hide(classes.astype(np.int64), earlier, 2)
    print(f"{subjects:,} subjects, {releases} earlier releases: {alone} stand alone, {lone} absences")
    for what, done in (("commitments", committing), ("reading and finding", finding), ("comparing", comparing),
                       ("one step of hiding", hiding)):  # fmt: skip
        print(f"{what:20} {done.seconds:6.2f} s  {done.processor:6.2f} s of processor  peak {done.peak / MB:,.0f} MB")


if __name__ == "__main__":
    main(*(map(int, sys.argv[1:])) if len(sys.argv) == 3 else (1_000_000, 3))
