"""Every export ends with exactly one outcome, and the exception that ended it always surfaces."""

import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa

from gateway.audit.events import EVENTS
from gateway.audit.exports import (
    ExportFailed,
    ExportInterrupted,
    ExportOutcome,
    ExportPublished,
    ExportRefused,
)
from gateway.audit.log import Log
from gateway.errors import BadInput, IntegrityError, Interrupted, Refused, RiskRefused
from gateway.registry.db import Registry
from gateway.registry.tables import settings

from .samples import ALL_FACTS, append, intent


def outcomes(log: Log) -> list[ExportOutcome]:
    return [entry.event for entry in log.entries() if isinstance(entry.event, ExportOutcome)]


def test_published(registry: Registry, log: Log) -> None:
    with log.attempt(intent()) as attempt:
        assert list(log.open_intents()) == [attempt.seq]
        attempt.note(stage="plan", plan_digest="e" * 64)
        with attempt.publish(**ALL_FACTS) as tx:
            tx.execute(sa.insert(settings).values(name="release", value="rel-1"))
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportPublished)
    assert outcome.intent == attempt.seq
    assert outcome.facts == {**ALL_FACTS, **intent().facts}
    assert outcome.actor == "dana"
    assert log.open_intents() == {}
    assert log.verify().size == 2
    with registry.transaction() as tx:
        assert tx.scalar(sa.select(settings.c.value).where(settings.c.name == "release")) == "rel-1"


@pytest.mark.parametrize(("error", "reason"), [(Refused("no"), "refused"), (RiskRefused("no"), "risk")])
def test_refused(log: Log, error: Exception, reason: str) -> None:
    with pytest.raises(type(error)) as surfaced, log.attempt(intent()) as attempt:  # noqa: PT012
        attempt.note(stage="generalise", k_before=1, numbers={"suppressed": 30, "allowed": 10})
        raise error
    assert surfaced.value is error
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportRefused)
    assert (outcome.stage, outcome.reason) == ("generalise", reason)
    assert outcome.facts == {**intent().facts, "k_before": 1, "numbers": {"suppressed": 30, "allowed": 10}}


def test_refused_for_a_reason(log: Log) -> None:
    with pytest.raises(Refused), log.attempt(intent()) as attempt:  # noqa: PT012
        attempt.note(stage="consent")
        raise Refused("no", reason="none-covered", numbers={"asked": 40})
    [outcome] = outcomes(log)
    assert (outcome.reason, outcome.facts["numbers"]) == ("none-covered", {"asked": 40})


def test_refused_before_any_stage_was_noted(log: Log) -> None:
    with pytest.raises(Refused), log.attempt(intent()):
        raise Refused("no")
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportRefused)
    assert outcome.stage == "approve"


@pytest.mark.parametrize("error", [Interrupted("stopped"), KeyboardInterrupt()])
def test_interrupted(log: Log, error: BaseException) -> None:
    with pytest.raises(type(error)), log.attempt(intent()) as attempt:  # noqa: PT012
        attempt.note(stage="seal")
        raise error
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportInterrupted)
    assert outcome.stage == "seal"


class Überfehler(LookupError):
    pass


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (ValueError("Jane Doe"), "ValueError"),
        (BadInput("Jane Doe"), "BadInput"),
        (SystemExit(3), "SystemExit"),
        (Überfehler("Jane Doe"), "LookupError"),
    ],
)
def test_failed_keeps_only_the_class_name(log: Log, error: BaseException, name: str) -> None:
    with pytest.raises(type(error)), log.attempt(intent()):
        raise error
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportFailed)
    assert outcome.exception == name
    assert b"Jane" not in b"".join(entry.body for entry in log.entries())


def test_an_export_must_publish_or_raise(log: Log) -> None:
    with pytest.raises(RuntimeError, match="without publishing"), log.attempt(intent()):
        pass
    [outcome] = outcomes(log)
    assert isinstance(outcome, ExportFailed)
    assert outcome.exception == "RuntimeError"


def test_facts_are_checked_when_they_are_noted(log: Log) -> None:
    with pytest.raises(ValueError, match="rows_dropped") as refused, log.attempt(intent()) as attempt:
        attempt.note(rows_dropped={"Jane Doe": 3})
    assert "Jane" not in str(refused.value)
    assert [outcome.outcome for outcome in outcomes(log)] == ["failed"]


def test_publishing_without_all_facts_fails(log: Log) -> None:
    with pytest.raises(ValueError, match="needs"), log.attempt(intent()) as attempt, attempt.publish():
        pass
    assert [outcome.type for outcome in outcomes(log)] == ["export.failed"]


