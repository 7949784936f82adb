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
    ],
)
def test_facility(takes, text, expected):
    assert takes(FacilityRecognizer, text) == expected
