"""Released rows in; synthetic rows beside them, and the evidence of what they help and whom they expose, out."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from gateway.synth.base import Synthesiser


def _sdv(name: str) -> Callable[[float], Synthesiser]:
    """SDV takes seconds to load and is an extra: only a fit imports it."""

    def make(_epsilon: float) -> Synthesiser:
        from gateway.synth import sdv

        made: Synthesiser = getattr(sdv, name)()
        return made

    return make


def _private(epsilon: float) -> Synthesiser:
    from gateway.synth.dp import Marginals

    return Marginals(epsilon)


SYNTHESISERS: Mapping[str, Callable[[float], Synthesiser]] = MappingProxyType(
    {
        "gaussian-copula": _sdv("gaussian_copula"),
        "ctgan": _sdv("ctgan"),
        "tvae": _sdv("tvae"),
        "copula-gan": _sdv("copula_gan"),
        "hma": _sdv("Linked"),
        "dp": _private,
    }
)
