import pytest

from gateway.recognize.rules.organisation import OrganisationRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("works at Acme Widgets", ["Acme Widgets"]),
        ("employed by Quarry Diesel", ["Quarry Diesel"]),
        ("Employer: Northside Logistics", ["Northside Logistics"]),
        ("attends Lincoln High School", ["Lincoln High School"]),
        ("retired from Boeing", ["Boeing"]),
        ("Harper and Sons LLC", ["Harper and Sons LLC"]),
        ("works at night", []),
        ("works for a bank", []),
        ("high school graduate", []),
        ("medical school", []),
        ("in position with Johnson knee holder", []),
        ("goes to school", []),
    ],
)
def test_organisation(takes, text, expected):
    assert takes(OrganisationRecognizer, text) == expected