def test_a_failure_while_publishing_undoes_the_release(registry: Registry, log: Log) -> None:
    with (  # noqa: PT012 - the writes belong to the failing body
        pytest.raises(OSError, match="manifest"),
        log.attempt(intent()) as attempt,
        attempt.publish(**ALL_FACTS) as tx,
    ):
        tx.execute(sa.insert(settings).values(name="release", value="rel-1"))
        raise OSError("manifest")
    assert [outcome.type for outcome in outcomes(log)] == ["export.failed"]
    with registry.transaction() as tx:
        assert tx.scalar(sa.select(settings.c.value).where(settings.c.name == "release")) is None


def test_what_fails_after_publishing_adds_no_outcome(log: Log) -> None:
    with pytest.raises(OSError, match="grant"), log.attempt(intent()) as attempt:  # noqa: PT012
        with attempt.publish(**ALL_FACTS):
            pass
        raise OSError("grant")
    assert [outcome.type for outcome in outcomes(log)] == ["export.published"]


def test_an_export_is_published_once(log: Log) -> None:
    with pytest.raises(IntegrityError, match="already ended, with event 1"):  # noqa: PT012, SIM117
        with log.attempt(intent()) as attempt:
            for _ in range(2):
                with attempt.publish(**ALL_FACTS):
                    pass
    assert [outcome.type for outcome in outcomes(log)] == ["export.published"]


def interrupted(seq: int) -> ExportInterrupted:
    return ExportInterrupted(actor="omar", role="data-steward", request="req-1", intent=seq)


def test_recovery_wins_over_the_export_that_it_closed(log: Log) -> None:
    with pytest.raises(IntegrityError, match="already ended"), log.attempt(intent()) as attempt:  # noqa: PT012
        log.close_intent(interrupted(attempt.seq))
        with attempt.publish(**ALL_FACTS):
            pass
    assert [outcome.type for outcome in outcomes(log)] == ["export.interrupted"]


def test_only_open_intents_are_closed(log: Log) -> None:
    append(log, 1)
    with log.attempt(intent()) as attempt, attempt.publish(**ALL_FACTS):
        pass
    for seq, what in ((0, "is not the intent"), (1, "already ended, with event 2"), (9, "is not the intent")):
        with pytest.raises(IntegrityError, match=what):
            log.close_intent(interrupted(seq))
    assert log.verify().size == 3


def test_the_error_surfaces_though_the_log_cannot_be_written(registry: Registry, log: Log) -> None:
    with pytest.raises(Refused) as surfaced, log.attempt(intent()):  # noqa: PT012
        with registry.transaction() as tx:
            tx.exec_driver_sql("ALTER TABLE events RENAME TO gone")
        raise Refused("no")
    assert surfaced.value.__notes__ == ["the audit log took no outcome for the export of event 0"]
    with registry.transaction() as tx:
        tx.exec_driver_sql("ALTER TABLE gone RENAME TO events")
    assert list(log.open_intents()) == [0]


def test_no_export_begins_without_its_intent(registry: Registry, log: Log) -> None:
    with registry.transaction() as tx:
        tx.exec_driver_sql("DROP TABLE events")
    with pytest.raises(IntegrityError, match="nothing was changed"), log.attempt(intent()):
        pytest.fail("the body ran")


KILLED = """
import os, sys
from pathlib import Path
from audit.samples import ALL_FACTS, intent, open_log
registry, log = open_log(Path(sys.argv[1]))
with log.attempt(intent()) as attempt:
    attempt.note(stage="seal")
    with attempt.publish(**ALL_FACTS) as tx:
        if sys.argv[2] == "before commit":
            os._exit(9)
    os._exit(9)
"""


@pytest.mark.parametrize(("moment", "still_open"), [("before commit", [0]), ("after commit", [])])
def test_a_killed_export(log: Log, tmp_path: Path, moment: str, still_open: list[int]) -> None:
    tests = Path(__file__).parents[1]
    command = [sys.executable, "-c", KILLED, str(tmp_path / "registry.db"), moment]
    killed = subprocess.run(command, cwd=tests.parents[1], env={"PYTHONPATH": f"{tests}:{tests.parents[1]}"})
    assert killed.returncode == 9
    assert list(log.open_intents()) == still_open
    log.verify()
    for seq in still_open:
        log.close_intent(interrupted(seq))
    assert log.open_intents() == {}
    assert log.verify().size == 2


def test_outcomes_are_all_in_the_table() -> None:
    kinds = {kind for kind, event in EVENTS.items() if issubclass(event, ExportOutcome)}
    assert kinds == {"export.published", "export.refused", "export.failed", "export.interrupted"}
