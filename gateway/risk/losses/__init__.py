"""Losses, by the name a configuration gives them: nodes and suppressed rows in, numbers to minimise out."""

from gateway.risk.losses.base import Loss
from gateway.risk.losses.class_size import ClassSize
from gateway.risk.losses.discernibility import Discernibility, DiscernibilityWithSuppressed
from gateway.risk.losses.entropy import Entropy, EntropyWithSuppressed
from gateway.risk.losses.loss import DomainShare

LOSSES: dict[str, type[Loss]] = {
    "loss": DomainShare,
    "nue": Entropy,
    "nue_nm": EntropyWithSuppressed,
    "discernibility": Discernibility,
    "discernibility_nm": DiscernibilityWithSuppressed,
    "class_size": ClassSize,
}
