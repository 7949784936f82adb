"""A model that a policy keeps: opened by its site, for its release, and by nobody else."""

from pathlib import Path

import pytest

from gateway.desk import kept_models
from gateway.errors import BadInput, KeyRefused
from gateway.site import Site, create_site, open_site

MODEL, RELEASE = b"real extremes and categories: CANARY", "rel-20260601-00000001"


def kept(site: Site) -> Path:
    kept_models.keep(site, RELEASE, MODEL)
    return site.folder / "models" / f"{RELEASE}.bin"


def test_it_comes_back_also_when_the_site_is_opened_anew(site: Site) -> None:
    kept(site)
    assert kept_models.get(site, RELEASE) == MODEL
    assert kept_models.get(open_site(site.folder), RELEASE) == MODEL


def test_what_lies_there_is_encrypted_and_never_twice_the_same(site: Site) -> None:
    first, second = kept(site).read_bytes(), kept(site).read_bytes()
    assert b"CANARY" not in first
    assert first != second


def test_another_site_cannot_open_it(site: Site, tmp_path: Path) -> None:
    other = create_site(tmp_path / "other", "elsewhere")
    (other.folder / "models").mkdir()
    (other.folder / "models" / f"{RELEASE}.bin").write_bytes(kept(site).read_bytes())
    with pytest.raises(KeyRefused):
        kept_models.get(other, RELEASE)


def test_it_stands_for_no_other_release(site: Site) -> None:
    path = kept(site)
    path.rename(path.with_name("rel-20260601-00000002.bin"))
    with pytest.raises(KeyRefused):
        kept_models.get(site, "rel-20260601-00000002")


def test_one_that_was_changed_is_refused(site: Site) -> None:
    path = kept(site)
    held = path.read_bytes()
    path.write_bytes(held[:-1] + bytes([held[-1] ^ 1]))
    with pytest.raises(KeyRefused):
        kept_models.get(site, RELEASE)


def test_none_was_kept(site: Site) -> None:
    with pytest.raises(BadInput, match="no model of"):
        kept_models.get(site, RELEASE)
