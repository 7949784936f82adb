"""Identities of a site: made once, handed out without secrets, taken in from others by a steward."""

import json
from pathlib import Path

import pytest

from gateway.desk import people
from gateway.errors import BadInput, IntegrityError, KeyRefused, Refused
from gateway.site import create_site

from .conftest import outcomes


@pytest.fixture
def sam(site):
    return people.create(site, "sam", "data-steward", "word")


def test_a_new_identity_opens_with_its_passphrase_and_is_private(site, sam) -> None:
    public = people.create(site, "ana", "ml-engineer", "word", sam)
    assert site.unlock("ana", "word").public == public == site.public("ana")
    assert (site.folder / "keys/ana.json").stat().st_mode & 0o777 == 0o600
    assert outcomes(site, "key.created") == [("sam", "success"), ("sam", "success")]
    with pytest.raises(KeyRefused):
        site.unlock("ana", "another word")


def test_the_first_identity_is_a_steward_s_who_certifies_all_others(site, sam) -> None:
    """21 CFR 11.100(b); who can write the site's folder makes no second steward by a command."""
    with pytest.raises(Refused, match="only a data steward certifies"):
        people.create(site, "tess", "data-steward", "word")
    ana = people.create(site, "ana", "ml-engineer", "word", sam)
    with pytest.raises(Refused, match="may not certifyIdentity"):
        people.create(site, "tess", "data-steward", "word", ana)
    for path in (site.folder / "keys").glob("*.json"):
        path.unlink()  # the log still knows that the site has begun
    with pytest.raises(Refused, match="only a data steward certifies"):
        people.create(site, "sam", "data-steward", "word")
    assert people.everyone(site) == []
    assert [o for o in outcomes(site, "key.created") if o[1] == "refused"] == [("tess", "refused"), ("sam", "refused")]
    assert outcomes(site, "access.refused") == [("ana", "refused")]


def test_a_site_does_not_begin_with_an_engineer(site) -> None:
    with pytest.raises(Refused, match="first identity"):
        people.create(site, "ana", "ml-engineer", "word")
    assert outcomes(site, "key.created") == [("ana", "refused")]


@pytest.mark.parametrize("name", ["", "Ana", "ana/bo", "../ana", ".ana", "1ana", "ana bo", "a" * 65, "añ"])
def test_unfit_names_are_refused(site, name: str) -> None:
    with pytest.raises(BadInput, match="no name for an identity"):
        people.create(site, name, "ml-engineer", "word")


def test_a_name_is_taken_once_and_a_passphrase_is_needed(site, sam) -> None:
    with pytest.raises(KeyRefused, match="empty"):
        people.create(site, "ana", "ml-engineer", "", sam)
    people.create(site, "ana", "ml-engineer", "word", sam)
    with pytest.raises(BadInput, match="already"):
        people.create(site, "ana", "data-steward", "word", sam)
    assert [public.name for public in people.everyone(site)] == ["ana", "sam"]


def test_what_is_handed_out_holds_no_secret(site, sam) -> None:
    people.create(site, "ana", "ml-engineer", "word", sam)
    assert json.loads(people.export(site, "ana", private=False)).keys() == {"public"}
    assert json.loads(people.export(site, "ana", private=True)).keys() == {"public", "private"}
    with pytest.raises(KeyRefused, match="no identity 'bo'"):
        people.export(site, "bo", private=False)


@pytest.fixture
def foreign(tmp_path: Path, site, clock) -> Path:
    """An engineer of another site."""
    elsewhere = create_site(tmp_path / "elsewhere", "salt-fork", clock)
    people.create(elsewhere, "fay", "ml-engineer", "word", people.create(elsewhere, "gus", "data-steward", "word"))
    path = tmp_path / "fay.json"
    path.write_bytes(people.export(elsewhere, "fay", private=False))
    return path


def test_a_steward_certifies_another_site_s_identity(site, who, foreign: Path) -> None:
    taken = people.take_in(site, foreign, who("sam").public)
    assert taken == site.public("fay")
    assert taken.site_key == site.key.public
    assert outcomes(site, "key.imported") == [("sam", "success")]
    with pytest.raises(BadInput, match="already"):
        people.take_in(site, foreign, who("sam").public)


@pytest.mark.parametrize("name", ["ana", "cleo"])
def test_nobody_else_certifies(site, who, foreign: Path, name: str) -> None:
    with pytest.raises(Refused):
        people.take_in(site, foreign, who(name).public)
    with pytest.raises(KeyRefused):
        site.public("fay")


def test_a_changed_identity_is_not_certified(site, who, foreign: Path, tmp_path: Path) -> None:
    foreign.write_bytes(foreign.read_bytes().replace(b"ml-engineer", b"data-steward"))
    with pytest.raises(IntegrityError):
        people.take_in(site, foreign, who("sam").public)
    assert outcomes(site, "file.refused") == [("sam", "refused")]
    with pytest.raises(BadInput, match="no such file"):
        people.take_in(site, tmp_path / "none.json", who("sam").public)
