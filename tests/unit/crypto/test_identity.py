"""Identity files: whom the site certified, under a passphrase, as they were written."""

import json
from itertools import count
from random import Random

import pytest
import rfc8785

from gateway.crypto import identity
from gateway.crypto.identity import create, public_from_json, read_public, unlock
from gateway.errors import GatewayError, IntegrityError, KeyRefused

from .people import CREATED, ELSEWHERE, SITE, person, seed

WORD = "correct horse — battery"
ANA = person("ana").public
COST = identity.SCRYPT_COST


@pytest.fixture(scope="module", autouse=True)
def cheap():
    """scrypt at the least cost, since these tests open many files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "SCRYPT_COST", 2)
        yield


@pytest.fixture(scope="module")
def body(cheap) -> bytes:
    numbers = count()
    return create(SITE, "ana", "data-steward", CREATED, WORD, lambda size: seed(str(next(numbers)), size))


def test_a_file_opens_with_its_passphrase(body: bytes) -> None:
    opened = unlock(body, WORD, SITE.public)
    assert (opened.public.name, opened.public.role, opened.public.created) == ("ana", "data-steward", CREATED)
    assert opened.signing.public == opened.public.signing_key
    assert opened.receiving.public == opened.public.receiving_key
    assert read_public(body, SITE.public) == opened.public
    assert WORD.encode() not in body


def test_a_guess_costs_32_megabytes() -> None:
    assert COST * 128 * 8 == 32 << 20  # RFC 7914: N · 128 · r


@pytest.mark.parametrize("word", ["", " " + WORD, WORD[:-1], WORD.upper()])
def test_another_passphrase_is_refused(body: bytes, word: str) -> None:
    with pytest.raises(KeyRefused, match="identity ana: wrong passphrase"):
        unlock(body, word, SITE.public)


def test_another_site_s_identity_is_refused_unless_it_is_asked_for(body: bytes) -> None:
    for read in (lambda: read_public(body, ELSEWHERE.public), lambda: unlock(body, WORD, ELSEWHERE.public)):
        with pytest.raises(IntegrityError, match="certified by another site"):
            read()
    assert read_public(body, None).name == "ana"


def test_a_public_file_opens_for_nobody(body: bytes) -> None:
    public = rfc8785.dumps({"public": json.loads(body)["public"]})
    assert read_public(public, SITE.public).name == "ana"
    with pytest.raises(KeyRefused, match="the file holds no private key"):
        unlock(public, WORD, SITE.public)


def test_no_bit_may_flip(body: bytes) -> None:
    """A flip in the ciphertext or the salt looks like a wrong passphrase; anything else is told as damage."""
    fields = [json.loads(body)["private"][name] for name in ("salt", "sealed")]
    sealed = {
        at for field in fields for at in range(body.index(field.encode()), body.index(field.encode()) + len(field))
    }
    for bit in Random(3).sample(range(len(body) * 8), 400):
        changed = bytearray(body)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(GatewayError) as caught:
            unlock(bytes(changed), WORD, SITE.public)
        assert caught.value.hint
        expected = (KeyRefused, IntegrityError) if bit // 8 in sealed else IntegrityError
        assert isinstance(caught.value, expected)


def changed(body: bytes, part: str, **fields: object) -> bytes:
    file = json.loads(body)
    file[part].update(fields)
    return rfc8785.dumps(file)


@pytest.mark.parametrize(
    ("part", "field", "value"),
    [
        ("private", "cost", 1),
        ("private", "kdf", "none"),
        ("private", "more", 1),
        ("private", "salt", 7),
        ("private", "sealed", "zz"),
        ("public", "role", "root"),
        ("public", "name", "sam"),
        ("public", "more", "x"),
        ("public", "signing_key", ""),
        ("public", "receiving_key", "00" * 32),
        ("public", "site_key", "00" * 31),
        ("public", "certificate", "00" * 64),
        ("public", "created", 7),
    ],
)
def test_no_field_may_be_other(body: bytes, part: str, field: str, value: object) -> None:
    with pytest.raises(IntegrityError):
        unlock(changed(body, part, **{field: value}), WORD, SITE.public)


@pytest.mark.parametrize(
    "file",
    [b"", b"{}", b"[]", b"null", b"7", b"\xff", b"[" * 100_000, b'{"public":{},"more":{}}', b'{"public":7}',
     b'{"private":{}}', b'{"public":[],"private":[]}', b'{"public": {}}'],
)  # fmt: skip
def test_what_is_no_identity_file_is_refused(file: bytes) -> None:
    for read in (lambda: read_public(file, None), lambda: unlock(file, WORD)):
        with pytest.raises(IntegrityError):
            read()


def test_a_private_part_belongs_to_its_public_part(body: bytes) -> None:
    """Somebody else's seeds, sealed under the same passphrase, don't open beneath another's name."""
    numbers = count(100)
    other = create(SITE, "sam", "data-steward", CREATED, WORD, lambda size: seed(str(next(numbers)), size))
    mixed = rfc8785.dumps({"public": json.loads(body)["public"], "private": json.loads(other)["private"]})
    with pytest.raises(KeyRefused):
        unlock(mixed, WORD, SITE.public)


def test_a_public_part_prints_as_it_was_read() -> None:
    fields = ANA.to_json()
    assert public_from_json(fields, SITE.public) == ANA
    assert len(ANA.fingerprint) == 16
    for name in fields:
        with pytest.raises(IntegrityError):
            public_from_json({key: value for key, value in fields.items() if key != name}, SITE.public)
