"""What a policy demands of texts, and what was measured on them."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class NoteTerms:
    """What the policy demands of scrubbed texts; None means measure and report, refuse nothing.

    recall_at_least: the recall without records, of the worst group of subjects (share). leaks_at_most: the share of
    texts with a leak, as a review bounds it with 95 % confidence, before anybody gets a grant. strictness: how little
    it takes for a word to be redacted.
    """

    recall_at_least: float | None = None
    leaks_at_most: float | None = None
    strictness: Literal["balanced", "strict", "maximum"] = "balanced"


@dataclass(frozen=True, slots=True)
class Recalled:
    """Of `stood` known identifiers in texts, `missed` were not found while the patients' records were hidden.

    axis, group: whose they are (`sex`, `F`) or of which kind (`kind`, `name.family`); subjects: how many are in the
    group. low, high: Wilson's 95 % interval of the recall, a share.
    """

    axis: str
    group: str
    subjects: int
    stood: int
    missed: int
    low: float
    high: float

    @property
    def recall(self) -> float:
        """The share found; none stood means nothing was missed."""
        return 1 - self.missed / self.stood if self.stood else 1.0


@dataclass(frozen=True, slots=True)
class Recall:
    """The recall of the recognisers without the patients' records, over all scrubbed texts and by kind and group."""

    whole: Recalled
    groups: tuple[Recalled, ...]
