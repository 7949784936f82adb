"""The release card as a whole: what stands on it, what must not, and what it loads (nothing)."""

import re
from base64 import b64encode
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from jinja2 import UndefinedError

from gateway import report

from .samples import Page, attacks, column, digest, manifest, signed


def page(fields: dict[str, Any], manifest_digest: str | None = None) -> Page:
    return Page(report.card(fields, manifest_digest))


@pytest.mark.parametrize(
    "fact",
    [
        "rel-20260301-aa11bb22", "north-hospital", "1 March 2026, 09:05 UTC",
        "foresee sepsis on the wards", "health care research (HRESCH)", "by ana (ML engineer), 27 February 2026, 08:00",
        "30 September 2026", "sepsis: its codes join with the project’s other releases",
        "data steward 28 February 2026, 14:30 UTC “I agree to this export”",
        "Exported bysue", "steward-exports-approved",
        "45 CFR 164.514(b)(2)", "hipaa-safe-harbor",
        "No consent on record means no (opt-in)",
        "−21 no consent on record", "−14 denied this use", "−3 withdrew the consent",
        "−2 consent is for other purposes",
        "60 may be used", "−3 suppressed: too few share their traits", "57 are in the release 57%",
        "964 spans that may identify somebody were found and replaced in notes.body",
        "Of 200 places where a value of the patient’s record stands, 98% were found all the same (95 % between 25% and",
        "The policy demands 90% of the worst group",
        "Sealed bytes. 4 parts decrypt and match their digests",
        "gateway/north held 17 events", "ROOTHASHROOTHASH=",
        'gateway.open_release("rel-20260301-aa11bb22", grant="rel-20260301-aa11bb22.ana.json", identity="ana.json")',
        'release["patients"].to_table().to_pandas()',
        "this release has none; its rows stem from real records",
        "Automated de-identification of text is good, not perfect",
        "Made by gateway 9.8.7",
    ],
)  # fmt: skip
def test_every_stage_has_its_facts_on_the_page(fact: str) -> None:
    text = re.sub(r" (?=[.,])", "", page(manifest()).text)
    assert fact.replace(" ", "") in text.replace(" ", "")


def test_digests_stand_in_full() -> None:
    text = page(manifest()).text
    assert all(digest(letter) in text for letter in "1234567abcd")


def test_recall_by_kind_and_by_group() -> None:
    card = page(manifest())
    assert card.table("Found without the record, by kind of identifier")[1:] == [
        ["id.mrn", "40", "0", "100%", "25% and 75%"], ["name.family", "160", "3", "98%", "25% and 75%"]
    ]  # fmt: skip
    assert card.table("Found without the record, by race")[1:] == [
        ["groups under 20", "22", "0", "0", "–", "–"], ["Samoan", "35", "200", "3", "98%", "25% and 75%"]
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("recall", "says"),
    [
        (None, None),
        ({"stood": 0, "missed": 0, "by": []}, "it could not be measured what the recognisers miss"),
    ],
)
def test_where_nothing_was_measured_the_card_says_so(recall: Any, says: str | None) -> None:
    text = page(manifest(recall=recall)).text
    assert "found all the same" not in text
    assert ("What would have been missed" in text) == bool(says)
    assert (says or "") in text


def test_rows_of_each_table_with_reasons() -> None:
    rows = page(manifest()).table("Every row that was read")
    assert rows[1:] == [
        ["patients", "100", "57", "57%", "40 of subjects without consent for this use"
         "3 of subjects suppressed for too small a class"],
        ["notes", "1,500", "1,201", "80%", "290 of subjects without consent for this use"
         "8 of subjects suppressed for too small a class1 quarantined: body: not scanned whole"],
        ["drugs", "0", "0", "the table is empty", "none"],
        ["All", "1,600", "1,258", "", ""],
    ]  # fmt: skip


