"""Classes of releases by commitment: kept in order, found again, and without anybody's name."""

from hashlib import sha256

import numpy as np

from gateway.registry import cohorts, members
from gateway.registry.db import Registry


def commitment(name: str) -> bytes:
    return sha256(name.encode()).digest()


NAMES = [f"p{n}" for n in range(200)]


def test_each_subject_is_found_in_its_class(registry: Registry) -> None:
    packed = cohorts.pack(list(map(commitment, NAMES)))
    with registry.transaction() as tx:
        cohorts.add(tx, "rel-1", packed, np.arange(200, dtype=np.int32) % 7)
    with registry.transaction() as tx:
        ordered, classes = cohorts.read(tx, "rel-1")
    assert ordered.tolist() == sorted(map(commitment, NAMES))
    asked = ["p5", "stranger", "p199", "p0"]
    places = cohorts.places(cohorts.pack(list(map(commitment, asked))), ordered)
    assert [int(classes[place]) if place >= 0 else None for place in places] == [5, None, 199 % 7, 0]


def test_a_release_without_classes_is_one_class_of_its_members(registry: Registry) -> None:
    with registry.transaction() as tx:
        members.add(tx, "rel-1", map(commitment, NAMES))
    with registry.transaction() as tx:
        ordered, classes = cohorts.read(tx, "rel-1")
    assert ordered.tolist() == sorted(map(commitment, NAMES))
    assert set(classes.tolist()) == {0}


def test_nobody_is_found_in_a_release_of_nobody(registry: Registry) -> None:
    with registry.transaction() as tx:
        cohorts.add(tx, "rel-1", cohorts.pack([]), np.zeros(0, dtype=np.int32))
        ordered, _ = cohorts.read(tx, "rel-1")
    assert cohorts.places(cohorts.pack([commitment("p1")]), ordered).tolist() == [-1]
