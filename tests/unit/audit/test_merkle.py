"""The tree against RFC 6962's well-known vectors, and against the RFC's own recursive definition."""

from collections.abc import Collection, Mapping
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.merkle import (
    EMPTY_ROOT,
    Frontier,
    Node,
    check_consistency,
    check_inclusion,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root,
    subtrees,
)
from gateway.errors import IntegrityError

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
ROOTS = [
    bytes.fromhex(value)
    for value in (
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
INCLUSION = {  # (leaf, size): path
    (0, 1): "",
    (0, 8): "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    (5, 8): "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
    " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    (2, 3): "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    (1, 5): "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
}
CONSISTENCY = {  # (old, new): proof
    (1, 1): "",
    (1, 8): "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
    " 5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    " 6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    (6, 8): "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
    " ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
    " d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    (2, 5): "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
    " bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
}


class Store:
    """Nodes of a tree that grew leaf by leaf."""

    def __init__(self, leaves: Collection[bytes]) -> None:
        self.nodes: dict[Node, bytes] = {}
        tree = Frontier()
        for leaf in leaves:
            self.nodes.update(tree.append(leaf_hash(leaf)))

    def __call__(self, nodes: Collection[Node]) -> Mapping[Node, bytes]:
        return {node: self.nodes[node] for node in nodes if node in self.nodes}


def split(count: int) -> int:
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def naive_root(leaves: list[bytes]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return sha256().digest()
    if len(leaves) == 1:
        return sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return sha256(b"\x01" + naive_root(leaves[:k]) + naive_root(leaves[k:])).digest()


def naive_path(index: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162 §2.1.3.1, word for word."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if index < k:
        return [*naive_path(index, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(index - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(old: int, leaves: list[bytes], whole: bool = True) -> list[bytes]:
    """RFC 9162 §2.1.4.1, word for word."""
    if old == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = split(len(leaves))
    if old <= k:
        return [*naive_proof(old, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_proof(old - k, leaves[k:], False), naive_root(leaves[:k])]


def hashes(text: str) -> list[bytes]:
    return [bytes.fromhex(value) for value in text.split()]


@pytest.mark.parametrize("size", range(9))
def test_root_of_known_trees(size: int) -> None:
    assert root(size, Store(LEAVES)) == ROOTS[size]


def test_root_of_nothing() -> None:
    assert root(0, Store([])) == EMPTY_ROOT == ROOTS[0]


@pytest.mark.parametrize(("index", "size"), INCLUSION)
def test_known_inclusion_proofs(index: int, size: int) -> None:
    proof = inclusion_proof(index, size, Store(LEAVES))
    assert proof == hashes(INCLUSION[index, size])
    check_inclusion(proof, leaf_hash(LEAVES[index]), index, size, ROOTS[size])


@pytest.mark.parametrize(("old", "new"), CONSISTENCY)
def test_known_consistency_proofs(old: int, new: int) -> None:
    proof = consistency_proof(old, new, Store(LEAVES))
    assert proof == hashes(CONSISTENCY[old, new])
    check_consistency(proof, old, ROOTS[old], new, ROOTS[new])


@given(st.lists(st.binary(max_size=4), min_size=1, max_size=70), st.data())
def test_tree_is_the_recursive_definition(leaves: list[bytes], data: st.DataObject) -> None:
    store, size = Store(leaves), len(leaves)
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(1, size))
    assert root(size, store) == naive_root(leaves)
    assert inclusion_proof(index, size, store) == naive_path(index, leaves)
    assert consistency_proof(old, size, store) == naive_proof(old, leaves)
    check_inclusion(naive_path(index, leaves), leaf_hash(leaves[index]), index, size, naive_root(leaves))
    check_consistency(naive_proof(old, leaves), old, naive_root(leaves[:old]), size, naive_root(leaves))


@given(st.integers(2, 70), st.data())
def test_a_changed_proof_is_refused(size: int, data: st.DataObject) -> None:
    leaves = [bytes([n]) for n in range(size)]
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size - 1))
    path, proof = naive_path(index, leaves), naive_proof(old, leaves)
    change = data.draw(st.sampled_from(["flip", "drop", "add"]))
    with pytest.raises(IntegrityError):
        check_inclusion(
            altered(path, change, data), leaf_hash(leaves[index]), index, size, naive_root(leaves)
        )
    old_root, new_root = naive_root(leaves[:old]), naive_root(leaves)
    with pytest.raises(IntegrityError):
        check_consistency(altered(proof, change, data), old, old_root, size, new_root)


def altered(proof: list[bytes], change: str, data: st.DataObject) -> list[bytes]:
    at = data.draw(st.integers(0, len(proof) - 1))
    if change == "flip":
        return [*proof[:at], bytes([proof[at][0] ^ 1]) + proof[at][1:], *proof[at + 1 :]]
    if change == "drop":
        return proof[:at] + proof[at + 1 :]
    return [*proof[:at], b"\x00" * 32, *proof[at:]]


@given(st.integers(2, 70), st.data())
def test_a_proof_for_another_place_is_refused(size: int, data: st.DataObject) -> None:
    leaves = [bytes([n]) for n in range(size)]
    index = data.draw(st.integers(0, size - 1))
    other = data.draw(st.integers(-1, size).filter(lambda n: n != index))
    with pytest.raises(IntegrityError):
        check_inclusion(naive_path(index, leaves), leaf_hash(leaves[index]), other, size, naive_root(leaves))


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3), (-1, 3)])
def test_sizes_that_no_consistency_proof_can_have(old: int, new: int) -> None:
    with pytest.raises(IntegrityError):
        check_consistency([], old, ROOTS[0], new, ROOTS[3])
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_proof(old, new, Store(LEAVES))


@pytest.mark.parametrize("index", [-1, 3])
def test_no_inclusion_proof_outside_of_the_tree(index: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_proof(index, 3, Store(LEAVES))


def test_equal_sizes_need_no_proof_but_equal_roots() -> None:
    check_consistency([], 3, ROOTS[3], 3, ROOTS[3])
    with pytest.raises(IntegrityError):
        check_consistency([], 3, ROOTS[3], 3, ROOTS[4])
    with pytest.raises(IntegrityError):
        check_consistency([ROOTS[1]], 3, ROOTS[3], 3, ROOTS[3])


def test_leaf_and_inner_hashes_differ() -> None:
    left, right = leaf_hash(b"a"), leaf_hash(b"b")
    assert leaf_hash(left + right) != root(2, Store([b"a", b"b"]))


def test_a_lacking_node_is_named() -> None:
    store = Store(LEAVES)
    del store.nodes[2, 1]
    with pytest.raises(IntegrityError, match=r"node 2/1 \(events 4 to 7\)"):
        inclusion_proof(0, 8, store)


@given(st.integers(0, 10_000))
def test_subtrees_cover_all_leaves_in_order(size: int) -> None:
    at = 0
    for level, index in subtrees(0, size):
        assert index << level == at
        at += 1 << level
    assert at == size


@given(st.integers(0, 200))
def test_a_stored_frontier_continues_the_tree(size: int) -> None:
    leaves = [n.to_bytes(2) for n in range(size + 1)]
    before, after = Store(leaves[:-1]), Store(leaves)
    tree = Frontier.stored(size, before)
    made = dict(tree.append(leaf_hash(leaves[-1])))
    assert tree.root() == naive_root(leaves)
    assert made == {node: after.nodes[node] for node in after.nodes.keys() - before.nodes.keys()}