def test_each_column_with_kind_treatment_rule_and_source() -> None:
    rows = page(manifest()).table("Columns of patients")
    assert rows[1:] == [
        ["pidsubject", "replaced by a random codepseudonym method=random", "subject.*source of pid"],
        ["surnamename.family", "left out", "name.*source of surname"],
        ["born quasi-identifierdate.birth", "only the year stays", "date.*source of born"],
        ["weightclinical.value", "kept as it is", "clinical.*source of weight"],
    ]


def test_risk_before_and_after() -> None:
    rows = {row[0]: row[1:] for row in page(manifest()).table("Measures over the quasi-identifiers")}
    assert rows["k: subjects in the smallest class"] == ["1", "2"]
    assert rows["Highest risk, 1/k"] == ["100%", "50%"]
    assert rows["Average risk: classes by subjects"] == ["13%", "8.8%"]
    assert rows["Subjects in classes below 3"] == ["8.3%", "3.5%"]  # 5 of 60, 2 of 57
    assert rows["Subjects in classes below 5"] == ["8.3%", "3.5%"]
    assert rows["Subjects in classes below 11"] == ["50%", "47%"]  # 30 of 60, 27 of 57


def test_the_plot_shows_the_histogram() -> None:
    body = page(manifest())
    heights = {kind: [float(a["height"] or 0) for a in body.attributes("rect")
                      if a.get("class") == kind and a["height"] != "12"] for kind in ("before", "after")}  # fmt: skip
    assert heights["before"] == pytest.approx([160 * n / 60 for n in (3, 2, 25, 30)], abs=0.01)
    assert heights["after"] == pytest.approx([160 * n / 57 for n in (2, 25, 30)], abs=0.01)
    assert [row[:3] for row in body.table("Subjects by the size of their class")[1:]] == [
        ["1", "3", "0"], ["2", "2", "2"], ["3–4", "0", "0"], ["5–10", "25", "25"], ["11–19", "0", "0"],
        ["20–49", "30", "30"], ["50+", "0", "0"],
    ]  # fmt: skip
    assert "Classes of 20–49: 50% of the subjects before suppression, 53% in the release." in body.text


def test_who_stands_alone_is_said_plainly() -> None:
    lonely = {"subjects": 4, "classes": 3, "k": 1, "average_risk": 0.75, "sizes": {"1": 2, "2": 1},
              "attacks": attacks(1.0, 0.75)}  # fmt: skip
    assert "2 subjects of 4 (50%) share their traits with nobody else" in page(manifest(risk__after=lonely)).text
    assert "share their traits with nobody else" not in page(manifest()).text


def test_spans_by_kind_with_bars() -> None:
    body = page(manifest())
    assert [row[:2] for row in body.table("Spans replaced")[1:]] == [
        ["name of the patient PATIENT", "640"],
        ["date more exact than a year DATE", "320"],
        ["social security number, whole or its last four digits SSN", "4"],
    ]
    widths = [a["width"] for a in body.attributes("rect") if a.get("class") == "fill"]
    assert widths[-3:] == ["100.00%", "50.00%", "0.62%"]


def test_the_copy_in_the_release_cannot_name_the_signer_and_says_so() -> None:
    text = page(manifest()).text
    assert "cannot hold the manifest’s own digest" in text
    assert "Signed by" not in text


def test_the_report_names_the_signer_and_the_manifest() -> None:
    text = page(signed(manifest()), digest("e")).text
    assert "Signed by sam (data steward)." in text
    assert digest("e") in text
    assert "cannot hold" not in text


@pytest.mark.parametrize("place", ["request__why", "request__project", "request__requester", "plan__basis", "site",
                                   "request__purpose", "plan__policy"])  # fmt: skip
def test_what_people_wrote_is_escaped(place: str) -> None:
    evil = "<script>alert('x')</script><img src=x onerror=\"y\">"
    body = page(manifest(**{place: evil}))
    assert evil in body.text
    assert not body.attributes("script")
    assert not body.attributes("img")


