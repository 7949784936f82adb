"""Which class each subject of a release is in, by keyed commitment: neither subjects nor values stand in it.

One value a release, so that a million subjects are read at once: commitments (32 bytes each) in ascending order,
then as many class numbers (4 bytes each, little-endian).
"""

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from gateway.registry.tables import cohorts, members

WIDTH = 32  # bytes of a commitment
Commitments = npt.NDArray[np.void]
Classes = npt.NDArray[np.int32]


def pack(commitments: list[bytes]) -> Commitments:
    """Commitments as an array that compares by bytes."""
    return np.frombuffer(b"".join(commitments), dtype=f"V{WIDTH}")


def add(tx: sa.Connection, release: str, commitments: Commitments, classes: Classes) -> None:
    """Record a release's classes."""
    order = _order(commitments)
    body = commitments[order].tobytes() + classes[order].astype("<i4").tobytes()
    tx.execute(sa.insert(cohorts).values(release=release, body=body))


def read(tx: sa.Connection, release: str) -> tuple[Commitments, Classes]:
    """A release's members in ascending order, and the class of each; one class where none were recorded."""
    body = tx.scalar(sa.select(cohorts.c.body).where(cohorts.c.release == release))
    if body is None:
        found = pack(sorted(tx.scalars(sa.select(members.c.subject).where(members.c.release == release))))
        return found, np.zeros(len(found), dtype=np.int32)
    count = len(body) // (WIDTH + 4)
    return np.frombuffer(body, f"V{WIDTH}", count), np.frombuffer(body, "<i4", count, count * WIDTH)


def places(commitments: Commitments, ordered: Commitments) -> npt.NDArray[np.int64]:
    """Where each commitment stands in `ordered`, -1 where it does not."""
    if not len(ordered):
        return np.full(len(commitments), -1)
    left, right = _words(commitments), _words(ordered)
    at = np.minimum(np.searchsorted(right[:, 0], left[:, 0]), len(right) - 1)
    same = (right[at] == left).all(axis=1)
    return np.where(same, at, -1)


def _order(commitments: Commitments) -> npt.NDArray[np.int64]:
    return np.lexsort(_words(commitments).T[::-1])


def _words(commitments: Commitments) -> npt.NDArray[np.uint64]:
    """n × 4: big-endian, so that their order is that of the bytes."""
    return commitments.view(">u8").reshape(-1, WIDTH // 8).astype(np.uint64)
