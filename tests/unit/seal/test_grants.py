"""A grant opens one release for one person until its day. That revoking stops further grants is the registry's."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from crypto.people import ELSEWHERE, SITE, person

from gateway.crypto.documents import canonical
from gateway.crypto.identity import Identity, certify
from gateway.crypto.trust import Trust
from gateway.errors import IntegrityError, KeyRefused, Refused
from gateway.seal.grants import Terms, make, open_grant
from gateway.seal.manifest import Manifest, read

from .samples import ANA, KEY, SAM, release

AT, UNTIL = datetime(2026, 6, 1, tzinfo=UTC), date(2026, 12, 31)
TERMS = Terms("grant-1", "HRESCH", UNTIL)


@pytest.fixture(scope="module")
def manifest(tmp_path_factory) -> Manifest:
    return read(release(tmp_path_factory.mktemp("r") / "rel-1"), Trust(SITE.public))


@pytest.fixture(scope="module")
def body(manifest: Manifest) -> bytes:
    return make(manifest, KEY.key, ANA.public, TERMS, SAM, AT).body


def test_opens_for_its_recipient_to_the_end_of_its_day(manifest: Manifest, body: bytes) -> None:
    for today in (AT.date(), UNTIL):
        assert open_grant(body, ANA, manifest, today) == KEY.key
    assert KEY.key.hex().encode() not in body


def test_an_expired_grant_is_refused(manifest: Manifest, body: bytes) -> None:
    with pytest.raises(Refused, match="the grant expired on 2026-12-31"):
        open_grant(body, ANA, manifest, UNTIL + timedelta(days=1))


@pytest.mark.parametrize("other", [person("bo", "ml-engineer"), SAM])
def test_a_grant_for_somebody_else_is_refused(manifest: Manifest, body: bytes, other: Identity) -> None:
    with pytest.raises(KeyRefused, match="the grant is for ana, not for"):
        open_grant(body, other, manifest, AT.date())


def test_a_namesake_with_other_keys_is_refused(manifest: Manifest, body: bytes) -> None:
    bo = person("bo", "ml-engineer")
    namesake = certify(SITE, "ana", "ml-engineer", "2026-01-01T00:00:00Z", bo.signing.public, bo.receiving.public)
    with pytest.raises(KeyRefused, match="the grant is for ana, not for ana"):
        open_grant(body, Identity(namesake, bo.signing, bo.receiving), manifest, AT.date())


def test_a_grant_of_another_release_is_refused(tmp_path: Path, body: bytes) -> None:
    twin = read(release(tmp_path / "rel-1", more="another"), Trust(SITE.public))
    with pytest.raises(IntegrityError, match="made for another release"):
        open_grant(body, ANA, twin, AT.date())


def test_only_a_steward_of_the_site_grants(manifest: Manifest) -> None:
    own = make(manifest, KEY.key, ANA.public, TERMS, ANA, AT).body
    with pytest.raises(IntegrityError, match="not signed by a data steward"):
        open_grant(own, ANA, manifest, AT.date())
    foreign = make(manifest, KEY.key, ANA.public, TERMS, person("sam", site=ELSEWHERE), AT).body
    with pytest.raises(IntegrityError, match="another site"):
        open_grant(foreign, ANA, manifest, AT.date())


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("until", "2099-12-31"),
        ("purpose", "TREAT"),
        ("tier", "synthetic"),
        ("recipient", "bo"),
        ("sealed", "00"),
        ("id", "x"),
    ],
)
def test_what_a_grant_says_cannot_be_changed(manifest: Manifest, body: bytes, field: str, value: str) -> None:
    fields = json.loads(body)
    fields[field] = value
    with pytest.raises(IntegrityError):
        open_grant(canonical(fields), ANA, manifest, AT.date())


@pytest.mark.parametrize(("field", "value"), [("until", "2099-12-31"), ("purpose", "TREAT"), ("tier", "synthetic")])
def test_the_key_is_sealed_to_the_terms_so_that_no_steward_stretches_them(
    manifest: Manifest, body: bytes, field: str, value: str
) -> None:
    fields = json.loads(body)
    del fields["signature"]
    fields[field] = value
    stretched = canonical({**fields, "signature": SAM.signing.sign(canonical(fields)).hex()})
    with pytest.raises(KeyRefused):
        open_grant(stretched, ANA, manifest, AT.date())
