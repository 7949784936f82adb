"""A dataset with data-use terms: requests are permitted, denied, or left to a person who signs what they found."""

import pytest

from .test_requests import wish

TERMS = ["HMB", "NCU", "IRB", {"GS": ["US"]}, {"MOR": ["2030-01-01"]}]
TOLD = "disease=I50.1,commercial=no,ethics=2026-17,country=US"


@pytest.fixture
def ask(desk):
    desk.describe(lambda raw: raw.update(data_use={"ontology": "2021-02-23", "terms": TERMS}), name="bound")
    desk.does("dataset", "add", desk.records / "dataset.yaml", who="sam")
    return lambda research: desk("request", "new", *wish(dataset="bound", research=research), who="ana")


def test_a_term_that_denies_refuses_the_request(desk, refused, ask):
    refused(ask(TOLD.replace("commercial=no", "commercial=yes")), 4, "deny the request: NCU (DUO:0000046)")
    refused(ask("topic=health"), 4, "IRB (DUO:0000021): no ethics approval is named")
    refused(ask("topic=fun"), 3, "--research: topic")
    assert {e["reason"] for e in desk.events("request.submitted") if e["outcome"] == "refused"} == {"data-use"}


def test_what_a_program_cannot_judge_a_person_does_and_signs(desk, refused, ask):
    request = ask(TOLD).out.strip()
    shown = desk("request", "show", request).out
    assert "permit: the purpose is research" in shown
    assert "permit: nothing is published before 2030-01-01" in shown
    refused(desk("request", "approve", request, who="sam"), 3, "whether ethics approval 2026-17 is valid")
    desk.does("request", "approve", request, "--why", "the letter of the board is on file", who="sam")
    assert "approve its export — the letter of the board is on file" in desk("request", "show", request).out
    done = desk("export", request, "--json", who="sam")
    assert done.code == 0, done.err
    assert len(desk.rows(done.json["release"])["patients"]) == 34  # the patients' own consents hold beside the terms


def test_an_approval_without_an_answer_does_not_release(desk, refused, ask):
    """Terms are judged again on export: an approval that was signed without an answer is none."""
    from gateway import site
    from gateway.crypto import documents
    from gateway.desk import requests
    from gateway.model.states import ACTS

    request = ask(TOLD).out.strip()
    opened = site.open_site(desk.site)
    signer = opened.unlock("sam", "correct horse of the test suite")
    fields = {"request": request, "digest": requests.get(opened, request).request.digest, "why": ""}
    silent = documents.sign(requests.APPROVAL, fields, signer, site.now(), ACTS["approve"].words)
    put = "insert into documents (kind, id, of, body, recorded) values (?, ?, ?, ?, ?)"
    desk.sql(put, requests.APPROVAL, f"{request}/sam", request, silent.body, silent.at)
    refused(desk("export", request, who="sam"), 4, "leave the request to a person, and sam did not say why")
    assert desk.events("export.refused")[-1]["reason"] == "data-use-open"
