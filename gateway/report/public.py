"""The public part of the release card: differentially private counts alone, which anybody may read."""

from collections.abc import Mapping
from typing import Any

from gateway.crypto.documents import canonical

MEANING = (
    "Differentially private counts of the consented subjects of the dataset, discrete Laplace noise. Changing one "
    "subject's values changes the chance of any such counts by a factor of at most e to the power of epsilon. "
    "Codes are those of the policy; the empty code is everything else. Counts are as drawn: small ones can be "
    "negative, and sums differ."
)


def describe(fields: Mapping[str, Any]) -> bytes:
    """Canonical JSON with nothing in it but the counts and what they mean."""
    return canonical({"release": fields["release"], "dataset": fields["plan"]["dataset"], "meaning": MEANING,
                      **fields["counts"]})  # fmt: skip
