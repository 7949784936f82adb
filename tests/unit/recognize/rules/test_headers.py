import pytest

from gateway.recognize.rules.headers import HeaderRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patient: DOE, JANE Q", ["DOE, JANE Q"]),
        ("Patient Name: Jane Roe", ["Jane Roe"]),
        ("Attending: Walter B Nkemelu", ["Walter B Nkemelu"]),
        ("Electronically signed by Ana Ortiz", ["Ana Ortiz"]),
        ("Dictated by: Tom Reed", ["Tom Reed"]),
        ("Next of kin: Maria Lopez", ["Maria Lopez"]),
        ("Dear Dr. Ana Ortiz", ["Ana Ortiz"]),
        ("cc: Tom Reed", ["Tom Reed"]),
        ("NAME: LI WEI", ["LI WEI"]),
        ("Patient: Stable", []),
        ("SURGEON: Resident", []),
        ("Name: unknown", []),
        ("seen by Cardiology", []),
        ("read by radiology", []),
        ("Provider: Deferred", []),
        ("Patient    Pim Orley\n", ["Pim Orley"]),
        ("NAME       ORLEY, PIM\n", ["ORLEY, PIM"]),
        ("Re: Orley, Pim  DOB", ["Orley, Pim"]),
        ("FROM: Orley, Pim\n", ["Orley, Pim"]),
        ("Dear Pim,", ["Pim"]),
        ("accepted by Orley,", ["Orley"]),
        ("Sonographer: Orley", ["Orley"]),
        ("Anesthesia: Topical.", []),
        ("From: Home\n", []),
        ("Re: Labs", []),
        ("To: ED", []),
        ("Dear Colleague,", []),
    ],
)
def test_headers(takes, text, expected):
    assert takes(HeaderRecognizer, text) == expected
