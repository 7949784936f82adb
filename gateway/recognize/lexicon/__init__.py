"""Word lists of our own writing, as data: which words are names, and which look like names and are not."""


def listed(words: str) -> frozenset[str]:
    """The words of a list with white space between them."""
    return frozenset(words.split())
