"""Another model beside ours: spaCy's or a transformer, configured as Presidio configures its NLP engines.

Its spans join ours, they never replace them. A model that is neither installed nor in a folder is an error here:
Presidio would download it without asking.
"""

from pathlib import Path
from typing import Any

import spacy
from presidio_analyzer import LocalRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine, NlpEngineProvider

from gateway.errors import BadInput
from gateway.recognize.entities import ENTITIES, FROM_PRESIDIO
from gateway.recognize.watch import saw
from gateway.records.yaml import load

LANGUAGE = "en"
_SCORE = 0.85
_KNOWN = ENTITIES.keys() | FROM_PRESIDIO.keys()


class PluggedRecognizer(LocalRecognizer):
    """The entities that the configured model finds, under our names."""

    name: str

    def __init__(self, configuration: Path) -> None:
        self._nlp = _engine(configuration)
        super().__init__(supported_entities=sorted(set(self._nlp.get_supported_entities()) & _KNOWN))

    def load(self) -> None:
        """The model is loaded when the recogniser is made."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts) -> list[RecognizerResult]:  # noqa: ARG002
        """What the model finds in the whole text."""
        artifacts = self._nlp.process_text(text, LANGUAGE)
        scores = artifacts.scores or [_SCORE] * len(artifacts.entities)
        found = [
            self._result(entity, float(score))
            for entity, score in zip(artifacts.entities, scores, strict=True)
            if entity.label_ in _KNOWN
        ]
        saw(len(text))
        return found

    def _result(self, entity: Any, score: float) -> RecognizerResult:
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
        }
        return RecognizerResult(entity.label_, entity.start_char, entity.end_char, score, recognition_metadata=metadata)


def _engine(configuration: Path) -> NlpEngine:
    settings = load(configuration)
    try:
        provider = NlpEngineProvider(nlp_configuration=settings)
        for model in settings["models"]:
            _demand_installed(configuration, model)
        engine = provider.create_engine()
    except BadInput:
        raise
    except Exception as error:
        raise BadInput(
            f"{configuration}: the model cannot be loaded ({type(error).__name__})",
            hint="install the engine and its model, and name both as Presidio's documentation does",
        ) from None
    if LANGUAGE not in engine.get_supported_languages():
        raise BadInput(f"{configuration}: no model for {LANGUAGE}", hint=f"name one with `lang_code: {LANGUAGE}`")
    return engine


def _demand_installed(configuration: Path, model: dict[str, Any]) -> None:
    name = model["model_name"]
    for part in name.values() if isinstance(name, dict) else [name]:
        if not spacy.util.is_package(part) and not Path(part).exists():
            raise BadInput(
                f"{configuration}: model {part} is not installed",
                hint="install it, or name its folder: nothing is downloaded while patients' notes are open",
            )
