"""The Merkle tree of RFC 6962 and RFC 9162, as pure functions over stored subtree hashes.

A node `(level, index)` is the hash of the complete subtree over leaves `index * 2**level` to, not including,
`(index + 1) * 2**level`; level 0 holds the leaf hashes. Complete subtrees never change as the log grows, so a
stored node is written once. `Read` fetches stored nodes: it takes their coordinates and gives their hashes.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256

from gateway.errors import IntegrityError

Node = tuple[int, int]
Read = Callable[[Collection[Node]], Mapping[Node, bytes]]

EMPTY_ROOT = sha256().digest()  # RFC 9162 §2.1.1: MTH({}) = HASH()


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf; the prefix keeps leaves and inner nodes apart (RFC 9162 §2.1.1)."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children (RFC 9162 §2.1.1)."""
    return sha256(b"\x01" + left + right).digest()


def subtrees(start: int, stop: int) -> list[Node]:
    """The complete subtrees that cover leaves `start` to `stop` (exclusive), largest first.

    `start` is a multiple of a power of two no smaller than `stop - start`, as where RFC 9162 splits a tree.
    """
    found: list[Node] = []
    while start < stop:
        level = (stop - start).bit_length() - 1
        found.append((level, start >> level))
        start += 1 << level
    return found


class Frontier:
    """The complete subtrees of a tree of `size` leaves: all that it takes to append and to know the root."""

    def __init__(self, size: int = 0, hashes: Sequence[bytes] = ()) -> None:
        self.size = size
        self._hashes = list(hashes)  # largest subtree first, one for each set bit of `size`

    @classmethod
    def stored(cls, size: int, read: Read) -> "Frontier":
        """The frontier of the first `size` leaves of a stored tree."""
        nodes = subtrees(0, size)
        hashes = read(nodes)
        return cls(size, [_present(hashes, node) for node in nodes])

    def append(self, leaf: bytes) -> list[tuple[Node, bytes]]:
        """Add a leaf hash; gives the nodes that became complete, the leaf itself first."""
        level, index = 0, self.size
        made = [((0, index), leaf)]
        while index & 1:  # a right child completes its parent
            leaf = node_hash(self._hashes.pop(), leaf)
            level, index = level + 1, index >> 1
            made.append(((level, index), leaf))
        self._hashes.append(leaf)
        self.size += 1
        return made

    def root(self) -> bytes:
        """The tree's root hash (RFC 9162 §2.1.1)."""
        return _fold(self._hashes) if self._hashes else EMPTY_ROOT


def root(size: int, read: Read) -> bytes:
    """The root hash of the first `size` leaves of a stored tree."""
    return Frontier.stored(size, read).root()


def inclusion_proof(index: int, size: int, read: Read) -> list[bytes]:
    """The audit path of leaf `index` in the tree of `size` leaves (RFC 9162 §2.1.3.1), from the leaf."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    ranges: list[tuple[int, int]] = []
    start, stop = 0, size
    while stop - start > 1:
        split = start + _split(stop - start)
        if index < split:
            ranges.append((split, stop))
            stop = split
        else:
            ranges.append((start, split))
            start = split
    return _hash_ranges(ranges[::-1], read)


def consistency_proof(old: int, new: int, read: Read) -> list[bytes]:
    """The proof that the tree of `old` leaves is a prefix of the one of `new` leaves (RFC 9162 §2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no consistency proof from size {old} to size {new}")
    ranges: list[tuple[int, int]] = []
    start, stop = 0, new
    while old != stop:
        split = start + _split(stop - start)
        if old <= split:
            ranges.append((split, stop))
            stop = split
        else:
            ranges.append((start, split))
            start = split
    if start > 0:  # the verifier knows the old root, so a whole old tree is left out of its own proof
        ranges.append((start, stop))
    return _hash_ranges(ranges[::-1], read)


def check_inclusion(proof: Sequence[bytes], leaf: bytes, index: int, size: int, root: bytes) -> None:
    """Raise IntegrityError unless `proof` leads from `leaf` at `index` to `root` (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        raise IntegrityError(f"event {index} is not in a log of {size} events")
    node, last = index, size - 1
    for sibling in proof:
        if last == 0:
            raise _not_proved(f"event {index}")
        if node & 1 or node == last:
            leaf = node_hash(sibling, leaf)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            leaf = node_hash(leaf, sibling)
        node, last = node >> 1, last >> 1
    if last != 0 or leaf != root:
        raise _not_proved(f"event {index}")


def check_consistency(proof: Sequence[bytes], old: int, old_root: bytes, new: int, new_root: bytes) -> None:
    """Raise IntegrityError unless `proof` shows the old tree to begin the new one (RFC 9162 §2.1.4.2)."""
    subject = f"that a log of {new} events extends the one of {old}"
    if old == new and not proof and old_root == new_root:
        return
    if not 0 < old < new or not proof:
        raise _not_proved(subject)
    # An old tree that is a complete subtree is where the path starts, and is left out (§2.1.4.2, step 2).
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if _walk(path, old, new, subject) != (old_root, new_root):
        raise _not_proved(subject)


def _walk(path: Sequence[bytes], old: int, new: int, subject: str) -> tuple[bytes, bytes]:
    """Both roots that `path` leads to: RFC 9162 §2.1.4.2, steps 3 to 7."""
    node, last = old - 1, new - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    first = second = path[0]
    for sibling in path[1:]:
        if last == 0:
            raise _not_proved(subject)
        if node & 1 or node == last:
            first, second = node_hash(sibling, first), node_hash(sibling, second)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            second = node_hash(second, sibling)
        node, last = node >> 1, last >> 1
    if last != 0:
        raise _not_proved(subject)
    return first, second


def _not_proved(subject: str) -> IntegrityError:
    return IntegrityError(
        f"the proof does not show {subject}", hint="ask for the proof and the checkpoint again"
    )


def _split(count: int) -> int:
    """The largest power of two smaller than `count`: where RFC 9162 §2.1.1 cuts a tree in two."""
    return 1 << (count - 1).bit_length() - 1


def _fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring complete subtrees, largest first: they join from the right."""
    joined = hashes[-1]
    for left in hashes[-2::-1]:
        joined = sha256(b"\x01" + left + joined).digest()  # node_hash, of which a verification takes ten an event
    return joined


def _hash_ranges(ranges: Sequence[tuple[int, int]], read: Read) -> list[bytes]:
    """The hash over each range of leaves, all nodes fetched in one read."""
    covers = [subtrees(start, stop) for start, stop in ranges]
    hashes = read([node for cover in covers for node in cover])
    return [_fold([_present(hashes, node) for node in cover]) for cover in covers]


def _present(hashes: Mapping[Node, bytes], node: Node) -> bytes:
    found = hashes.get(node)
    if found is None:
        raise IntegrityError(f"the log's tree lacks {describe(node)}", hint="run the log's verification")
    return found


def describe(node: Node) -> str:
    """A node in words, with the events that it covers."""
    level, index = node
    first, last = index << level, (index + 1 << level) - 1
    covers = f"event {first}" if level == 0 else f"events {first} to {last}"
    return f"node {level}/{index} ({covers})"
