"""The formats against published examples, and everything that is not exactly a checkpoint refused."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.audit.checkpoint import Checkpoint, Note, Signature, VerificationKey, read, sign
from gateway.errors import IntegrityError

from .samples import ORIGIN, SeededSigner

# Published with Go's golang.org/x/mod/sumdb/note, whose format C2SP signed-note took over.
NEUMANN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
NEUMANN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann"
    " x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
# The examples of c2sp.org/tlog-checkpoint and c2sp.org/signed-note, whose keys are not published.
C2SP_CHECKPOINT = (
    "example.com/behind-the-sofa\n"
    "20852163\n"
    "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    "\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
C2SP_NOTE = (
    "Ognuno sta solo sul cuor della terra\n"
    "trafitto da un raggio di sole:\n"
    "\n"
    "ed è subito sera.\n"
    "\n"
    "— quasimodo.example/salvatore"
    " NnugSzTjtVAewIS+Z/iJhUPeFDkO/5QQ2i5ddnGITLlC+EhfLW9oJKONrMouFSQU0xMcXxj99ihAQwaqP3ZekRwNtIc=\n"
)
KEY = VerificationKey(ORIGIN, SeededSigner().public_key_bytes)
CHECKPOINT = Checkpoint(ORIGIN, 42, bytes(range(32)))


def test_published_key_and_note_verify() -> None:
    key = VerificationKey.parse(NEUMANN_KEY)
    note = Note.parse(NEUMANN_NOTE)
    assert str(key) == NEUMANN_KEY
    assert key.id.hex() == "c74f20a3"
    note.verify(key)
    with pytest.raises(IntegrityError, match="does not hold"):
        replace(note, text=note.text.replace("answer", "Answer")).verify(key)


def test_published_checkpoint_parses() -> None:
    note = Note.parse(C2SP_CHECKPOINT)
    checkpoint = Checkpoint.parse(note.text)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert [signature.name for signature in note.signatures] == ["example.com/behind-the-sofa"]
    assert str(note) == C2SP_CHECKPOINT


def test_a_text_may_hold_empty_lines() -> None:
    note = Note.parse(C2SP_NOTE)
    assert note.text.endswith("sole:\n\ned è subito sera.\n")
    assert str(note) == C2SP_NOTE


def test_signed_and_read_back() -> None:
    raw = sign(CHECKPOINT, SeededSigner())
    assert read(raw.encode(), KEY, ORIGIN) == CHECKPOINT
    assert raw.splitlines()[:3] == [ORIGIN, "42", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="]


def test_signatures_of_strangers_are_ignored() -> None:
    raw = sign(CHECKPOINT, SeededSigner())
    stranger = Signature("witness.example/w1", b"abcd", b"\x00" * 64)
    namesake = Signature(ORIGIN, b"abcd", b"\x00" * 64)
    note = Note.parse(raw)
    more = replace(note, signatures=(stranger, *note.signatures, namesake))
    assert read(str(more).encode(), KEY, ORIGIN) == CHECKPOINT
    with pytest.raises(IntegrityError, match="is not signed by"):
        read(str(replace(note, signatures=(stranger,))).encode(), KEY, ORIGIN)


def test_one_bad_signature_of_ours_refuses_the_note() -> None:
    note = Note.parse(sign(CHECKPOINT, SeededSigner()))
    bad = Signature(ORIGIN, KEY.id, b"\x00" * 64)
    with pytest.raises(IntegrityError, match="does not hold"):
        read(str(replace(note, signatures=(*note.signatures, bad))).encode(), KEY, ORIGIN)


def test_another_key_of_the_same_name_is_not_ours() -> None:
    forged = sign(CHECKPOINT, SeededSigner(seed=b"\x02" * 32))
    with pytest.raises(IntegrityError, match="is not signed by"):
        read(forged.encode(), KEY, ORIGIN)


def test_another_log_of_the_same_key() -> None:
    raw = sign(Checkpoint("hospital.example/other", 42, bytes(32)), SeededSigner())
    with pytest.raises(IntegrityError, match="is not of the log"):
        read(raw.encode(), KEY, ORIGIN)


@given(st.data())
def test_every_bit_of_a_checkpoint_counts(data: st.DataObject) -> None:
    raw = bytearray(sign(CHECKPOINT, SeededSigner()).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(IntegrityError):
        read(bytes(raw), KEY, ORIGIN)


@given(st.integers(0, 10**18), st.binary(min_size=32, max_size=32), st.lists(st.sampled_from("xyz")))
def test_text_prints_back_to_itself(size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(ORIGIN, size, root, tuple(extensions))
    assert Checkpoint.parse(str(checkpoint)) == checkpoint


ROOT = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="


@pytest.mark.parametrize(
    "text",
    [
        "",
        f"{ORIGIN}\n42\n",
        f"{ORIGIN}\n42\n{ROOT}",  # no newline at the end
        f"\n42\n{ROOT}\n",
        f"{ORIGIN}\n042\n{ROOT}\n",
        f"{ORIGIN}\n-1\n{ROOT}\n",
        f"{ORIGIN}\n+42\n{ROOT}\n",
        f"{ORIGIN}\n4 2\n{ROOT}\n",
        f"{ORIGIN}\n٤٢\n{ROOT}\n",
        f"{ORIGIN}\n{'9' * 40}\n{ROOT}\n",
        f"{ORIGIN}\n42\n{ROOT[:-1]}\n",
        f"{ORIGIN}\n42\n{ROOT[:-2]}9=\n",  # the same bytes, spelt otherwise
        f"{ORIGIN}\n42\nAAEC\n",
        f"{ORIGIN}\n42\n{ROOT}\n\nmore\n",
    ],
)
def test_malformed_checkpoints(text: str) -> None:
    with pytest.raises(IntegrityError, match="checkpoint is malformed"):
        Checkpoint.parse(text)


EM_SPACE = "\u2003"
SIGNATURE = f"— {ORIGIN} {'A' * 88}\n"


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n{SIGNATURE}",
        f"text\n\n{SIGNATURE[:-1]}",
        f"text\n\n{SIGNATURE}\n",
        f"te\x00xt\n\n{SIGNATURE}",
        f"te\rxt\n\n{SIGNATURE}",
        f"text\n\n{SIGNATURE.replace('—', '-')}",
        f"text\n\n{SIGNATURE.replace(' ', '  ')}",
        f"text\n\n{SIGNATURE.replace(ORIGIN, 'a+b')}",
        f"text\n\n{SIGNATURE.replace('/', EM_SPACE)}",
        f"text\n\n— {ORIGIN} AAAA\n",  # a key id is four bytes, and a signature follows
        f"text\n\n— {ORIGIN} {'A' * 87}\n",
        f"text\n\n{SIGNATURE * 65}",
    ],
)
def test_malformed_notes(raw: str) -> None:
    with pytest.raises(IntegrityError, match="note is malformed"):
        Note.parse(raw)


def test_a_note_that_is_not_utf8() -> None:
    with pytest.raises(IntegrityError, match="note is malformed"):
        read(b"\xff\n\n", KEY, ORIGIN)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PeterNeumann",
        NEUMANN_KEY.replace("c74f20a3", "c74f20a4"),
        NEUMANN_KEY.replace("c74f20a3", "C74F20A3"),
        NEUMANN_KEY.replace("PeterNeumann", "Peter Neumann"),
        NEUMANN_KEY.replace("+AR", "+BR"),  # another algorithm
        NEUMANN_KEY[:-4],
        NEUMANN_KEY + "\n",
    ],
)
def test_malformed_verification_keys(text: str) -> None:
    with pytest.raises(IntegrityError, match="verification key is malformed"):
        VerificationKey.parse(text)
