"""Consent files and requests that cannot be used: nothing of them is taken in."""

import pytest

HEADER = "consent_id,subject,status,purposes,recipients,effective_from,effective_until,recorded_at\n"


@pytest.mark.parametrize(
    ("body", "places"),
    [
        ("", ["is empty"]),
        (HEADER, ["a header and no consents"]),
        ("consent_id,subject\nC-Zephyr,SUBJ-0001\n", [":1", "misses the column status"]),
        (HEADER + "C-Zephyr,SUBJ-0001,maybe,HRESCH,,2023-01-01,,2023-01-01\n", [":2", "column status"]),
        (HEADER + "C-Zephyr,SUBJ-0001,granted,FUN,,2023-01-01,,2023-01-01\n", [":2", "column purposes"]),
        (
            HEADER + "C-Zephyr,SUBJ-0001,granted,HRESCH,,01/02/2023,,2023-01-01\n",
            [":2", "column effective_from", "YYYY-MM-DD"],
        ),
        (HEADER + "C-Zephyr,,granted,HRESCH,,2023-01-01,,2023-01-01\n", [":2", "column subject"]),
        (HEADER + "C-Zephyr,SUBJ-0001,granted\n", [":2", "has 3 cells"]),
        (HEADER + 'C-Zephyr,"SUBJ-0001,granted\n', [":2", "quote"]),
        (HEADER + "C-Zephyr,SUBJ-0001,granted,HRESCH,,2023-01-01,,2099-01-01\n", [":2", "recorded_at", "future"]),
    ],
    ids=["empty", "header-only", "header", "status", "purpose", "date", "subject", "ragged", "quote", "future"],
)
def test_consents(desk, refused, body, places):
    path = desk.records / "consents.csv"
    path.write_text(body)
    before = desk.does("consent", "status", "--json")
    refused(
        desk("consent", "import", path, who="sam"),
        3,
        *[f"consents.csv{place}" if place[0] == ":" else place for place in places],
    )
    assert desk.does("consent", "status", "--json") == before


@pytest.mark.parametrize("body", ['{"resourceType": "Consent"', '{"resourceType": "Patient", "id": "Zephyr"}', "[]"])
def test_fhir_consents(desk, refused, body):
    path = desk.records / "consents.json"
    path.write_text(body)
    refused(desk("consent", "import", path, who="sam"), 3, "consents.json")


@pytest.mark.parametrize(
    ("option", "value", "code", "place"),
    [
        ("--dataset", "lake", 3, "no dataset 'lake'"),
        ("--policy", "none", 3, "no policy 'none'"),
        ("--tables", "patients,stars", 3, "stars"),
        ("--until", "2020-01-01", 3, "has passed"),
        ("--why", " ", 3, "--why is empty"),
        ("--tables", ",", 3, "--tables"),
        ("--purpose", "FUN", 3, "no purpose of use"),
        ("--purpose", "TREAT", 4, "purpose-needs-research-basis"),
    ],
)
def test_request(desk, refused, option, value, code, place):
    asked = {
        "--dataset": "harrow-lake",
        "--policy": "hipaa-safe-harbor",
        "--purpose": "HRESCH",
        "--tables": "patients",
        "--until": "2099-01-01",
        "--why": "a test",
    } | {option: value}
    before = desk.does("request", "list")
    refused(desk("request", "new", *[word for pair in asked.items() for word in pair], who="ana"), code, place)
    assert desk.does("request", "list") == before
