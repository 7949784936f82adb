"""Released rows in; synthetic rows beside them, and the evidence of what they help and whom they expose, out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.synth.base import Job, Synthesiser


def _sdv(name: str) -> Callable[[Job], Synthesiser]:
    """SDV takes seconds to load and is an extra: only a fit imports it."""

    def make(_job: Job) -> Synthesiser:
        from gateway.synth import sdv

        made: Synthesiser = getattr(sdv, name)()
        return made

    return make


def _private(job: Job) -> Synthesiser:
    from gateway.synth.domain import known
    from gateway.synth.dp import Marginals

    return Marginals(job.epsilon, known(job.columns, job.rules, job.cohort))


PRIVATE = ("dp",)  # rows are prepared for these each by itself, and the domain is what is publicly known

SYNTHESISERS: Mapping[str, Callable[[Job], Synthesiser]] = MappingProxyType(
    {
        "gaussian-copula": _sdv("gaussian_copula"),
        "ctgan": _sdv("ctgan"),
        "tvae": _sdv("tvae"),
        "copula-gan": _sdv("copula_gan"),
        "hma": _sdv("Linked"),
        "dp": _private,
    }
)
