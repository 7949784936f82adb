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
        ("pump SN5511-20391", ["SN5511-20391"]),
        ("serials AB-9911 and 55012-X", ["AB-9911", "55012-X"]),
        ("LOT/SN 4410-22", ["4410-22"]),
        ("Batch # Q2231", ["Q2231"]),
        ("generator serial 55102X", ["55102X"]),
        ("SN 2 of 3", []),
        ("monitor 24 hours", []),
        ("SNF placement", []),
        ("lead V2 to V4", []),
    ],
)
def test_device(takes, text, expected):
    assert takes(DeviceRecognizer, text) == expected
