"""The events of one export: an intent before any data is read, then exactly one outcome.

`facts` hold what was known by then; a stage that was not reached leaves none. A published release has all.
"""

from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator, with_config
from typing_extensions import TypedDict

from gateway.audit.schema import (
    STRICT,
    ClassName,
    Count,
    Counts,
    Event,
    Figures,
    Identifier,
    Sha256,
    Stage,
    Version,
    Versions,
)


@with_config(ConfigDict(strict=True, extra="forbid"))
class ExportFacts(TypedDict, total=False):
    """What an export knows about itself: identifiers, digests (SHA-256), counts."""

    release: Identifier
    supersedes: Identifier  # the version before, of which nobody gets a grant any more
    dataset: Identifier
    dataset_digest: Sha256
    policy: Identifier
    policy_digest: Sha256
    plan_digest: Sha256
    purpose: Identifier
    project: Identifier
    recipient: Identifier
    access_digest: Sha256
    rules: tuple[Identifier, ...]  # the access rules that decided
    consent_snapshot: Sha256
    software: Version
    recognisers: Versions
    rows_in: Count
    rows_out: Count
    rows_dropped: Counts  # by reason
    parts_given_up: Figures  # rows of the parts that crashed whoever worked on them
    subjects_in: Count
    subjects_out: Count
    subjects_dropped: Counts  # by reason
    notes_quarantined: Counts  # by reason
    identifiers_in_texts: Counts  # values of patients' records, by family of their kind
    identifiers_missed: Counts  # those not found while the records were hidden
    recall_ppm: Counts  # found of them in millionths: of all, and of the worst group of subjects by axis
    k_required: Count
    k_before: Count
    k_after: Count
    attacks_ppm: Figures  # by attacker: highest and average risk, and the share at risk, in parts per million
    class_sizes: Figures  # subjects in the release by the least size of their class: from-1, from-2, from-3 …
    loss_ppm: Figures  # in all, by quasi-identifier, and without the cap on groups, in parts per million
    group_subjects: Figures  # consented, by protected group
    group_suppressed: Figures
    group_rows: Figures  # rows of suppressed subjects
    synthetic_rows: Count  # where some were asked for
    parts: Count
    bytes: Count
    manifest_digest: Sha256
    numbers: Counts  # what a check measured and what it allows


_PUBLISHED = (
    *("release", "dataset", "policy", "policy_digest", "plan_digest", "purpose", "project", "rules"),
    *(
        "consent_snapshot",
        "software",
        "rows_in",
        "rows_out",
        "subjects_in",
        "subjects_out",
        "manifest_digest",
    ),
)


class Progress(BaseModel):
    """How far an export has come: the stage that runs, and the facts so far."""

    model_config = STRICT

    stage: Stage = "approve"
    facts: ExportFacts


class ExportIntent(Event):
    """An export is about to begin."""

    type: Literal["export.intent"] = "export.intent"
    outcome: Literal["pending"] = "pending"
    action: Literal["R"] = "R"
    dicom: Literal["110106"] = "110106"  # Export
    request: Identifier
    facts: ExportFacts = Field(default_factory=ExportFacts)


class ExportOutcome(Event):
    """How the export that began with event `intent` ended."""

    action: Literal["R"] = "R"
    dicom: Literal["110106"] = "110106"
    intent: Count
    request: Identifier
    facts: ExportFacts = Field(default_factory=ExportFacts)


class ExportPublished(ExportOutcome):
    """A release left the gateway."""

    type: Literal["export.published"] = "export.published"
    outcome: Literal["success"] = "success"

    @model_validator(mode="after")
    def _all_is_known(self) -> Self:
        missing = [name for name in _PUBLISHED if name not in self.facts]
        if missing:
            raise ValueError(f"a published release needs {', '.join(missing)}")
        return self


class ExportRefused(ExportOutcome):
    """Policy, consent, risk gate or release check said no, in that stage, for that reason."""

    type: Literal["export.refused"] = "export.refused"
    outcome: Literal["refused"] = "refused"
    stage: Stage


class ExportFailed(ExportOutcome):
    """A fault ended the export; of the exception only the name of its class is kept."""

    type: Literal["export.failed"] = "export.failed"
    outcome: Literal["failed"] = "failed"
    stage: Stage
    exception: ClassName


class ExportInterrupted(ExportOutcome):
    """The export stopped half-way, or recovery found that it had."""

    type: Literal["export.interrupted"] = "export.interrupted"
    outcome: Literal["interrupted"] = "interrupted"
    stage: Stage | None = None
