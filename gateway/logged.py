"""A verified release's risk in; the same as the log keeps it, in whole numbers, out."""

import re
from bisect import bisect_right

from gateway.audit.exports import ExportFacts
from gateway.model import Verified

MILLION = 1_000_000
FROM = (1, 2, 3, 5, 11, 20, 50)


def risk_facts(verified: Verified) -> ExportFacts:
    """Attackers' success, class sizes, losses, and whom suppression hits."""
    risk, hit, settled = verified.risk, verified.sealed.hit, verified.sealed.generalised.settled
    attacks: dict[str, int] = {}
    for name, attack in risk.attacks.items():
        for figure in ("highest", "average", "at_risk"):
            attacks[f"{name}.{figure}"] = round(MILLION * getattr(attack, figure))
    sizes = dict.fromkeys((f"from-{size}" for size in FROM), 0)
    for size, classes in risk.sizes.items():
        sizes[f"from-{FROM[bisect_right(FROM, size) - 1]}"] += size * classes
    facts: ExportFacts = {
        "k_after": risk.k,
        "attacks_ppm": attacks,
        "class_sizes": sizes,
        "group_subjects": {_identifier(name): one.subjects for name, one in hit.items()},
        "group_suppressed": {_identifier(name): one.suppressed for name, one in hit.items()},
        "group_rows": {_identifier(name): one.rows for name, one in hit.items()},
    }
    if settled:
        losses = {"all": settled.loss, **{f"column.{_identifier(n)}": loss for n, loss in settled.by_column.items()}}
        if settled.free_loss is not None:
            losses["without-cap"] = settled.free_loss
        facts["loss_ppm"] = {name: round(MILLION * loss) for name, loss in losses.items()}
    return facts


def _identifier(name: str) -> str:
    """A column's name as far as the log takes it."""
    return re.sub(r"[^A-Za-z0-9._+-]+", "_", name)[:120]
