import pytest

from gateway.recognize.rules.facility import FacilityRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at Larkfield General Hospital", ["Larkfield General Hospital"]),
        ("St. Odo's Hospital", ["St. Odo's Hospital"]),
        ("Sunrise Nursing Home", ["Sunrise Nursing Home"]),
        ("MERCY HOSPITAL", ["MERCY HOSPITAL"]),
        ("Harrow Med. Center", ["Harrow Med. Center"]),
        ("transferred to Mount Ridley", ["Mount Ridley"]),
        ("(Lakeside Family Practice)", ["Lakeside Family Practice"]),
        ("New Haven Clinic", ["New Haven Clinic"]),
        ("CVS Pharmacy", ["CVS Pharmacy"]),
        ("Memorial Hospital", ["Memorial Hospital"]),
        ("the hospital", []),
        ("HOSPITAL COURSE", []),
        ("the Pain Clinic", []),
        ("Cardiology Clinic", []),
        ("Emergency Department", []),
        ("admitted to the ICU", []),
        ("Outpatient Rehab", []),
        ("at the DIP joint", []),
        ("transferred to the PACU", []),
        ("hospital at 3 pm", []),
        ("The Pines at Mill Creek", ["The Pines at Mill Creek"]),
        ("Two Rivers Kidney Care", ["Two Rivers Kidney Care"]),
        ("Old Post Road Dialysis Center", ["Old Post Road Dialysis Center"]),
        ("sent to BLRMC", ["BLRMC"]),
        ("Lumen Valley Primary Care", ["Lumen Valley Primary Care"]),
        ("The Risks of Surgery", []),
        ("has to be at Tibby's play", []),
        ("Primary Care", []),
        ("Wound Care", []),
        ("Home Health", []),
    ],
)
def test_facility(takes, text, expected):
    assert takes(FacilityRecognizer, text) == expected
