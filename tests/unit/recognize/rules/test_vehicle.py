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
        ("truck, plate 482 9910", ["482 9910"]),
        ("Plate: KLM 482", ["KLM 482"]),
        ("van tag 8KL-201", ["8KL-201"]),
        ("reg. no. KX12 ABC", ["KX12 ABC"]),
        ("plate 6 hole", []),
        ("locking plate 3.5 mm", []),
        ("plate of food", []),
        ("T plate and screws", []),
    ],
)
def test_vehicle(takes, text, expected):
    assert takes(VehicleRecognizer, text) == expected
