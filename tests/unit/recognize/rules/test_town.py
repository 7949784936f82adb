import pytest

from gateway.recognize.rules.town import TownRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lives in Fresno", ["Fresno"]),
        ("He is from San Jose.", ["San Jose"]),
        ("Springfield, IL", ["Springfield"]),
        ("Salem, Oregon", ["Salem"]),
        ("Boise ID 83702", ["Boise"]),
        ("seen in Reno", ["Reno"]),
        ("Kern County", ["Kern County"]),
        ("born in New Orleans", ["New Orleans"]),
        ("our Dallas office", ["Dallas"]),
        ("in Trendelenburg position", []),
        ("lives in Texas", []),
        ("from Crohn disease", []),
        ("in March", []),
        ("in Room 5", []),
        ("Exam: NT, ND", []),
        ("from Cardiology", []),
        ("in BUE", []),
        ("COUNTY: Larkford", ["Larkford"]),
        ("County of Larkford", ["Larkford"]),
        ("14 Elm Street, Larkton", ["Larkton"]),
        ("(Toledo; store)", ["Toledo"]),
        ("by phone from Larkton", ["Larkton"]),
        ("Lives Larkton,", ["Larkton"]),
        ("^Larkton^ME^", ["Larkton"]),
        ("rehab in Manchester", ["Manchester"]),
        ("St. John's wort", []),
        ("Manchester procedure", []),
        ("a county hospital", []),
        ("Dr. Orley's team", []),
        ("Reading comprehension", []),
        ("the Boston scale", []),
        ("moved to Palmer.", ["Palmer"]),
        ("in Palmer position", []),
    ],
)
def test_town(takes, text, expected):
    assert takes(TownRecognizer, text) == expected
