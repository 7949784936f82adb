import pytest

from gateway.recognize.rules.mrn import MrnRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("MRN: 00123456", ["00123456"]),
        ("(MRN 55102-331-08)", ["55102-331-08"]),
        ("MRN5530917 seen", ["MRN5530917"]),
        ("Medical Record Number: AB-778812", ["AB-778812"]),
        ("Med Rec #: 55 12 90", ["55 12 90"]),
        ("MR# 4418822", ["4418822"]),
        ("Patient ID: LRH-40917", ["LRH-40917"]),
        ("Unit No: 123-45-67", ["123-45-67"]),
        ("chart # 88123", ["88123"]),
        ("MRN pending", []),
        ("MR showed 3 lesions", []),
        ("mitral regurgitation (MR) 2+", []),
        ("chart reviewed 3 times", []),
        ("unit of blood x 2", []),
        ("The patient is 45 years old", []),
    ],
)
def test_mrn(takes, text, expected):
    assert takes(MrnRecognizer, text) == expected
