import pytest

from gateway.recognize.rules.vehicle import VehicleRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("VIN: 1HGBH41JXMN109186", ["1HGBH41JXMN109186"]),
        ("drives 1M8GDM9AXKP042788", ["1M8GDM9AXKP042788"]),
        ("Lic plate 7KLM221", ["7KLM221"]),
        ("license plate 7ABC123", ["7ABC123"]),
        ("plate # KLM-482", ["KLM-482"]),
        ("License plate: TX BR4 9021", ["BR4 9021"]),
        ("1HGBH41JXMN109187 lot", []),
        ("growth plate 2 mm", []),
        ("plate and 6 screws", []),
        ("skin tag removed", []),
    ],
)
def test_vehicle(takes, text, expected):
    assert takes(VehicleRecognizer, text) == expected
