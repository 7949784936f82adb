"""A name found by its cue is found everywhere, but a word that is no name is not."""

import pytest


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dr. Wei Zhang came. She asked ZHANG; zhang agreed.", ["Wei Zhang", "ZHANG", "zhang"]),
        ("Dr. Quill Tranmer. Then Tranmer's note.", ["Quill Tranmer", "Tranmer"]),
        ("Mr. Hope came. We hope so, said Hope.", ["Hope", "Hope"]),
        ("Mrs. Foley came. A Foley catheter was placed.", ["Foley"]),
        ("Mr. Long. LONG TERM CARE. He takes long walks.", ["Long"]),
        ("Dr. Will. He will go.", ["Will"]),
        ("Sent to Tall Oaks Hospital. Now back at Tall Oaks", ["Tall Oaks Hospital", "Tall Oaks"]),
    ],
)
def test_spread(detector, text, expected):
    found = [text[span.start : span.end] for span in detector.detect(text).spans]
    assert found == expected
