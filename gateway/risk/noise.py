"""Exact counts in, differentially private ones out: discrete Laplace noise by OpenDP.

Neighbours are datasets in which one subject's values are others: the number of subjects is known anyway, as the card
says it. So a subject moves from one code to another, two counts change by one, and the L1 sensitivity is 2 (Dwork and
Roth 2014, section 3.3; Ghosh, Roughgarden and Sundararajan, SICOMP 2012, for the discrete mechanism).
"""

import math
from collections.abc import Sequence
from decimal import Decimal

from gateway.errors import BadInput
from gateway.model import NoisyCounts

SENSITIVITY = 2


def demand_opendp() -> None:
    """Raise BadInput where the extra is not installed, before any work is done."""
    try:
        import opendp  # noqa: F401 - 200 MB that only public counts need
    except ImportError:
        what = "the policy's public_counts need OpenDP, which is not installed"
        raise BadInput(what, hint="pip install 'patient-data-gateway[counts]'") from None


def noisy(kind: str, codes: Sequence[str], values: Sequence[str | None], epsilon: Decimal) -> NoisyCounts:
    """Count values (one for each subject) by public codes, all others together, and add noise for `epsilon`.

    OpenDP draws the noise from the operating system, by a sampler without floating-point leaks; it can't be seeded.
    """
    import opendp.prelude as dp

    dp.enable_features("contrib")
    place = {code: number for number, code in enumerate(codes)}
    exact = [0] * (len(codes) + 1)
    for value in values:
        exact[place.get("" if value is None else value.strip(), len(codes))] += 1
    scale = SENSITIVITY / float(epsilon)
    space = dp.vector_domain(dp.atom_domain(T="i64")), dp.l1_distance(T="i64")
    mechanism = dp.m.make_laplace(*space, scale=scale)
    proven: float = mechanism.map(SENSITIVITY)  # type: ignore[no-untyped-call]  # OpenDP's
    if proven > float(epsilon) * (1 + 1e-9):
        raise BadInput(f"public_counts: {kind}: OpenDP proves a larger loss than epsilon", hint="raise epsilon")
    within = math.ceil(scale * math.log(20))
    return NoisyCounts(kind, (*codes, ""), tuple(mechanism(exact)), epsilon, within)
