"""What commitments stand for: kept beside the log, erased from it, and checked as the log is."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from gateway.audit.details import PREFIX, Concealed, Vault
from gateway.audit.log import Log
from gateway.audit.subjects import DetailsErased, DisclosuresAccounted
from gateway.errors import IntegrityError
from gateway.registry import details
from gateway.registry.db import Registry

from .samples import append

SUBJECTS = ("P-1", "P-2", "P-1")


def found_by(subject: str) -> bytes:
    return sha256(subject.encode()).digest()


def numbered() -> Iterator[int]:
    yield from range(1, 100)


@pytest.fixture
def vault() -> Vault:
    """With bytes that are never the same."""
    numbers = numbered()
    return Vault(b"\x05" * 32, lambda size: next(numbers).to_bytes(size), found_by)


@pytest.fixture
def told(log: Log, vault: Vault) -> Log:
    """Event 0 is of nobody, 1 and 3 of P-1, 2 of P-2."""
    append(log, 1)
    for subject in SUBJECTS:
        told_of(log, vault.conceal(subject, subject))
    return log


def told_of(log: Log, named: Concealed) -> None:
    event = DisclosuresAccounted(
        actor="cleo", role="compliance-officer", subject=named.commitment, releases=1, letter=False
    )
    with log.record(event, concealed=[named]):
        pass


def counts(log: Log, vault: Vault) -> tuple[int, int]:
    found = log.verify_details(vault, log.verify()).details
    assert found is not None
    return found.kept, found.erased


def erase(log: Log, vault: Vault, *events: int) -> None:
    why = vault.conceal("the patient asked")
    event = DetailsErased(actor="cleo", role="compliance-officer", events=events, why=why.commitment)
    with log.record(event, concealed=[why]) as tx:
        details.erase(tx, events)


def test_a_commitment_opens_to_its_value_alone(told: Log, registry: Registry, vault: Vault) -> None:
    concealed = told.verify().concealed
    with registry.transaction() as tx:
        kept = details.read(tx)
    places = [(seq, "subject") for seq in (1, 2, 3)]
    assert [vault.value(kept[place], place, concealed[place]) for place in places] == list(SUBJECTS)
    assert len(set(concealed.values())) == 3, "one patient's commitments have nothing in common"
    with pytest.raises(IntegrityError, match=r"details of event 1 \(subject\) were changed"):
        vault.value(kept[3, "subject"], (1, "subject"), concealed[1, "subject"])
    with pytest.raises(IntegrityError, match="details of event 1"):
        Vault(bytes(32), bytes, found_by).value(kept[1, "subject"], (1, "subject"), concealed[1, "subject"])


def test_a_commitment_is_what_its_format_says(vault: Vault) -> None:
    assert vault.conceal("P-1").commitment == PREFIX + sha256((1).to_bytes(32) + b"P-1").hexdigest()


def test_erased_details_leave_the_root_as_it_was(told: Log, registry: Registry, vault: Vault) -> None:
    before, given = told.verify(), told.checkpoint()
    assert counts(told, vault) == (3, 0)
    with registry.transaction() as tx:
        found = details.of_subject(tx, found_by("P-1"))
    assert found == [1, 3]
    erase(told, vault, *found)
    assert told.verify(given).witnessed == before.size
    assert counts(told, vault) == (2, 2)


def test_nothing_of_erased_details_stays_in_the_files(told: Log, registry: Registry, vault: Vault,
                                                     tmp_path: Path) -> None:  # fmt: skip
    with registry.transaction() as tx:
        sealed = details.read(tx)[2, "subject"]
    assert any(sealed in path.read_bytes() for path in tmp_path.glob("registry.db*"))
    erase(told, vault, 2)
    registry.forget()
    assert not any(sealed in path.read_bytes() for path in tmp_path.glob("registry.db*"))


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("DELETE FROM details WHERE seq = 2", r"details of event 2 \(subject\) are missing, and no event tells"),
        ("UPDATE details SET seq = 0 WHERE seq = 2", r"details of event 0 \(subject\) are extra"),
        ("UPDATE details SET field = 'x' WHERE seq = 2", r"details of event 2 \(subject\) are missing"),
        ("UPDATE details SET sealed = zeroblob(80) WHERE seq = 2", r"details of event 2 \(subject\) were changed"),
        ("UPDATE details SET sealed = '' WHERE seq = 2", r"details of event 2 \(subject\) were changed"),
        (
            "UPDATE details SET sealed = (SELECT sealed FROM details WHERE seq = 1) WHERE seq = 2",
            r"details of event 2 \(subject\) were changed",
        ),
    ],
)
def test_details_that_were_tampered_with_are_named(
    told: Log, registry: Registry, vault: Vault, statement: str, said: str
) -> None:
    with registry.transaction() as tx:
        tx.exec_driver_sql(statement)
    assert told.verify().size == 4, "the log itself holds"
    with pytest.raises(IntegrityError, match=said):
        counts(told, vault)


def test_erased_details_do_not_come_back(told: Log, registry: Registry, vault: Vault) -> None:
    with registry.transaction() as tx:
        tx.exec_driver_sql("CREATE TABLE backup AS SELECT * FROM details WHERE seq = 1")
    erase(told, vault, 1)
    with registry.transaction() as tx:
        tx.exec_driver_sql("INSERT INTO details SELECT * FROM backup")
    with pytest.raises(IntegrityError, match=r"details of event 1 \(subject\) were erased, and are there"):
        counts(told, vault)


def test_a_commitment_without_its_opening_is_not_recorded(log: Log, vault: Vault) -> None:
    event = DetailsErased(actor="cleo", role="compliance-officer", why=vault.conceal("x").commitment)
    with pytest.raises(KeyError), log.record(event):
        pass
    assert log.verify().size == 0
