"""Known answers of the standards, and what each primitive refuses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.crypto import primitives
from gateway.crypto.primitives import (
    ReceivingKey,
    SigningKey,
    VerifyingKey,
    check_signature,
    decrypt,
    encrypt,
    seal_for,
)
from gateway.errors import IntegrityError, KeyRefused

from .people import seed

# RFC 8032, 7.1: secret key, public key, message, signature
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe"
        "24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302a"
        "eeb00d291612bb0c00",
    ),
]


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_ed25519_is_that_of_rfc_8032(secret: str, public: str, message: str, signature: str) -> None:
    key = SigningKey(bytes.fromhex(secret))
    assert key.public.hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature
    assert VerifyingKey(key.public).holds(bytes.fromhex(signature), bytes.fromhex(message))


def test_hmac_is_that_of_rfc_4231() -> None:
    assert primitives.mac(b"\x0b" * 20, b"Hi There").hex() == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )
    assert primitives.mac(b"Jefe", b"what do ya want for nothing?").hex() == (
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843")  # fmt: skip


def test_hkdf_is_that_of_rfc_5869() -> None:
    """Written out by its definition, since the RFC's cases have salts and lengths that we don't use."""
    pseudorandom = primitives.mac(bytes(32), b"key")
    assert primitives.derive(b"key", "use") == primitives.mac(pseudorandom, b"use\x01")
    third_case = primitives.derive(b"\x0b" * 22, "")  # RFC 5869, A.3: no salt, no info; its first 32 bytes
    assert third_case.hex() == "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"


def test_scrypt_is_that_of_rfc_7914() -> None:
    known = "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"  # N = 16384, its first 32 bytes
    assert primitives.passphrase_key("pleaseletmein", b"SodiumChloride", 16384).hex() == known


def test_every_label_derives_another_key() -> None:
    labels = ["", "a", "b", "deid", "escrow", "a\0"]
    assert len({primitives.derive(b"k" * 32, label) for label in labels}) == len(labels)
    assert primitives.derive(b"k" * 32, "a") != primitives.derive(b"l" * 32, "a")


KEY, NONCE = b"k" * 32, b"n" * 12


@given(st.binary(max_size=60), st.binary(max_size=20), st.data())
def test_sealed_bytes_open_only_as_they_were_sealed(plain: bytes, context: bytes, data) -> None:
    sealed = encrypt(KEY, NONCE, plain, context)
    assert decrypt(KEY, sealed, context) == plain
    flipped = bytearray(sealed)
    flipped[data.draw(st.integers(0, len(sealed) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    cut = data.draw(st.integers(0, len(sealed) - 1))
    for key, body, bound in (
        (b"K" * 32, sealed, context),
        (KEY, bytes(flipped), context),
        (KEY, sealed[:cut], context),
        (KEY, sealed, context + b"x"),
    ):
        with pytest.raises(KeyRefused):
            decrypt(key, body, bound)


@given(st.binary(min_size=0, max_size=70), st.binary(min_size=0, max_size=70))
def test_any_bytes_for_key_and_signature_are_refused_in_peace(public: bytes, signature: bytes) -> None:
    with pytest.raises(IntegrityError, match="a thing: the signature does not hold"):
        check_signature(public, signature, b"message", "a thing")


class TestHpke:
    key, other = ReceivingKey(seed("a", ReceivingKey.SEED)), ReceivingKey(seed("b", ReceivingKey.SEED))

    def test_opens_for_the_recipient_with_the_same_info(self) -> None:
        assert len(self.key.public) == ReceivingKey.PUBLIC == 1216
        sealed = seal_for(self.key.public, b"data key", b"for this")
        assert self.key.open(sealed, b"for this") == b"data key"
        assert seal_for(self.key.public, b"data key", b"for this") != sealed

    @pytest.mark.parametrize("info", [b"", b"for that", b"for this ", b"for thi"])
    def test_refuses_another_info(self, info: bytes) -> None:
        with pytest.raises(KeyRefused):
            self.key.open(seal_for(self.key.public, b"data key", b"for this"), info)

    def test_refuses_another_recipient_and_changed_bytes(self) -> None:
        sealed = seal_for(self.key.public, b"data key", b"")
        with pytest.raises(KeyRefused):
            self.other.open(sealed, b"")
        changed = [sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :] for at in range(0, len(sealed), 97)]
        for body in (*changed, sealed[:-1], sealed + b"\0", b"", sealed[:100]):
            with pytest.raises(KeyRefused):
                self.key.open(body, b"")


def test_a_fingerprint_is_short_and_of_the_key() -> None:
    assert primitives.fingerprint(b"") == "e3b0c44298fc1c14"
