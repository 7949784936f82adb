"""Web addresses: with a scheme, with `www`, or a bare domain under a suffix that is no English word."""

from presidio_analyzer import Pattern
from presidio_analyzer.predefined_recognizers import UrlRecognizer as PresidioUrlRecognizer


class UrlRecognizer(PresidioUrlRecognizer):
    """Presidio's recogniser with patterns of ours.

    Its own has no boundary behind the suffix and takes every sentence end without a space for a domain
    ("resolved.She" as `resolved.sh`).
    """

    def __init__(self) -> None:
        suffixes = "com|org|net|edu|gov|mil|io|info|biz|health|app|co\\.uk|us|ca|me|ly|be"
        super().__init__(
            patterns=[
                Pattern("scheme", r"\b(?:https?|ftp)://[^\s<>\"'()]+[^\s<>\"'().,;:]", 0.8),
                Pattern("www", r"\bwww\d?\.[^\s<>\"'()]+[^\s<>\"'().,;:]", 0.8),
                Pattern(
                    "domain",
                    rf"(?<![\w@.-])[a-z0-9][a-z0-9-]{{1,62}}(?:\.[a-z0-9-]{{2,62}}){{0,3}}\.(?:{suffixes})"
                    rf"(?![\w@-])(?:/(?:[^\s<>\"'()]*[^\s<>\"'().,;:])?)?",
                    0.5,
                ),
            ]
        )
