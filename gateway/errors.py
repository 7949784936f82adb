"""One tree of errors; each kind has the exit code that the command line documents.

A message names the file, the place and the rule, never a cell value or a span of a note.
"""

from collections.abc import Mapping
from typing import ClassVar


class GatewayError(Exception):
    """What went wrong, and a hint that mends it."""

    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.what}\n  hint: {self.hint}" if self.hint else self.what


class BadInput(GatewayError):
    """A dataset, policy, consent, request or corpus file that cannot be used as it is."""

    exit_code = 3


class _Refusal(GatewayError):
    """A no that the log keeps: `reason` is its code there, `numbers` are what was measured and what is allowed."""

    reason_code = "refused"

    def __init__(
        self, what: str, *, hint: str = "", reason: str = "", numbers: Mapping[str, int] | None = None
    ) -> None:
        super().__init__(what, hint=hint)
        self.reason = reason or self.reason_code
        self.numbers = dict(numbers or {})


class Refused(_Refusal):
    """The access policy or the consents say no."""

    exit_code = 4


class RiskRefused(_Refusal):
    """The risk gate or the check of the sealed release says no."""

    exit_code = 5
    reason_code = "risk"


class IntegrityError(GatewayError):
    """A signature, a digest or the log does not hold."""

    exit_code = 6


class KeyRefused(GatewayError):
    """No such key, a wrong passphrase, or a grant for somebody else."""

    exit_code = 7


class Interrupted(GatewayError):
    """The work stopped half-way; the same command resumes it."""

    exit_code = 8
