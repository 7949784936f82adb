"""The last look for a subject's own names in released notes."""

import pyarrow as pa
import pytest

from gateway.deid.own_names import OwnNames
from gateway.deid.own_records import OwnRecords

COLUMNS = {"id": "subject", "given": "name.given", "family": "name.family", "kin": "name.relative"}
ROWS = pa.table({
    "id": ["a", "b", "c"], "given": ["Odalys May", "Wren", "Ben"], "family": ["Brightmore", None, "De La Torre"],
    "kin": ["Tobias Brightmore", None, None],
})  # fmt: skip


@pytest.fixture
def names() -> OwnNames:
    return OwnNames(OwnRecords(COLUMNS, ROWS, "id"), pa.array(["a", "b", "c"]),
                    pa.array(["code-a", "code-b", "code-c"]))  # fmt: skip


@pytest.mark.parametrize(("text", "code", "named"), [
    ("Seen today: Odalys Brightmore, well.", "code-a", True),
    ("BRIGHTMORE, ODALYS M", "code-a", True),
    ("Odalys\n May came", "code-a", True),
    ("Odalys came; a Brightmore cup", "code-a", False),  # apart: a relative's or a thing's
    ("she may brightmore", "code-a", False),
    ("Odalys Brightmore", "code-b", False),  # another patient's note: that name is a surrogate or a stranger
    ("Tobias came", "code-a", False),
    ("Wren Wren", "code-b", False),
    ("DE LA GALLARDO, RAMON", "code-c", False),  # particles are nobody's name
    ("Ben Torre", "code-c", True),
])  # fmt: skip
def test_two_own_names_side_by_side(names, text, code, named):
    assert names.standing(pa.array([text]), pa.array([code])) == named


def test_texts_without_a_subject_or_words_are_passed_over(names):
    assert names.standing(pa.array([None, "Odalys Brightmore"]), pa.array(["code-a", None])) == 0
