"""Filled notes: what a slot wrote is what its span covers, whatever wear the note gets."""

import random

import pytest

from gateway.recognize.training.corpus import notes, tag, templates
from gateway.recognize.training.noise import worn
from gateway.recognize.training.slots import LABELS, ROLES, choose, fill


def test_enough_texts_of_enough_kinds() -> None:
    texts = templates()
    assert len(texts) >= 400
    assert len({text.kind for text in texts}) >= 25


@pytest.mark.parametrize("seed", ["one", "two"])
def test_every_text_fills(seed: str) -> None:
    for number, template in enumerate(templates()):
        filled = fill(template.text, random.Random(f"{seed}/{number}"))
        assert "{" not in filled.text.replace("{{", ""), template.kind
        assert all(span.label in {*LABELS.values(), *ROLES.values()} for span in filled.spans)


def test_spans_cover_what_slots_wrote() -> None:
    filled = fill("Pt {p.last}, MRN {mrn}; {p.last} aged {age}, {age90}.", random.Random(4))
    covered = [filled.text[span.start : span.end] for span in filled.spans]
    assert [span.label for span in filled.spans] == ["PATIENT", "ID", "PATIENT", "AGE"]
    assert covered[0] == covered[2]
    assert filled.text.startswith(f"Pt {covered[0]}, MRN {covered[1]}; ")


def test_one_slot_is_one_person() -> None:
    filled = fill("{d1.FIRST} {d1.LAST} / {d1.first} {d1.last}", random.Random(5))
    upper, lower = filled.text.split(" / ")
    assert upper == lower.upper()


def test_choices_nest() -> None:
    assert choose("a [[b|c [[d|e]]]] f", random.Random(0)) in {"a b f", "a c d f", "a c e f"}


def test_an_unknown_slot_is_an_error() -> None:
    with pytest.raises(ValueError, match="unknown slot: moon"):
        fill("{moon}", random.Random(0))


@pytest.mark.parametrize("seed", range(60))
def test_wear_keeps_spans_on_their_words(seed: int) -> None:
    draw = random.Random(seed)
    filled = fill("Seen w/ {d1.full} at {hosp} on {date.num} for chest discomfort, cough. Return {date.md}.", draw)
    after = worn(filled, draw)
    for before, now in zip(filled.spans, after.spans, strict=True):
        assert now.label == before.label
        one, other = filled.text[before.start : before.end], after.text[now.start : now.end]
        assert one[0].lower() == other[0].lower()
        assert one[-1].lower() in other[-2:].lower()


def test_the_same_seed_gives_the_same_notes() -> None:
    texts = templates()[:20]
    assert list(notes(texts, 40, "s")) == list(notes(texts, 40, "s"))
    assert list(notes(texts, 40, "s")) != list(notes(texts, 40, "t"))


def test_tags() -> None:
    tagged = tag(fill("Dr. {d1.lf} called", random.Random(1)))
    assert tagged.labels[0] == "O"
    assert "STAFF" in tagged.labels
    assert tagged.labels[-1] == "O"
