import pytest

from gateway.recognize.rules.month_day import MonthDayRecognizer


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seen on 3/4", ["3/4"]),
        ("since 3/4 and 3/6", ["3/4", "3/6"]),
        ("3/4 to 3/9", ["3/4 to 3/9"]),
        ("3/4-3/9", ["3/4-3/9"]),
        ("scheduled for 3/16", ["3/16"]),
        ("Thurs 2/26", ["Thurs 2/26"]),
        ("3/4 @ 0830", ["3/4"]),
        ("urine culture (8/21) clear", ["8/21"]),
        ("home 2/19", ["2/19"]),
        ("s/p cath 11/30", ["11/30"]),
        ("Seen 02/03/2025. Tooth pulled 9/4.", ["9/4"]),
        ("Note of 2025-02-03\n4/5 walked the hall", ["4/5"]),
        ("On 6/18 fine, 2/7 fell", ["6/18", "2/7"]),
        ("Visit 5/6/2024: refills 1/9, 3/3", ["1/9", "3/3"]),
        ("pain 5/10", []),
        ("took 1/2 tab", []),
        ("strength 4/5", []),
        ("on 02/03/2025 strength 4/5 and 5/5", []),
        ("02/03/2025: 1/2 strength", []),
        ("vision 12/20", []),
        ("9/14 nodes", []),
        ("grade 3/6", []),
        ("MMSE 12/30", []),
        ("at 41 and 1/7th", []),
        ("5/16 inch", []),
        ("T 12/25.5", []),
        ("fraction 2/7 alone", []),
        ("3/10 op, leak 3/14", ["3/10", "3/14"]),
        ("Tues 3/14", ["Tues 3/14"]),
        ("pain 3/10, seen by all", []),
        ("ran out of Lasix around 4/21", ["4/21"]),
        ("home on 6/1. Pain 4/10.", ["6/1"]),
        ("VISIT     3/8\nSeen 03/08/2026", ["3/8"]),
        ("pain 8 out of 10, 4/10 now", []),
    ],
)
def test_month_day(takes, text, expected):
    assert takes(MonthDayRecognizer, text) == expected
