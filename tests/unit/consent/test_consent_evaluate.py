"""The vectorised evaluation, row by row in small cases, and against a scalar restatement of its rules."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.consent import REASONS, ConsentVersion, Terms, evaluate
from gateway.consent.purposes import ANY, CODES, PARENT
from gateway.errors import BadInput, IntegrityError
from gateway.records.sensitive import names
from gateway.registry.consents import SCHEMA

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TODAY = date(2026, 3, 1)
ASKED = Terms("HRESCH", "sepsis", TODAY)
GRANT = ConsentVersion("c1", "p1", "granted", ("HRESCH",), (), date(2025, 1, 1), None, NOW, "csv")


def table(versions: list[ConsentVersion]) -> pa.Table:
    rows = [
        {
            "version": number,
            "consent": v.consent,
            "subject": v.subject,
            "status": v.status,
            "purposes": " ".join(v.purposes),
            "recipients": " ".join(v.recipients),
            "otherwise_denied": " ".join(v.otherwise_denied),
            "categories": " ".join(v.categories),
            "withheld": " ".join(v.withheld),
            "effective_from": v.effective_from,
            "effective_until": v.effective_until,
            "recorded": v.recorded,
            "source": v.source,
        }
        for number, v in enumerate(versions, start=1)
    ]
    return pa.Table.from_pylist(rows, SCHEMA)


def ask(versions: list[ConsentVersion], terms: Terms = ASKED, subject: str = "p1") -> str:
    """The one reason for one subject."""
    result = evaluate(table(versions), pa.array([subject]), terms)
    [reason] = [name for name, count in result.reasons.items() if count]
    assert result.covered.to_pylist() == [reason == "covered"]
    return reason


def later(version: ConsentVersion, **changes: object) -> ConsentVersion:
    return replace(version, recorded=version.recorded + timedelta(seconds=1), **changes)  # type: ignore[arg-type]


DENY = replace(GRANT, consent="c2", status="denied")
WITHDRAWN = later(GRANT, status="withdrawn", purposes=())


@pytest.mark.parametrize(
    ("versions", "reason", "opted_out"),
    [
        ([], "no-record", "covered"),
        ([GRANT], "covered", "covered"),
        ([replace(GRANT, purposes=(ANY,))], "covered", "covered"),
        ([replace(GRANT, purposes=("CLINTRCH",))], "purpose", "covered"),
        ([replace(GRANT, purposes=("TREAT", "HRESCH"))], "covered", "covered"),
        ([replace(GRANT, recipients=("other",))], "recipient", "covered"),
        ([replace(GRANT, recipients=("other", "sepsis"))], "covered", "covered"),
        ([replace(GRANT, recipients=("sepsis-2",))], "recipient", "covered"),
        ([replace(GRANT, effective_from=TODAY)], "covered", "covered"),
        ([replace(GRANT, effective_until=TODAY)], "covered", "covered"),
        ([replace(GRANT, effective_from=TODAY + timedelta(1))], "not-yet-effective", "covered"),
        ([replace(GRANT, effective_until=TODAY - timedelta(1))], "expired", "covered"),
        ([DENY], "denied", "denied"),
        ([GRANT, DENY], "denied", "denied"),
        ([GRANT, replace(DENY, purposes=(ANY,))], "denied", "denied"),
        ([GRANT, replace(DENY, purposes=("CLINTRCHPC",))], "denied", "denied"),
        ([GRANT, replace(DENY, purposes=("TREAT",))], "covered", "covered"),
        ([GRANT, replace(DENY, recipients=("other",))], "covered", "covered"),
        ([GRANT, replace(DENY, effective_until=date(2025, 12, 31))], "covered", "covered"),
        ([replace(DENY, purposes=("TREAT",))], "no-record", "covered"),
        ([GRANT, WITHDRAWN], "withdrawn", "withdrawn"),
        ([WITHDRAWN, GRANT], "withdrawn", "withdrawn"),
        ([GRANT, WITHDRAWN, later(WITHDRAWN, status="granted", purposes=("HRESCH",))], "covered", "covered"),
        ([WITHDRAWN, replace(GRANT, consent="c3")], "covered", "covered"),
        ([DENY, later(DENY, status="withdrawn", purposes=())], "withdrawn", "withdrawn"),
        ([GRANT, replace(GRANT, status="denied")], "denied", "denied"),
        ([replace(GRANT, status="denied"), GRANT], "covered", "covered"),
        ([replace(GRANT, otherwise_denied=(ANY,))], "covered", "covered"),
        ([replace(GRANT, otherwise_denied=(ANY,), recipients=("other",)), replace(GRANT, consent="c3")],
         "denied", "denied"),
        ([replace(GRANT, otherwise_denied=(ANY,), effective_until=date(2025, 2, 1))], "denied", "denied"),
        ([replace(GRANT, purposes=("BIORCH",), otherwise_denied=("CLINTRCH",))], "denied", "denied"),
        ([replace(GRANT, subject="somebody-else")], "no-record", "covered"),
    ],
)  # fmt: skip
def test_one_subject(versions: list[ConsentVersion], reason: str, opted_out: str) -> None:
    assert ask(versions) == reason
    assert ask(versions, replace(ASKED, default="opt-out")) == opted_out


NAMES = replace(GRANT, categories=("hiv", "genetics"))


@pytest.mark.parametrize(
    ("versions", "named"),
    [
        ([GRANT], ()),
        ([NAMES], ("hiv", "genetics")),
        ([GRANT, replace(NAMES, consent="c2")], ("hiv", "genetics")),
        ([NAMES, replace(DENY, categories=("hiv",))], ("genetics",)),
        ([NAMES, replace(DENY, categories=("hiv",), purposes=("CLINTRCH",))], ("genetics",)),
        ([NAMES, replace(DENY, categories=("hiv",), purposes=("TREAT",))], ("hiv", "genetics")),
        ([NAMES, replace(DENY, categories=("hiv",), recipients=("other",))], ("hiv", "genetics")),
        ([NAMES, replace(DENY, categories=("hiv",), effective_until=date(2025, 12, 31))], ("hiv", "genetics")),
        ([NAMES, replace(GRANT, consent="c2", withheld=("genetics",))], ("hiv",)),
        ([NAMES, replace(GRANT, consent="c2", withheld=("genetics",), recipients=("other",))], ("hiv", "genetics")),
        ([GRANT, replace(NAMES, consent="c2", purposes=("CLINTRCH",))], ()),
        ([GRANT, replace(NAMES, consent="c2", recipients=("other",))], ()),
        ([NAMES, DENY], ()),
        ([NAMES, later(NAMES, status="withdrawn", purposes=(), categories=())], ()),
        ([replace(DENY, categories=("hiv",))], ()),
    ],
)  # fmt: skip
def test_categories_of_one_subject(versions: list[ConsentVersion], named: tuple[str, ...]) -> None:
    result = evaluate(table(versions), pa.array(["p1", "nobody", None]), ASKED)
    assert [names(bits) for bits in result.named.tolist()] == [named, (), ()]
    out = evaluate(table(versions), pa.array(["nobody"]), replace(ASKED, default="opt-out"))
    assert (out.covered.to_pylist(), out.named.tolist()) == ([True], [0])


def test_an_unknown_category_stops_the_evaluation() -> None:
    ledger = table([GRANT])
    told = pa.array(["zodiac"]).dictionary_encode()
    place = ledger.schema.get_field_index("categories")
    with pytest.raises(IntegrityError, match="category"):
        evaluate(ledger.set_column(place, "categories", told), pa.array(["p1"]), ASKED)


def test_a_grant_for_a_narrower_purpose_does_not_pass_a_broader_denial() -> None:
    assert ask([replace(GRANT, purposes=("CLINTRCH",)), DENY], replace(ASKED, purpose="CLINTRCH")) == "denied"


def test_flags_follow_the_subjects_asked_for_and_reasons_count_them() -> None:
    subjects = pa.array(["p1", None, "nobody", "p1"])
    result = evaluate(table([GRANT]), subjects, ASKED)
    assert result.covered.to_pylist() == [True, False, False, True]
    assert result.reasons == {**dict.fromkeys(REASONS, 0), "covered": 2, "no-record": 2}
    assert evaluate(table([]), subjects, replace(ASKED, default="opt-out")).covered.to_pylist() == [
        True, False, True, True,
    ]  # fmt: skip


def test_no_subjects_and_no_ledger() -> None:
    assert len(evaluate(table([]), pa.array([], pa.string()), ASKED).covered) == 0
    assert len(evaluate(table([GRANT]), pa.array([], pa.string()), ASKED).covered) == 0
    assert evaluate(SCHEMA.empty_table(), pa.array([None], pa.string()), ASKED).covered.to_pylist() == [False]


def test_a_chunked_ledger_is_read_whole() -> None:
    one, other = table([GRANT]), table([DENY]).replace_schema_metadata(None)
    result = evaluate(pa.concat_tables([one, other]), pa.array(["p1"]), ASKED)
    assert result.reasons["denied"] == 1


@pytest.mark.parametrize("purpose", ["", "RESEARCH", ANY])
def test_terms_ask_for_a_purpose(purpose: str) -> None:
    with pytest.raises(BadInput, match="ActReason"):
        Terms(purpose, "sepsis", TODAY)


def test_an_unknown_status_stops_the_evaluation() -> None:
    ledger = table([GRANT])
    status = pa.array(["maybe"]).dictionary_encode()
    with pytest.raises(IntegrityError, match="status"):
        evaluate(ledger.set_column(3, "status", status), pa.array(["p1"]), ASKED)


def test_a_denied_purpose_of_a_newer_code_system_denies() -> None:
    ledger = table([GRANT, DENY])
    purposes = pa.array(["HRESCH", "FUTURE"]).dictionary_encode()
    result = evaluate(ledger.set_column(4, "purposes", purposes), pa.array(["p1"]), ASKED)
    assert result.reasons["denied"] == 1


# The oracle: the rules once more, one subject at a time, with nothing of the package but its values.


def chain(code: str) -> list[str]:
    return [code, *chain(PARENT[code])] if code in PARENT else [code]


def related(one: str, other: str) -> bool:
    return one in chain(other) or other in chain(one)


def oracle(versions: list[ConsentVersion], subject: str | None, terms: Terms) -> tuple[str, set[str]]:
    if subject is None:
        return "no-record", set()
    current: dict[str, ConsentVersion] = {}
    for version in versions:
        if version.consent not in current or version.recorded >= current[version.consent].recorded:
            current[version.consent] = version
    found: set[str] = set()
    for version in current.values():
        if version.subject == subject:
            found.add(scalar(version, terms))
    if "denied" in found:
        return "denied", set()
    if "covered" in found:
        return "covered", sensitive([v for v in current.values() if v.subject == subject], terms)
    if terms.default == "opt-out" and "withdrawn" not in found:
        return "covered", set()
    nearest = ["withdrawn", "expired", "not-yet-effective", "recipient", "purpose"]
    return next((reason for reason in nearest if reason in found), "no-record"), set()


def sensitive(versions: list[ConsentVersion], terms: Terms) -> set[str]:
    """What grants name, without what anything denies."""
    named, denied = set(), set()
    for version in versions:
        over = version.effective_until is not None and terms.on > version.effective_until
        meant = version.recipients == () or terms.recipient in version.recipients
        if version.effective_from <= terms.on and not over and meant and version.status != "withdrawn":
            near = any(related(code, terms.purpose) for code in version.purposes)
            if version.status == "granted" and any(code in chain(terms.purpose) for code in version.purposes):
                named |= set(version.categories)
            if near:
                denied |= set(version.withheld if version.status == "granted" else version.categories)
    return named - denied


def scalar(version: ConsentVersion, terms: Terms) -> str:
    started = version.effective_from <= terms.on
    over = version.effective_until is not None and terms.on > version.effective_until
    named = version.recipients == () or terms.recipient in version.recipients
    if version.status == "withdrawn":
        return "withdrawn"
    if version.status == "denied":
        hits = any(related(code, terms.purpose) for code in version.purposes)
        all_of_it = not version.categories
        return "denied" if hits and named and started and not over and all_of_it else "silent"
    covering = any(code in chain(terms.purpose) for code in version.purposes)
    if covering and named and started and not over:
        return "covered"
    if any(related(code, terms.purpose) for code in version.otherwise_denied):
        return "denied"
    if not covering:
        return "purpose"
    if not named:
        return "recipient"
    return "expired" if over else "not-yet-effective"


FEW = st.sampled_from([ANY, "HRESCH", "CLINTRCH", "CLINTRCHPC", "BIORCH", "TREAT", "ETREAT"])
CATEGORY = st.sampled_from(["hiv", "genetics", "abuse"])
DAYS = st.dates(TODAY - timedelta(3), TODAY + timedelta(3))


@st.composite
def versions_(draw: st.DrawFn) -> ConsentVersion:
    status = draw(st.sampled_from(["granted", "granted", "denied", "withdrawn"]))
    consent = draw(st.integers(0, 7))
    start, end = sorted((draw(DAYS), draw(DAYS)))
    barred = draw(st.sets(FEW, max_size=2)) if status == "granted" else set()
    return ConsentVersion(
        consent=f"c{consent}",
        subject=f"p{consent % 4}",
        status=status,  # type: ignore[arg-type]  # one of the literals above
        purposes=tuple(sorted(draw(st.sets(FEW, min_size=1, max_size=2)))),
        recipients=tuple(sorted(draw(st.sets(st.sampled_from(["sepsis", "other"]), max_size=2)))),
        effective_from=start,
        effective_until=draw(st.sampled_from([end, None])),
        recorded=NOW + timedelta(seconds=draw(st.integers(0, 3))),
        source="csv",
        otherwise_denied=tuple(sorted(barred)),
        categories=tuple(sorted(draw(st.sets(CATEGORY, max_size=2)))),
        withheld=tuple(sorted(draw(st.sets(CATEGORY, max_size=1)))) if status == "granted" else (),
    )


@settings(max_examples=1000, deadline=None)
@given(
    versions=st.lists(versions_(), max_size=14),
    subjects=st.lists(st.sampled_from(["p0", "p1", "p2", "p3", "p9", None]), max_size=8),
    purpose=st.sampled_from(sorted(CODES - {ANY}) + ["HRESCH", "CLINTRCH", "BIORCH"] * 9),
    default=st.sampled_from(["opt-in", "opt-out"]),
)
def test_agrees_with_the_oracle(
    versions: list[ConsentVersion], subjects: list[str | None], purpose: str, default: str
) -> None:
    terms = Terms(purpose, "sepsis", TODAY, default)  # type: ignore[arg-type]  # one of the two literals
    result = evaluate(table(versions), pa.array(subjects, pa.string()), terms)
    told = [oracle(versions, subject, terms) for subject in subjects]
    expected = [reason for reason, _ in told]
    assert [set(names(bits)) for bits in result.named.tolist()] == [categories for _, categories in told]
    assert result.covered.to_pylist() == [reason == "covered" for reason in expected]
    assert {name: count for name, count in result.reasons.items() if count} == dict(Counter(expected))