def test_names_of_columns_and_reasons_are_escaped() -> None:
    fields = manifest(approvals=[{**manifest()["approvals"][0], "meaning": "<b>yes</b>"}])
    fields["plan"]["columns"][3] = column("patients", "<b>weight</b>", "clinical.value", "keep")
    fields["tables"]["patients"]["left_out"] = {"quarantined: <b>odd</b>": 43}
    assert not page(fields).attributes("b")


def test_nothing_is_loaded() -> None:
    body = page(signed(manifest()), digest("e"))
    loads = {"src", "srcset", "data", "action", "formaction", "poster", "background", "xlink:href", "style"}
    for tag, attributes in body.tags:
        assert tag not in {"script", "link", "iframe", "object", "embed", "img", "base", "form", "image", "use"}
        assert not loads & attributes.keys(), tag
        assert not any(name.startswith("on") for name in attributes), tag
        assert (attributes.get("href") or "#").startswith("#"), tag
    assert not re.search(r"https?:|url\(|@import|@font-face|expression\(", body.source)


def test_a_strict_content_security_policy_allows_the_page_its_own_style_and_nothing_else() -> None:
    body = page(manifest())
    (policy,) = [a["content"] for a in body.attributes("meta") if a.get("http-equiv") == "Content-Security-Policy"]
    (style,) = re.findall(r"<style>(.*?)</style>", body.source, re.DOTALL)
    own = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{own}'; base-uri 'none'; form-action 'none'"
    head = body.source.split("</head>")[0]
    assert head.index("Content-Security-Policy") < head.index("<style>")


def test_equal_fields_give_equal_bytes_in_whatever_order_the_keys_come() -> None:
    def turned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: turned(value[key]) for key in reversed(value)}
        return [turned(item) for item in value] if isinstance(value, list) else value

    fields = signed(manifest())
    assert report.card(fields, digest("e")) == report.card(turned(fields), digest("e"))
    assert report.documents(manifest()) == report.documents(turned(manifest()))


