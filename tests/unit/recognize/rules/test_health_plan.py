import pytest

from gateway.recognize.rules.health_plan import HealthPlanRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Member ID: XYZ-889123", ["XYZ-889123"]),
        ("Subscriber No: 55512345", ["55512345"]),
        ("Group # 0081234", ["0081234"]),
        ("Medicare 1EG4-TE5-MK73", ["1EG4-TE5-MK73"]),
        ("Medicaid ID 90876543A", ["90876543A"]),
        ("Insurance number: HPN-9981", ["HPN-9981"]),
        ("Health plan beneficiary number HMO-550173", ["HMO-550173"]),
        ("Aetna PPO", []),
        ("group therapy at 3 pm", []),
        ("Plan: follow up in 2 weeks", []),
        ("Blood group O positive", []),
        ("(member 8XK2-55019203)", ["8XK2-55019203"]),
        ("member of the team", []),
        ("plan 2 weeks", []),
        ("BCBS ID QXE 8829 10042", ["QXE 8829 10042"]),
        ("Medicaid CIN QB55123C", ["QB55123C"]),
        ("HMO and 2 others", []),
    ],
)
def test_health_plan(takes, text, expected):
    assert takes(HealthPlanRecognizer, text) == expected
