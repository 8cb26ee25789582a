"""Merkle trees against the vectors published with Certificate Transparency, and against their own promises."""

from base64 import b64decode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.proofs.merkle import (
    Tree,
    consistency_ranges,
    inclusion_ranges,
    is_consistent,
    leaf_hash,
    node_hash,
    root_by_inclusion,
    roots_of,
)

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    bytes.fromhex(root)
    for root in (
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
SECOND = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
FIFTH = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
THIRD_AND_FOURTH = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
FIFTH_AND_SIXTH = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
LAST_TWO = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
LAST_FOUR = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


def hashes(*words):
    return [bytes.fromhex(word) for word in words]


INCLUSION = [
    (0, 1, []),
    (0, 2, hashes(SECOND)),
    (1, 2, [ROOTS[1]]),
    (2, 3, [ROOTS[2]]),
    (1, 5, [ROOTS[1], *hashes(THIRD_AND_FOURTH, FIFTH)]),
    (0, 8, hashes(SECOND, THIRD_AND_FOURTH, LAST_FOUR)),
    (5, 8, [*hashes(FIFTH, LAST_TWO), ROOTS[4]]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, hashes(SECOND, THIRD_AND_FOURTH, LAST_FOUR)),
    (6, 8, [*hashes(FIFTH_AND_SIXTH, LAST_TWO), ROOTS[4]]),
    (2, 5, hashes(THIRD_AND_FOURTH, FIFTH)),
]
GOLDEN = {
    10: "VjWMPSYNtCuCNlF/RLnQy6HcwSk6CIipfxm+hettA+4=",
    15: "j4SulYmocFuxdeyp12xXCIgK6PekBcxzAIj4zbQzNEI=",
    16: "c+4Uc6BCMOZf/v3NZK1kqTUJe+bBoFtOhP+P3SayKRE=",
    100: "dUh9hYH88p0CMoHkdr1wC2szbhcLAXOejWpINIooKUY=",
    255: "SmdsuKUqiod3RX2jyF2M6JnbdE4QuTwwipfAowI4/i0=",
}
"""Roots of transparency-dev/merkle, whose leaves are their own index in two bytes."""


def tree(leaves):
    grown = Tree()
    for leaf in leaves:
        grown.add(leaf)
    return grown


def numbered(size):
    return [index.to_bytes(2, "little") for index in range(size)]


def test_hashes_of_leaves_and_nodes_begin_differently():
    """The vectors of RFC 6962's own hasher: a node can never pass for a leaf."""
    leaf, node = leaf_hash(b"L123456").hex(), node_hash(b"N123", b"N456").hex()

    assert leaf == "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
    assert node == "aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"


@pytest.mark.parametrize("size", range(9))
def test_roots_are_the_published_ones(size):
    assert tree(LEAVES[:size]).root() == ROOTS[size]


@pytest.mark.parametrize("size", GOLDEN)
def test_larger_roots_are_the_published_ones(size):
    assert tree(numbered(size)).root() == b64decode(GOLDEN[size])


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_inclusion_paths_are_the_published_ones(index, size, path):
    """Both ways: the path comes out, and it leads back to the root."""
    assert roots_of(inclusion_ranges(index, size), LEAVES) == path
    assert root_by_inclusion(index, size, LEAVES[index], path) == ROOTS[size]


@pytest.mark.parametrize(("old", "new", "proof"), CONSISTENCY)
def test_consistency_proofs_are_the_published_ones(old, new, proof):
    assert roots_of(consistency_ranges(old, new), LEAVES) == proof
    assert is_consistent(old, new, proof, ROOTS[old], ROOTS[new])


def test_everything_extends_nothing():
    """There is nothing to prove about an empty tree, and nothing may be given as proof."""
    assert consistency_ranges(0, 8) == []
    assert is_consistent(0, 8, [], ROOTS[0], ROOTS[8])
    assert not is_consistent(0, 8, [], ROOTS[1], ROOTS[8])
    assert not is_consistent(0, 8, [ROOTS[1]], ROOTS[0], ROOTS[8])


@pytest.mark.parametrize(("old", "new"), [(-1, 8), (9, 8), (3, 0)])
def test_a_tree_does_not_shrink(old, new):
    assert not is_consistent(old, new, [], ROOTS[8], ROOTS[8])
    with pytest.raises(ValueError, match="cannot begin"):
        consistency_ranges(old, new)


@pytest.mark.parametrize("index", [-1, 3])
def test_a_leaf_outside_the_tree_has_no_path(index):
    with pytest.raises(ValueError, match="no leaf"):
        inclusion_ranges(index, 3)


def test_missing_leaves_are_noticed():
    with pytest.raises(ValueError, match="fewer than 8"):
        roots_of(inclusion_ranges(0, 8), LEAVES[:7])


sizes = st.integers(1, 300)


@st.composite
def places(draw):
    size = draw(sizes)
    return draw(st.integers(0, size - 1)), size


def flipped(hash_, bit):
    return (int.from_bytes(hash_, "big") ^ 1 << bit).to_bytes(32, "big")


@given(places(), st.data())
def test_every_leaf_is_proved_and_no_flipped_bit_is(place, data):
    """The path leads to the root, unless a bit of it, or of the leaf, is another."""
    (index, size), leaves = place, numbered(300)
    root, path = tree(leaves[:size]).root(), roots_of(inclusion_ranges(index, size), leaves)

    assert root_by_inclusion(index, size, leaves[index], path) == root
    assert root_by_inclusion(index, size, leaves[index] + b"\x00", path) != root
    assert root_by_inclusion(index, size, leaves[index], [*path, root]) is None
    if path:
        at, bit = data.draw(st.integers(0, len(path) - 1)), data.draw(st.integers(0, 255))
        wrong = [*path[:at], flipped(path[at], bit), *path[at + 1 :]]
        assert root_by_inclusion(index, size, leaves[index], wrong) != root


@given(places(), st.data())
def test_every_extension_is_proved_and_no_flipped_bit_is(place, data):
    """An old root is proved to be the beginning of a newer one, unless a bit of anything is another."""
    (before, new), leaves, bit = place, numbered(300), data.draw(st.integers(0, 255))
    old = before + 1
    old_root, new_root = tree(leaves[:old]).root(), tree(leaves[:new]).root()
    proof = roots_of(consistency_ranges(old, new), leaves)

    assert is_consistent(old, new, proof, old_root, new_root)
    assert not is_consistent(old, new, proof, flipped(old_root, bit), new_root)
    assert not is_consistent(old, new, proof, old_root, flipped(new_root, bit))
    assert not is_consistent(old, new, [*proof, new_root], old_root, new_root)
    for at in range(len(proof)):
        wrong = [*proof[:at], flipped(proof[at], bit), *proof[at + 1 :]]
        assert not is_consistent(old, new, wrong, old_root, new_root)
        assert not is_consistent(old, new, proof[:at], old_root, new_root)
