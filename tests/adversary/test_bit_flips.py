"""One bit flipped, anywhere: in a release, a grant, an identity, or a signed document of the registry."""

import random

import pytest
from cli.desk import Desk

from .flips import site, spread

FLIPS = 12  # for each file, beside its first and last bit


def flips(size: int, seed: str, count: int = FLIPS) -> list[int]:
    """Bit positions: the first, the last, and others drawn by the seed."""
    last = 8 * size - 1
    return sorted({0, last, *random.Random(seed).sample(range(last), count)})


def flipped(body: bytes, bit: int) -> bytes:
    changed = bytearray(body)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


def test_release(desk, release):
    """`release verify` refuses each with 6; the untouched folder passes before and after."""
    files = sorted(path for path in release.rglob("*") if path.is_file())
    names = {path.name for path in files}
    assert {"manifest.json", "manifest.sig", "part-00000.parquet"} <= names
    passed, tried = [], 0
    for path in files:
        body = path.read_bytes()
        for bit in flips(len(body), path.name, max(FLIPS, 60 // len(files) + 1)):
            path.write_bytes(flipped(body, bit))
            done = desk("release", "verify", release.name)
            tried += 1
            if (done.code, done.out) != (6, ""):
                passed.append((path.name, bit, done.code, done.err))
        path.write_bytes(body)
    assert not passed
    assert tried >= 60
    assert desk("release", "verify", release.name).code == 0


@pytest.mark.parametrize("file", ["grant", "identity", "manifest", "signature"])
def test_what_opens_a_release(desk, release, file):
    """`open` refuses each with 6 or 7 and shows no row."""
    grant = desk.site / "grants" / f"{release.name}.ana.json"
    path = {
        "grant": grant,
        "identity": desk.site / "keys/ana.json",
        "manifest": release / "manifest.json",
        "signature": release / "manifest.sig",
    }[file]
    body = path.read_bytes()

    def open_():
        return desk("open", release, "--grant", grant, "--table", "encounters", who="ana")

    assert open_().code == 0
    passed = []
    for bit in flips(len(body), file, 20):
        path.write_bytes(flipped(body, bit))
        done = open_()
        if done.code not in (6, 7) or done.out:
            passed.append((bit, done.code, done.err))
    assert not passed


@pytest.mark.parametrize(
    ("kind", "command"),
    [
        ("request", ["export", "{request}"]),
        ("approval", ["export", "{request}"]),
        ("request", ["request", "approve", "{request}"]),
        ("grant", ["release", "show", "{release}"]),
        ("grant", ["release", "revoke", "{release}"]),
        ("release", ["release", "verify", "{release}"]),
        ("dataset", ["export", "{request}"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value[:2]).replace("-{request}", ""),
)
def test_documents_of_the_registry(desk: Desk, release, kind, command):
    """Each is refused with 6."""
    request = desk.request("harrow-lake")
    words = [word.format(request=request, release=release.name) for word in command]
    of = {
        "request": request,
        "approval": request,
        "grant": release.name,
        "release": release.name,
        "dataset": "harrow-lake",
    }[kind]
    column = "of" if kind in ("approval", "grant", "dataset") else "id"
    ((body,),) = desk.sql(f'SELECT body FROM documents WHERE kind = ? AND "{column}" = ?', kind, of)
    write = f'UPDATE documents SET body = ? WHERE kind = ? AND "{column}" = ?'
    passed = []
    for bit in flips(len(body), kind, 10):
        desk.sql(write, flipped(body, bit), kind, of)
        done = desk(*words, who="sam")
        if done.code != 6:
            passed.append((bit, done.code, done.err))
    assert not passed
    desk.sql(write, body, kind, of)
    assert len(desk.published()) == 2


def test_everything_that_is_signed_sealed_or_hashed():
    """Each flip is caught, and what was flipped is named; `flips.py` does the same with thousands."""
    with site() as desk:
        tallies = spread(desk, 104, "suite")
    assert {name for name, tally in tallies.items() if tally.missed or tally.unnamed} == set()
    assert {
        "request", "approval", "denial", "request-withdrawal", "submission", "grant", "revocation", "destruction",
        "rotation", "signed-before", "identity", "identity, rotated", "identity, joined", "request file",
        "catalogue", "data part", "manifest.json", "manifest.sig", "manifest (kept)",
    } <= tallies.keys()  # fmt: skip
    assert min(tally.flips for tally in tallies.values()) >= 3
