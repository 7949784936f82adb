"""One export under way: what is known of it so far, and how it ends. `Log.attempt` makes it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Unpack

from gateway.audit.exports import (
    ExportFacts,
    ExportFailed,
    ExportIntent,
    ExportInterrupted,
    ExportOutcome,
    ExportPublished,
    ExportRefused,
    Progress,
)
from gateway.audit.schema import Stage
from gateway.errors import Interrupted, Refused, RiskRefused
from gateway.registry.db import Connection

Record = Callable[[ExportOutcome], AbstractContextManager[Connection]]


class Attempt:
    """The export that began with event `seq`; it ends published, or as the exception that ended it says."""

    def __init__(self, record: Record, seq: int, intent: ExportIntent) -> None:
        self._record = record
        self._known = Progress(facts=intent.facts)
        self._published = False
        self.seq = seq
        self.intent = intent

    def note(self, *, stage: Stage | None = None, **facts: Unpack[ExportFacts]) -> None:
        """Add what is known by now to whatever outcome will be written; raises ValueError for anything else.

        `stage` is the one that begins.
        """
        known = self._known
        self._known = Progress(stage=stage or known.stage, facts={**known.facts, **facts})

    @contextmanager
    def publish(self, **facts: Unpack[ExportFacts]) -> Iterator[Connection]:
        """One transaction with the caller's writes and the outcome `export.published`, as `Log.record`.

        Raises ValueError unless all that a published release must tell is known by now.
        """
        self.note(stage="publish", **facts)
        with self._record(
            ExportPublished(
                actor=self.intent.actor,
                role=self.intent.role,
                request=self.intent.request,
                intent=self.seq,
                facts=self._known.facts,
            )
        ) as tx:
            yield tx
        self._published = True

    def demand_published(self) -> None:
        """Raise RuntimeError at the end of an export that neither published nor raised."""
        if not self._published:
            raise RuntimeError("an export ended without publishing and without an error")

    def close(self, error: BaseException) -> None:
        """Write the outcome that `error` means, unless there is one; never raises in place of `error`."""
        if self._published:
            return
        try:
            with self._record(self._outcome(error)):
                pass
        except Exception:
            error.add_note(f"the audit log took no outcome for the export of event {self.seq}")

    def _outcome(self, error: BaseException) -> ExportOutcome:
        intent, stage, facts = self.intent, self._known.stage, self._known.facts
        match error:
            case Refused() | RiskRefused():
                return ExportRefused(
                    actor=intent.actor,
                    role=intent.role,
                    request=intent.request,
                    intent=self.seq,
                    stage=stage,
                    reason=error.reason,
                    facts={**facts, "numbers": {**facts.get("numbers", {}), **error.numbers}},
                )
            case Interrupted() | KeyboardInterrupt():
                return ExportInterrupted(
                    actor=intent.actor,
                    role=intent.role,
                    request=intent.request,
                    intent=self.seq,
                    stage=stage,
                    facts=facts,
                )
            case _:
                return ExportFailed(
                    actor=intent.actor,
                    role=intent.role,
                    request=intent.request,
                    intent=self.seq,
                    stage=stage,
                    exception=_class_name(error),
                    facts=facts,
                )


def _class_name(error: BaseException) -> str:
    """The exception's class, or its nearest ancestor whose name the log's schema takes."""
    names = (kind.__name__ for kind in type(error).__mro__)
    return next(name for name in names if name.isascii() and len(name) <= 128)
