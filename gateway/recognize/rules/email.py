"""E-mail addresses: Presidio's pattern, checked against the suffix list that tldextract ships."""

import tldextract
from presidio_analyzer.predefined_recognizers import EmailRecognizer as PresidioEmailRecognizer

from gateway.recognize.lexicon import listed
from gateway.recognize.rules.base import Rule, RuleRecognizer


class EmailRecognizer(PresidioEmailRecognizer):
    """Stock Presidio downloads the public suffix list; this one opens no connection.

    An address under a private suffix (`.local`) keeps the pattern's score instead of being dropped.
    """

    _extract = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)

    def validate_result(self, pattern_text: str) -> bool | None:
        """True for a public suffix, else no verdict."""
        return True if self._extract(pattern_text).fqdn else None


class SpokenEmailRecognizer(RuleRecognizer):
    """Addresses as they are dictated, and addresses without a dot."""

    ENTITY = "EMAIL"
    RULES = (
        Rule(
            "spoken",
            r"(?i)\b[\w.+-]{2,40}[ ](?:at|\(at\)|\[at\])[ ][\w-]{2,30}[ ](?:dot|\(dot\)|\[dot\])[ ](?:com|"
            r"org|net|edu|gov)\b",
            0.7,
            listed("com org net edu gov"),
            after=True,
        ),
        Rule("address", r"(?<![\w.+-])[\w.+%-]{1,64}@[\w-]{2,}(?:\.[\w-]+)*", 0.6),
    )
