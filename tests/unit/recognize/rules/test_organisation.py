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
        ("at Bright Acre Roofing today", ["Bright Acre Roofing"]),
        ("Orley & Daughters Paving", ["Orley & Daughters Paving"]),
        ("Lumen Valley Credit Union", ["Lumen Valley Credit Union"]),
        ("Orley Insurance", ["Orley Insurance"]),
        ("Pinnacle Drug on Main", ["Pinnacle Drug on Main"]),
        ("Health Insurance", []),
        ("the Drug", []),
        ("Home Care", []),
        ("Baby Oil", []),
    ],
)
def test_organisation(takes, text, expected):
    assert takes(OrganisationRecognizer, text) == expected
