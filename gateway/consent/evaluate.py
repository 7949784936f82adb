"""A snapshot of the ledger, subjects and the terms of a release in; who is covered, and why not, out.

How a subject's consents decide, in this order:

1. Of each consent id only the version recorded last counts; of two recorded at the same time, the later one
   in the ledger. A version that says `withdrawn` ends its consent at once, whatever days it names.
2. A granted version grants when one of its purposes covers the asked one (the hierarchy of ActReason), its
   recipients are any or hold the asked one, and the day lies in its period (whole days, both ends inclusive;
   `on` is the site's date, and importers have already turned timestamps into days, see
   `gateway.consent.dates`).
3. A denied version denies by the same recipients and days, and for every purpose that touches the asked one:
   the same, a broader or a narrower one. A granted version that does not grant also denies what it denies
   otherwise.
4. Any denial beats every grant, at whatever depth of the hierarchy either stands: a grant for CLINTRCH does
   not pass a denial of HRESCH, nor a grant for HRESCH a denial of CLINTRCH. (An exception inside one FHIR
   consent is resolved when it is imported.) This is the conservative reading of "deny overrides at the same
   depth".
5. A sensitive category is covered where a version that grants names it, and no version denies it: a denied one that
   says which categories it denies (it then denies nothing else), or one that grants the same or a related purpose and
   withholds it, each for the same recipients and days.
6. No grant means no. Where the default is opt-out, no grant means yes unless there is a denial or a
   withdrawal; a withdrawal excludes for every purpose. A null subject is never covered. No category is covered
   without a grant that names it.

Everything is done on whole columns: time grows with rows, not with consents times subjects.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import eq
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from gateway.consent.purposes import ANY, CODES, covers, touches
from gateway.errors import BadInput, IntegrityError
from gateway.records.sensitive import CATEGORIES, Bits, union

_Flags = npt.NDArray[np.bool_]
_Codes = npt.NDArray[np.int64]

_STATUSES = ("granted", "denied", "withdrawn")
REASONS = (
    "covered", "category", "denied", "withdrawn", "expired", "not-yet-effective", "recipient", "purpose", "no-record",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Terms:
    """What a release asks of the consents: a purpose (ActReason), a recipient (project), the site's date.

    Raises BadInput where the purpose is not one that can be asked for.
    """

    purpose: str
    recipient: str
    on: date
    default: Literal["opt-in", "opt-out"] = "opt-in"

    def __post_init__(self) -> None:
        if self.purpose not in CODES or self.purpose == ANY:
            raise BadInput(
                "the purpose is not a purpose of use that can be asked for",
                hint="name an HL7 v3 ActReason code such as HRESCH",
            )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Who is covered (one flag per subject, in the order asked, no nulls), and how many for which reason.

    reasons: the count of each of `REASONS`; they sum to the number of subjects. A subject that several things keep
    out counts for the first in the order of `REASONS`: of the grants that miss, the one that comes nearest.
    `no-record` means that no grant and no withdrawal is on record; `category`, which needs the subjects' data and so
    is counted by whoever has them, that nothing else is missing.
    why: for each subject the place of its reason in `REASONS`.
    named: for each subject the sensitive categories that consent covers, as bits; none where it covers nothing.
    """

    covered: pa.BooleanArray
    reasons: Mapping[str, int]
    why: npt.NDArray[np.int64]
    named: Bits


def evaluate(ledger: pa.Table, subjects: pa.StringArray, terms: Terms) -> Evaluation:
    """Decide for each of `subjects` (length n, may repeat) by a ledger that `registry.consents.read` gave.

    Raises IntegrityError where the ledger holds a status that this program does not write.
    """
    distinct = subjects.cast(pa.string()).dictionary_encode()
    live = _latest(ledger)
    row_subject = pc.index_in(live["subject"], value_set=distinct.dictionary)
    live = live.filter(row_subject.is_valid())
    owner = row_subject.drop_null().to_numpy().astype(np.int64)
    size = len(distinct.dictionary)

    told = _facts(live, terms)
    named = _named(live, told, owner, size)
    facts = {name: _any(owner[told[name]], size) for name in REASONS if name in told}
    facts["category"], facts["no-record"] = np.zeros(size, dtype=np.bool_), np.ones(size, dtype=np.bool_)
    facts["covered"] &= ~facts["denied"]
    if terms.default == "opt-out":
        facts["covered"] |= ~facts["denied"] & ~facts["withdrawn"]
    reason = np.select([facts[name] for name in REASONS], range(len(REASONS)))

    nobody = REASONS.index("no-record")
    codes = distinct.indices.fill_null(size).to_numpy().astype(np.int64)
    by_subject = np.append(reason, nobody)[codes]
    counts = np.bincount(by_subject, minlength=len(REASONS))
    covered = by_subject == REASONS.index("covered")
    categories = np.where(covered, np.append(named, np.uint8(0))[codes], np.uint8(0))
    by_reason = dict(zip(REASONS, counts.tolist(), strict=True))
    return Evaluation(pa.array(covered, type=pa.bool_()), by_reason, by_subject, categories)


