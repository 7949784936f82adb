"""Every type that a recogniser can give has a name of ours and a letter of the rule."""

from gateway.recognize.detector import RECOGNIZERS
from gateway.recognize.entities import ENTITIES, NAMES, ours


def test_every_recogniser_gives_entities_of_ours():
    for make in RECOGNIZERS.values():
        assert {ours(entity) for entity in make().supported_entities} <= ENTITIES.keys()


def test_letters_are_those_of_the_rule():
    assert {entity.letter for entity in ENTITIES.values()} <= set("ABCDEFGHIJKLMNOPQR")
    assert ENTITIES.keys() >= NAMES
