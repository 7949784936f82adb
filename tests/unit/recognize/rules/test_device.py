import pytest

from gateway.recognize.rules.device import DeviceRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Serial number: PJN123456H", ["PJN123456H"]),
        ("S/N 99-AB-1234", ["99-AB-1234"]),
        (
            "(01)00844588003288(17)290331(10)A213B1(21)1234",
            ["(01)00844588003288(17)290331(10)A213B1(21)1234"],
        ),
        ("Lot # 01447", ["01447"]),
        ("Device ID: 550-77X", ["550-77X"]),
        ("serial troponins at 3 and 6 hours", []),
        ("serial exams x 3", []),
        ("a lot of 5 mg", []),
        ("device check in 3 months", []),
    ],
)
def test_device(takes, text, expected):
    assert takes(DeviceRecognizer, text) == expected
