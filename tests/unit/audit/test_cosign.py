"""Cosignatures against the published example, and everything that is not exactly one refused."""

from datetime import UTC, datetime

import pytest

from gateway.audit.checkpoint import COSIGNATURE, ED25519, Checkpoint, Note, VerificationKey, read, sign
from gateway.audit.cosign import cosign, cosigned
from gateway.errors import IntegrityError

from .samples import ORIGIN, SeededSigner

# The example of c2sp.org/tlog-cosignature, whose keys are not published.
C2SP = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa"
    " Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
    "— witness.example.com/w1"
    " jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n"
)
WITNESS = SeededSigner(b"\x07" * 32, "witness.example/w1")
KEY = VerificationKey(WITNESS.name, WITNESS.public_key_bytes, COSIGNATURE)
LOG = VerificationKey(ORIGIN, SeededSigner().public_key_bytes)
NOTE = sign(Checkpoint(ORIGIN, 42, bytes(range(32))), SeededSigner())
AT = datetime(2026, 3, 1, 8, tzinfo=UTC)


def test_the_published_example_has_the_published_time() -> None:
    note = Note.parse(C2SP)
    assert str(note) == C2SP
    value = note.signatures[1].value
    assert (len(value), int.from_bytes(value[:8])) == (72, 1679315147)


def test_a_cosigned_checkpoint_holds_for_both_keys() -> None:
    both = cosign(NOTE, KEY, WITNESS.sign, AT)
    assert both.startswith(NOTE)
    assert cosigned(both, KEY) == AT
    assert read(both.encode(), LOG, ORIGIN).size == 42


def test_a_cosignature_is_over_the_time_and_the_text() -> None:
    value = Note.parse(cosign(NOTE, KEY, WITNESS.sign, AT)).signatures[1].value
    text = NOTE.partition("\n\n")[0] + "\n"
    assert KEY.verifies(f"cosignature/v1\ntime {int(AT.timestamp())}\n{text}".encode(), value[8:])


def test_cosigning_again_replaces() -> None:
    later = cosign(cosign(NOTE, KEY, WITNESS.sign, AT), KEY, WITNESS.sign, AT.replace(day=2))
    assert len(Note.parse(later).signatures) == 2
    assert cosigned(later, KEY) == AT.replace(day=2)


def test_keys_of_the_two_kinds_do_not_stand_for_each_other() -> None:
    both = cosign(NOTE, KEY, WITNESS.sign, AT)
    plain = VerificationKey(KEY.name, KEY.public, ED25519)
    assert plain.id != KEY.id
    with pytest.raises(IntegrityError, match="not cosigned by"):
        cosigned(both, plain)
    with pytest.raises(IntegrityError):
        read(both.encode(), KEY, ORIGIN)
    assert VerificationKey.parse(str(KEY)) == KEY


@pytest.mark.parametrize("change", [("\n42\n", "\n43\n"), ("hospital.example", "hospitel.example")])
def test_a_changed_checkpoint_loses_its_cosignature(change: tuple[str, str]) -> None:
    with pytest.raises(IntegrityError, match="does not hold"):
        cosigned(cosign(NOTE, KEY, WITNESS.sign, AT).replace(*change, 1), KEY)


def test_a_changed_time_does_not_hold() -> None:
    note = Note.parse(cosign(NOTE, KEY, WITNESS.sign, AT))
    ours = note.signatures[1]
    for seconds in (int(AT.timestamp()) + 1, 2**63, 0):
        forged = type(ours)(ours.name, ours.key_id, seconds.to_bytes(8) + ours.value[8:])
        with pytest.raises(IntegrityError, match="does not hold"):
            cosigned(str(Note(note.text, (note.signatures[0], forged))), KEY)


def test_without_a_cosignature() -> None:
    with pytest.raises(IntegrityError, match=r"not cosigned by witness\.example/w1"):
        cosigned(NOTE, KEY)