def _latest(ledger: pa.Table) -> pa.Table:
    """Keep the last recorded version of each consent (rule 1)."""
    consent, names = _encoded(ledger["consent"])
    recorded = ledger["recorded"].cast(pa.int64()).to_numpy()
    rank = np.empty(len(consent), dtype=np.int64)
    rank[np.argsort(recorded, kind="stable")] = np.arange(len(consent))
    newest = np.full(len(names), -1, dtype=np.int64)
    np.maximum.at(newest, consent, rank)
    return ledger.drop_columns(["consent"]).filter(pa.array(newest[consent] == rank))


def _facts(live: pa.Table, terms: Terms) -> dict[str, _Flags]:
    """Say of each live version what it does for these terms, or what keeps its grant from holding."""
    granted, denied, withdrawn = (_having(live["status"], partial(eq, status)) for status in _STATUSES)
    if not (granted | denied | withdrawn).all():
        raise IntegrityError("the consent ledger holds an unknown status", hint="restore it from a backup")
    asked = terms.purpose
    covering = _having(live["purposes"], lambda text: any(covers(code, asked) for code in text.split()))
    touching = _having(live["purposes"], lambda text: any(touches(code, asked) for code in text.split()))
    barring = _having(live["otherwise_denied"], lambda text: any(touches(c, asked) for c in text.split()))
    meant = _having(live["recipients"], lambda text: not text or terms.recipient in text.split())
    day = np.datetime64(terms.on, "D")
    begun = live["effective_from"].to_numpy() <= day
    ended = live["effective_until"].to_numpy() < day  # an open end is NaT, which is not before any day

    limited = _having(live["categories"], bool)
    touched = touching & meant & begun & ~ended
    holds = granted & covering & meant & begun & ~ended
    return {
        "covered": holds,
        "denied": (denied & ~limited & touched) | (granted & ~holds & barring),
        "denied categories": denied & limited & touched,
        "withheld categories": granted & touched,
        "withdrawn": withdrawn,
        "expired": granted & covering & meant & ended,
        "not-yet-effective": granted & covering & meant & ~begun,
        "recipient": granted & covering & ~meant,
        "purpose": granted & ~covering,
    }


def _named(live: pa.Table, told: Mapping[str, _Flags], owner: _Codes, size: int) -> Bits:
    """The sensitive categories that each subject's versions name, without those that any of them denies (rule 5)."""
    named, denied = np.zeros(size, dtype=np.uint8), np.zeros(size, dtype=np.uint8)
    spoken = _bits(live["categories"])
    np.bitwise_or.at(named, owner[told["covered"]], spoken[told["covered"]])
    np.bitwise_or.at(denied, owner[told["denied categories"]], spoken[told["denied categories"]])
    held_back = told["withheld categories"]
    np.bitwise_or.at(denied, owner[held_back], _bits(live["withheld"])[held_back])
    return named & ~denied


def _bits(words: "pa.ChunkedArray[Any]") -> Bits:
    codes, texts = _encoded(words)
    told = [str(text).split() for text in texts.to_pylist()]
    if not set(CATEGORIES).issuperset(category for one in told for category in one):
        raise IntegrityError("the consent ledger holds an unknown category", hint="restore it from a backup")
    return np.array(list(map(union, told)), dtype=np.uint8)[codes]


def _having(words: "pa.ChunkedArray[Any]", holds: Callable[[str], bool]) -> _Flags:
    """Ask once per distinct text, answer for every row."""
    codes, texts = _encoded(words)
    answers: _Flags = np.array([holds(str(text)) for text in texts.to_pylist()], dtype=np.bool_)
    return answers[codes]


def _encoded(column: "pa.ChunkedArray[Any]") -> "tuple[_Codes, pa.Array[Any]]":
    array = column.combine_chunks()
    if not isinstance(array, pa.DictionaryArray):
        array = array.dictionary_encode()
    return array.indices.to_numpy().astype(np.int64), array.dictionary


def _any(owner: _Codes, size: int) -> _Flags:
    flags = np.zeros(size, dtype=np.bool_)
    flags[owner] = True
    return flags
