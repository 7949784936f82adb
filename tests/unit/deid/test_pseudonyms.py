"""Codes: random, kept, of one project; the originals readable with the project's key only."""

from itertools import count
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto.primitives import decrypt, derive, mac
from gateway.deid.pseudonyms import LOOKUP, ProjectSecrets
from gateway.errors import KeyRefused
from gateway.registry.crosswalk import CrosswalkTable
from gateway.registry.db import Registry

KEY = b"k" * 32


class Kept:
    """A crosswalk in memory; it shows what was written and how often it was asked."""

    def __init__(self) -> None:
        self.rows: dict[str, dict[bytes, tuple[str, bytes]]] = {}
        self.asked = 0

    def find(self, domain: str, lookups) -> dict[bytes, str]:
        self.asked += 1
        return {lookup: self.rows[domain][lookup][0] for lookup in lookups if lookup in self.rows.get(domain, {})}

    def add(self, domain: str, rows) -> bool:
        kept = self.rows.setdefault(domain, {})
        for lookup, code, sealed in rows:
            assert lookup not in kept
            kept[lookup] = (code, sealed)
        return True


class Numbers:
    """Random bytes that are told apart and repeat in another run."""

    def __init__(self, start: int = 0) -> None:
        self._next = count(start)

    def __call__(self, size: int) -> bytes:
        return b"".join(mac(b"random", str(next(self._next)).encode()) for _ in range(size // 32 + 1))[:size]


@pytest.fixture
def kept() -> Kept:
    return Kept()


def project(kept: Kept, name: str = "sepsis", key: bytes = KEY, start: int = 0) -> ProjectSecrets:
    return ProjectSecrets(key, name, kept, Numbers(start))


def test_a_code_is_drawn_once_and_then_kept(kept: Kept) -> None:
    codes = project(kept).codes("subject", ["a", "b", "c"])
    assert len(set(codes)) == 3
    assert all(len(code) == 26 and set(code) <= set("abcdefghijklmnopqrstuvwxyz234567") for code in codes)
    later = project(kept, start=999)  # another run: other random bytes
    assert later.codes("subject", ["c", "d", "a"])[::2] == [codes[2], codes[0]]
    assert later.codes("subject", ["b"]) == [codes[1]]
    assert later.codes("subject", []) == []


def test_codes_come_from_the_random_bytes_and_not_from_the_value(kept: Kept) -> None:
    assert project(kept).codes("subject", ["a"]) != project(Kept(), start=999).codes("subject", ["a"])
    assert project(Kept()).codes("subject", ["a"]) == project(Kept()).codes("subject", ["z"])


def test_domains_and_projects_have_nothing_in_common(kept: Kept) -> None:
    sepsis, stroke = project(kept), project(kept, "stroke", start=50)
    codes = {*sepsis.codes("subject", ["a"]), *sepsis.codes("key.visit", ["a"]), *stroke.codes("subject", ["a"])}
    assert len(codes) == 3
    lookups = {lookup for rows in kept.rows.values() for lookup in rows}
    assert len(lookups) == 3
    macs = {p.mac(domain, b"a") for p in (sepsis, stroke) for domain in ("shift", "surrogate", "subject")}
    assert len(macs) == 6
    assert sepsis.mac("shift", b"a") == project(kept, start=7).mac("shift", b"a")
    assert sepsis.mac("shift", b"a") != project(kept, key=b"K" * 32).mac("shift", b"a")


def test_the_original_opens_with_the_project_s_key_only(kept: Kept) -> None:
    project(kept).codes("subject", ["José 7"])
    [(lookup, (code, sealed))] = kept.rows["sepsis/subject"].items()
    key = derive(derive(KEY, "project:sepsis"), "sealed:subject")
    assert decrypt(key, sealed, lookup).decode() == "José 7"
    assert len(lookup) == LOOKUP
    assert "José 7".encode() not in sealed + lookup + code.encode()
    elsewhere = [(KEY, "stroke", "subject"), (KEY, "sepsis", "key.visit"), (b"K" * 32, "sepsis", "subject")]
    for root, name, domain in elsewhere:
        with pytest.raises(KeyRefused):
            decrypt(derive(derive(root, f"project:{name}"), f"sealed:{domain}"), sealed, lookup)
    with pytest.raises(KeyRefused):
        decrypt(key, sealed, b"another lookup")


def test_no_nonce_is_used_twice(kept: Kept) -> None:
    secrets = project(kept)
    for n in range(20):
        secrets.codes("subject", [f"{n}-{i}" for i in range(10)])
    nonces = [sealed[:12] for _, sealed in kept.rows["sepsis/subject"].values()]
    assert len(set(nonces)) == 200


def test_a_code_is_written_before_it_is_given(kept: Kept) -> None:
    class Full(Kept):
        def add(self, domain: str, rows) -> None:
            raise OSError

    full = Full()
    secrets = ProjectSecrets(KEY, "sepsis", full, Numbers())
    with pytest.raises(OSError):
        secrets.codes("subject", ["a"])
    secrets._crosswalk = kept
    assert secrets.codes("subject", ["a"]) == [next(iter(kept.rows["sepsis/subject"].values()))[0]]


def test_a_code_that_another_export_drew_in_the_meantime_holds(tmp_path: Path) -> None:
    registry = Registry(f"sqlite:///{tmp_path / 'r.db'}")
    registry.create()
    kept, codes = CrosswalkTable(registry), []

    class Late(CrosswalkTable):
        """Another export adds its codes between this one's look and its writing."""

        def add(self, domain: str, rows) -> bool:
            codes.extend(ProjectSecrets(KEY, "sepsis", kept, Numbers()).codes("subject", ["a", "b"]))
            return super().add(domain, rows)

    assert ProjectSecrets(KEY, "sepsis", Late(registry), Numbers(999)).codes("subject", ["a", "b"]) == codes


@given(st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), max_size=8))
def test_however_values_come_each_has_one_code(runs: list[list[str]]) -> None:
    kept, found = Kept(), {}
    secrets = project(kept)
    for n, values in enumerate(runs):
        if n % 2:  # another run
            secrets = project(kept, start=1000 * n)
        for value, code in zip(values, secrets.codes("subject", values), strict=True):
            assert found.setdefault(value, code) == code
    assert len(set(found.values())) == len(found)


def test_the_site_s_own_crosswalk_keeps_codes(tmp_path: Path) -> None:
    registry = Registry(f"sqlite:///{tmp_path / 'r.db'}")
    registry.create()
    values = [f"v{n}" for n in range(2_500)]
    codes = ProjectSecrets(KEY, "sepsis", CrosswalkTable(registry), Numbers()).codes("subject", values)
    again = ProjectSecrets(KEY, "sepsis", CrosswalkTable(registry), Numbers(10**6))
    assert again.codes("subject", list(reversed(values))) == list(reversed(codes))
