"""Known answers from the definitions of RFC 6962 §2.1, written down again here as plainly as the RFC says them."""

from hashlib import sha256

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dinh.ledger.types import merkle

pytestmark = pytest.mark.unit

# The eight inputs of the Certificate Transparency reference implementation.
INPUTS = [
    bytes.fromhex(one)
    for one in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
# Published with certificate-transparency's merkletree tests, by size 1 to 8.
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def mth(entries: list[bytes]) -> bytes:
    if not entries:
        return sha256(b"").digest()
    if len(entries) == 1:
        return sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def path(m: int, entries: list[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], *, whole: bool) -> list[bytes]:
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = 1
    while k * 2 < len(entries):
        k *= 2
    if m <= k:
        return [*subproof(m, entries[:k], whole=whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], whole=False), mth(entries[:k])]


def data(size: int) -> list[bytes]:
    return [number.to_bytes(4) for number in range(size)]


def reader(entries: list[bytes]) -> merkle.NodeReader:
    return lambda level, index: mth(entries[index << level : (index + 1) << level])


def grown(entries: list[bytes], cut: int = 0) -> merkle.Peaks:
    peaks = merkle.Peaks()
    leaves = [merkle.leaf_hash(one) for one in entries]
    peaks.extend(leaves[:cut])
    peaks.extend(leaves[cut:])
    return peaks


def test_roots_are_those_published() -> None:
    assert [grown(INPUTS[:size]).root().hex() for size in range(1, 9)] == list(ROOTS)
    assert merkle.Peaks().root() == mth([])


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 700), st.data())
def test_growing_in_any_pieces_gives_the_root_of_the_definition(size: int, draw: st.DataObject) -> None:
    peaks = grown(data(size), draw.draw(st.integers(0, size)))
    assert peaks.root() == mth(data(size))
    assert sorted(peaks.kept) == [
        (8, index, mth(data(size)[index * 256 : (index + 1) * 256])) for index in range(size // 256)
    ]


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 300), st.data())
def test_inclusion_is_the_path_of_the_definition(size: int, draw: st.DataObject) -> None:
    index = draw.draw(st.integers(0, size - 1))
    entries = data(size)
    found = merkle.inclusion_path(index, size, reader(entries))
    assert found == path(index, entries)
    leaf, root = merkle.leaf_hash(entries[index]), mth(entries)
    assert merkle.verify_inclusion(leaf=leaf, index=index, size=size, path=found, root=root)
    other = draw.draw(st.integers(0, size + 1).filter(lambda one: one != index))
    assert not merkle.verify_inclusion(leaf=leaf, index=other, size=size, path=found, root=root)
    assert not merkle.verify_inclusion(leaf=root, index=index, size=size, path=[*found, root], root=root)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1, 300), st.data())
def test_consistency_is_the_proof_of_the_definition(new: int, draw: st.DataObject) -> None:
    old = draw.draw(st.integers(1, new))
    entries = data(new)
    found = merkle.consistency_path(old, new, reader(entries))
    assert found == subproof(old, entries, whole=True)
    old_root, new_root = mth(entries[:old]), mth(entries)
    good = {"old": old, "new": new, "old_root": old_root, "new_root": new_root}
    assert merkle.verify_consistency(**good, path=found)
    assert not merkle.verify_consistency(**{**good, "old_root": mth([b"other"])}, path=found)
    assert not merkle.verify_consistency(**{**good, "new_root": mth([b"other"])}, path=found)
    assert not merkle.verify_consistency(**good, path=[*found, new_root])


def test_proofs_of_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="no such leaf"):
        merkle.inclusion_path(3, 3, reader(data(3)))
    with pytest.raises(ValueError, match="a later one"):
        merkle.consistency_path(4, 3, reader(data(4)))
    assert not merkle.verify_consistency(old=0, new=3, old_root=b"", new_root=mth(data(3)), path=[])


def test_a_whole_block_grows_levels_above_it() -> None:
    entries = data(65_536 + 3)
    peaks = grown(entries, 65_530)
    assert peaks.root() == mth(entries)
    assert [(level, index) for level, index, _ in peaks.kept if level == 16] == [(16, 0)]
