"""The recall meter: how much of what the hospital knows of its patients the recognisers find without knowing it.

Nobody labels a hospital's notes. But the patient's own record says what to look for in that patient's notes; hidden
from the recognisers, it tells what they miss. What stands in no record (relatives, staff, places) is not measured.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from gateway.audit.exports import ExportFacts
from gateway.deid import cohort
from gateway.errors import RiskRefused
from gateway.intervals import wilson
from gateway.model import Check, Recall, Recalled, Sealed

KIND = "kind"


def measure(sealed: Sealed) -> Recall | None:
    """The recall over all scrubbed texts of the release; None where it has none."""
    if not sealed.plan.text_tables:
        return None
    stood = _sum(counts.stood for counts in sealed.counts.values())
    missed = _sum(counts.missed for counts in sealed.counts.values())
    released = sealed.generalised.released
    sizes = cohort.load(sealed.generalised.consented.planned.dataset, released, sealed.plan.as_of.year).sizes()
    kinds = {(KIND, name.partition(": ")[2]): len(released) for name in stood if name.startswith(f"{KIND}: ")}
    groups = tuple(_recalled(axis, group, n, stood, missed) for (axis, group), n in sorted({**kinds, **sizes}.items()))
    of_kinds = [group for group in groups if group.axis == KIND]
    total, gone = sum(g.stood for g in of_kinds), sum(g.missed for g in of_kinds)
    return Recall(Recalled("all", "all", len(released), total, gone, *wilson(total - gone, total)), groups)


def worst(recall: Recall) -> Iterator[Recalled]:
    """The worst group of subjects on each axis, of those that are not too small to tell."""
    for axis in dict.fromkeys(group.axis for group in recall.groups if group.axis != KIND):
        large = [g for g in recall.groups if g.axis == axis and g.stood and g.subjects >= cohort.FEW]
        if large:
            yield min(large, key=lambda group: group.recall)


def check_recall(sealed: Sealed, recall: Recall | None) -> list[Check]:
    """Refuse below the policy's floor, or where nothing could be measured by which to tell. Raises RiskRefused."""
    if recall is None:
        return []
    floor, whole = sealed.plan.notes.recall_at_least, recall.whole
    if floor is not None:
        _demand(floor, recall)
    if not whole.stood:
        return [Check("recall without records", "no value of a patient's record stands in the texts")]
    found = f"{whole.stood - whole.missed} of {whole.stood} known identifiers found"
    held = "none demanded" if floor is None else f"{floor:.1%} demanded of the worst group"
    return [Check("recall without records", f"{found}, {whole.recall:.1%} ({held})")]


def _demand(floor: float, recall: Recall) -> None:
    numbers = {"floor_ppm": ppm(floor)}
    if not recall.whole.stood:
        what = f"the policy demands a recall of {floor:.1%}, and no value of a patient's record stands in the texts"
        hint = "describe the identifying columns of the subject table, or remove `notes.recall_at_least`"
        raise RiskRefused(what, hint=hint, reason="recall-unmeasured", numbers=numbers)
    lowest = min([recall.whole, *worst(recall)], key=lambda group: group.recall)
    if lowest.recall >= floor:
        return
    whose = "of all subjects" if lowest.axis == "all" else f"of the worst group by {lowest.axis}"
    what = (
        f"without the patients' records, {lowest.stood - lowest.missed} of {lowest.stood} known identifiers {whose} "
        f"were found, {lowest.recall:.1%} (95 % between {lowest.low:.1%} and {lowest.high:.1%}); "
        f"the policy demands {floor:.1%}"
    )
    numbers |= {"stood": lowest.stood, "missed": lowest.missed, "recall_ppm": ppm(lowest.recall)}
    raise RiskRefused(what, hint="leave the texts out, or use a stricter detection", reason="recall", numbers=numbers)


def facts(recall: Recall) -> ExportFacts:
    """What the log keeps: counts by family of kinds, and recall by axis; never the name of a group."""
    stood, missed = Counter[str](), Counter[str]()
    for kind in (group for group in recall.groups if group.axis == KIND):
        stood[kind.group.partition(".")[0]] += kind.stood
        missed[kind.group.partition(".")[0]] += kind.missed
    lowest = {f"worst.{group.axis}": ppm(group.recall) for group in worst(recall)}
    return {
        "identifiers_in_texts": dict(stood),
        "identifiers_missed": dict(missed),
        "recall_ppm": {"all": ppm(recall.whole.recall), **lowest} if recall.whole.stood else {},
    }


def ppm(share: float) -> int:
    """A share in millionths: the log holds whole numbers."""
    return round(share * 1_000_000)


def _recalled(axis: str, group: str, subjects: int, stood: Mapping[str, int], missed: Mapping[str, int]) -> Recalled:
    n, gone = stood.get(f"{axis}: {group}", 0), missed.get(f"{axis}: {group}", 0)
    return Recalled(axis, group, subjects, n, gone, *wilson(n - gone, n))


def _sum(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total = Counter[str]()
    for one in counts:
        total.update(one)
    return total
