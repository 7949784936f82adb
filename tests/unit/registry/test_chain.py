"""The consent ledger against the log: every way of tampering with rows is told, and by the number of the row."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from gateway.registry import chain, consents
from gateway.registry.chain import Said
from gateway.registry.db import Registry
from gateway.registry.tables import consents as rows


@dataclass(frozen=True)
class Version:
    consent: str
    subject: str = "CANARY"
    status: str = "granted"
    purposes: tuple[str, ...] = ("HRESCH",)
    recipients: tuple[str, ...] = ()
    otherwise_denied: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    effective_from: date = date(2025, 1, 1)
    effective_until: date | None = None
    recorded: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    source: str = "csv"


@pytest.fixture
def said(registry: Registry) -> list[Said]:
    """Three imports of 4, 1 and 3 consents: rows 1 to 8."""
    told = []
    for seq, size in ((7, 4), (9, 1), (12, 3)):
        with registry.transaction() as tx:
            told.append(Said(seq, consents.add(tx, [Version(f"c{seq}-{n}") for n in range(size)])))
    return told


def change(version: int, **values: str) -> Callable[[sa.Connection], None]:
    return lambda tx: tx.execute(sa.update(rows).where(rows.c.version == version).values(**values)) and None


def remove(*versions: int) -> Callable[[sa.Connection], None]:
    return lambda tx: tx.execute(sa.delete(rows).where(rows.c.version.in_(versions))) and None


def put_in(at: int) -> Callable[[sa.Connection], None]:
    def do(tx: sa.Connection) -> None:
        copied = dict(tx.execute(sa.select(rows).where(rows.c.version == at - 1)).mappings().one())
        tx.execute(sa.update(rows).where(rows.c.version >= at).values(version=rows.c.version + 100))
        tx.execute(sa.update(rows).where(rows.c.version >= at + 100).values(version=rows.c.version - 99))
        tx.execute(sa.insert(rows), {**copied, "version": at, "status": "denied"})

    return do


def link_anew(tx: sa.Connection) -> None:
    """Whoever tampers mends every link."""
    link = chain.START
    for row in tx.execute(sa.select(rows).order_by(rows.c.version)).mappings().all():
        link = chain.follow(link, chain.body([row[name] for name in chain.CELLS]))
        tx.execute(sa.update(rows).where(rows.c.version == row["version"]).values(link=link))


def faults(registry: Registry, said: list[Said], *acts: Callable[[sa.Connection], None]) -> tuple[str, ...]:
    with registry.transaction() as tx:
        for act in acts:
            act(tx)
        return chain.check(tx, said).faults


def test_a_ledger_as_the_log_says(registry: Registry, said: list[Said]) -> None:
    assert [one.added.records for one in said] == [4, 1, 3]
    with registry.transaction() as tx:
        assert chain.check(tx, said) == chain.Checked(8, 0, (), 0)
        assert chain.last_link(tx) == said[-1].added.ledger


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (change(3, status="denied"), ("consent row 3 was changed, or 2 with its link",)),
        (change(1, purposes="TREAT"), ("consent row 1 was changed",)),
        (change(8, effective_until="2025-02-01"), ("consent row 8 was changed, or 7 with its link",)),
        (change(5, categories="hiv"), ("consent row 5 was changed, or 4 with its link",)),
        (remove(2), ("consent row 2 is missing", "4 consents came until event 7, 3 are there")),
        (remove(2, 3), ("consent rows 2 to 3 are missing", "4 consents came until event 7, 2 are there")),
        (remove(4), ("consent row 4 is missing", "5 consents came until event 9, 4 are there")),
        (remove(8), ("1 consents of event 12, or after it, are missing",)),
        (remove(6, 7, 8), ("3 consents of event 12, or after it, are missing",)),
        (put_in(3), ("consent row 3 was put in", "4 consents came until event 7, 5 are there")),
    ],
)
def test_tampering_is_named_by_row(
    registry: Registry, said: list[Said], act: Callable[[sa.Connection], None], expected: tuple[str, ...]
) -> None:
    assert faults(registry, said, act) == expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        (change(3, status="denied"), "the consents of event 7 were changed, and all links after them"),
        (change(5, status="denied"), "the consents of event 9 were changed, and all links after them"),
        (change(8, status="denied"), "the consents of event 12 were changed, and all links after them"),
        (remove(2), "1 consents of event 7, or after it, are missing"),
        (put_in(8), "1 consents are there that the log does not have: they were put in"),
    ],
)
def test_mended_links_do_not_agree_with_the_log(
    registry: Registry, said: list[Said], act: Callable[[sa.Connection], None], expected: str
) -> None:
    assert faults(registry, said, act, link_anew) == (expected,)


def test_a_row_that_follows_well_but_is_in_no_event_was_put_in(registry: Registry, said: list[Said]) -> None:
    with registry.transaction() as tx:
        consents.add(tx, [Version("extra")])
    assert faults(registry, said) == ("1 consents are there that the log does not have: they were put in",)


def test_many_faults_are_counted(registry: Registry, said: list[Said]) -> None:
    with registry.transaction() as tx:
        tx.execute(sa.update(rows).values(status="denied"))
        checked = chain.check(tx, said)
    assert (len(checked.faults), checked.more) == (5, 3)
    assert "CANARY" not in str(checked)


def test_rows_from_before_links_are_told_by_the_first_link(registry: Registry) -> None:
    with registry.transaction() as tx:
        consents.add(tx, [Version("old-1"), Version("old-2")])
        tx.execute(sa.update(rows).values(link=""))
    with registry.transaction() as tx:
        told = [Said(3, consents.add(tx, [Version("new")]))]
        assert chain.check(tx, told) == chain.Checked(3, 2, (), 0)
        assert chain.check(tx, []).faults
    assert faults(registry, told, change(1, status="denied")) == ("consent row 3 was changed, or 2 with its link",)
    assert faults(registry, told, remove(1))


def test_an_empty_ledger(registry: Registry) -> None:
    with registry.transaction() as tx:
        assert chain.check(tx, []) == chain.Checked(0, 0, (), 0)
        assert chain.last_link(tx) == chain.START


def test_no_cell_holds_a_separator() -> None:
    with pytest.raises(ValueError, match="001F"):
        chain.body(["a\x1fb", *[""] * (len(chain.CELLS) - 1)])