def test_the_page_reads_well_without_eyes() -> None:
    body = page(manifest())
    (html,) = body.attributes("html")
    assert html["lang"] == "en"
    assert {"header", "nav", "main", "footer"} <= {tag for tag, _ in body.tags}
    levels = [int(tag[1]) for tag, _ in body.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(body.captions) == len(body.attributes("table"))
    assert all(a.get("scope") in {"col", "row"} for a in body.attributes("th"))
    assert all(a.get("aria-hidden") == "true" or a.get("role") == "img" for a in body.attributes("svg")
               if a.get("width") != "14")  # fmt: skip
    ids = [a["id"] for _, a in body.tags if "id" in a]
    assert len(ids) == len(set(ids))
    named = [a[key] or "" for _, a in body.tags for key in ("href", "aria-labelledby") if key in a]
    assert {name.removeprefix("#") for names in named for name in names.split()} <= set(ids)


def test_no_notes_no_quasi_identifiers_and_nobody_suppressed() -> None:
    whole = {"subjects": 60, "classes": 1, "k": 60, "average_risk": 1 / 60, "sizes": {"60": 1},
             "attacks": attacks(1 / 60, 1 / 60)}  # fmt: skip
    fields = manifest(request__tables=["patients"], request__project="req-20260301-aa11bb22",
                      subjects={"in": 100, "consented": 60, "suppressed": 0, "released": 60},
                      risk__before=whole, risk__after=whole, risk__known=[])  # fmt: skip
    fields["plan"]["columns"] = [column("patients", "pid", "subject", "pseudonym method=random")]
    fields["tables"] = {"patients": {"read": 100, "released": 60, "left_out": {"no-consent": 40}, "spans": {}}}
    text = page(fields).text
    assert "No released column is marked as a quasi-identifier, so nothing was measured." in text
    assert "k: subjects in the smallest class" not in text
    assert "This release holds no free text" in text
    assert "de-identification of text" not in text
    assert "Nobody was suppressed" in text
    assert "this request alone" in text


def test_texts_without_any_span_are_a_cause_for_doubt() -> None:
    fields = manifest()
    fields["tables"]["notes"]["spans"] = {}
    assert "no identifying span was found. For clinical notes that is unusual" in page(fields).text


def test_k_demanded_and_met() -> None:
    text = page(manifest(risk__k_required=2, plan__basis="45 CFR 164.514(b)(1)")).text
    assert "The policy demands k = 2." in text
    assert "2 demanded" in text
    assert "at most 5% of the consented subjects be suppressed" in text


def test_opt_out_is_said() -> None:
    assert "silence for consent (opt-out)" in page(manifest(plan__consent_default="opt-out")).text


def test_synthetic_parts_are_not_denied() -> None:
    fields = manifest()
    fields["parts"].append({**fields["parts"][0], "tier": "synthetic", "path": "synthetic/patients/part-00000.parquet"})
    assert "synthetic records" not in page(fields).text


def test_a_release_of_nobody_divides_by_nothing() -> None:
    nobody = {"subjects": 0, "classes": 0, "k": 1, "average_risk": 0, "sizes": {}, "attacks": attacks(0, 0)}
    fields = manifest(subjects={"in": 0, "consented": 0, "suppressed": 0, "released": 0},
                      risk__before=nobody, risk__after=nobody)  # fmt: skip
    assert "0 are in the release" in page(fields).text


def test_a_manifest_without_a_field_is_an_error_and_not_a_gap() -> None:
    fields = manifest()
    del fields["request"]["why"]
    with pytest.raises(UndefinedError):
        report.card(fields, None)


def test_no_hole_shows_on_the_page() -> None:
    text = page(signed(manifest()), digest("e")).text
    assert not re.search(r"\bNone\b|Undefined|\{\{|\{%|\bnan\b", text)


SETTLED = {"loss": 0.316, "minimised": "loss", "gap": 0.0, "by_column": {"patients.born": 1.0, "patients.race": 0.04},
           "free_loss": 0.162, "free_worst": 0.51}  # fmt: skip
GROUPS = {
    "demographic.sex.female": {"subjects": 40, "suppressed": 1, "rows": 9},
    "demographic.race.white": {"subjects": 40, "suppressed": 0, "rows": 0},
    "demographic.race.native": {"subjects": 20, "suppressed": 2, "rows": 7},
}


def test_what_attackers_achieve_is_told_for_each() -> None:
    _, *rows = page(manifest(risk__after__attacks=attacks(0.25, 0.05))).table("What three kinds of attackers")
    assert [row[0][:10] for row in rows] == ["Prosecutor", "Journalist", "Marketerma"]
    assert [row[1:] for row in rows] == [["25%", "5%", "25%"]] * 3


def test_the_price_of_the_cap_stands_beside_the_optimum_without_it() -> None:
    body = page(manifest(risk__settled=SETTLED, risk__groups=GROUPS, risk__group_at_most=0.1))
    assert "without the cap on groups the loss would be 16%, and the worst-hit group would lose 51%" in body.text
    assert body.table("Loss by quasi-identifier")[1:] == [["patients.born", "100%", ""], ["patients.race", "4%", ""]]
    assert "The cap on groups cost nothing" in page(manifest(risk__settled=SETTLED | {"free_loss": 0.316})).text


def test_whom_suppression_hits_is_told_column_by_column_worst_first() -> None:
    body = page(manifest(risk__groups=GROUPS, risk__group_at_most=0.1))
    assert body.table("Subjects with consent, by group")[1:] == [
        ["race: native", "20", "2", "10%", "7"], ["race: white", "40", "0", "0%", "0"],
        ["sex: female", "40", "1", "2.5%", "9"],
    ]  # fmt: skip
    assert "no group of a protected column to lose more than 10%" in body.text
    assert "Whom suppression hits" not in page(manifest()).text


def test_sensitive_columns_are_named_where_their_variety_was_bounded() -> None:
    text = page(manifest(risk__sensitive=["drugs.drug (rarest)"], risk__models=["l_diversity {}"])).text
    assert "was bounded for drugs.drug (rarest), and for nothing else" in text
    assert "the sealed parts hold: l_diversity {}" in text
