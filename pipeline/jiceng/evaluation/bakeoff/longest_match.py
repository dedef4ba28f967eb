"""Words by the longest match in spacy-pkuseg's dictionary: the only word boundaries that the package brings.

Its segmentation models are downloads; the 390,000 words of its dictionary are in the wheel.
"""

import pickletools
from functools import cache
from pathlib import Path

import spacy_pkuseg

# Longer ones are names of institutions in full, which are mentions and not words.
_LONGEST = 8


@cache
def pkuseg_dictionary() -> frozenset[str]:
    """The words of the dictionary that ships with spacy-pkuseg; its pickle is one string and is read without running it."""
    data = (Path(spacy_pkuseg.__file__).parent / "dicts" / "default.pkl").read_bytes()
    text = next(argument for _, argument, _ in pickletools.genops(data) if isinstance(argument, str))
    return frozenset(word for word in text.split("\n") if word)


def longest_matches(text: str) -> list[str]:
    """Words by longest match from the left, single characters between them; joined they give the text back."""
    words, at = [], 0
    known = pkuseg_dictionary()
    while at < len(text):
        size = next((size for size in range(_LONGEST, 1, -1) if text[at : at + size] in known), 1)
        size = min(size, len(text) - at)
        words.append(text[at : at + size])
        at += size
    return words
