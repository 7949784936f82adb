import pytest

from gateway.recognize.rules.given_names import GivenNameRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Maria was tearful", ["Maria"]),
        ("met Priya Raman today", ["Priya Raman"]),
        ("SMITH, JOHN A", ["SMITH, JOHN A"]),
        ("Grace Kim called", ["Grace Kim"]),
        ("with Grace Long", ["Grace Long"]),
        ("Joseph scissors", []),
        ("Allis clamp", []),
        ("grace period", []),
        ("Mark the site", []),
        ("Will follow", []),
        ("in May", []),
        ("ray-tec", []),
        ("Bruce protocol", []),
        ("JAMES was", []),
        ("Martin Luther Hospital", []),
        ("Warren wants her home", ["Warren"]),
        ("lives with Basil in", ["Basil"]),
        ("Jun-seo has a cough", ["Jun-seo"]),
        ("Jean-Claude is 34", ["Jean-Claude"]),
        ("Chloé slept", ["Chloé"]),
        ("Inés Ibarra", ["Inés Ibarra"]),
        ("Marisol's school play", ["Marisol"]),
        ("Allegra-D daily", []),
        ("Ray-Tec was", []),
        ("Will is", []),
        ("Grant protocol", []),
        ("Hope to discharge", []),
    ],
)
def test_given_names(takes, text, expected):
    assert takes(GivenNameRecognizer, text) == expected
