"""Sentences: they end at 。！？ and their other widths, with the closing quotes behind, and at line breaks; not at ；.

A text without stops is one sentence, however long. What reads it takes such a sentence in pieces, so that time and memory
grow with the length of the text and not with its square.
"""

import re
from collections.abc import Iterator

_ENDS = "。！？!?｡﹒﹖﹗"
_CLOSERS = "”’」』）)》〉】〕］\"'＂"
# The characters at which str.splitlines breaks.
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SENTENCE = re.compile(rf"[^{_ENDS}{_BREAKS}]*(?:[{_ENDS}]+[{_CLOSERS}]*|[{_BREAKS}]|\Z)")

# Characters of the longest sentence that is read at once; the longest of the annotated articles has 307.
LONGEST = 400
# So many characters on either side of a piece are read with it, and what is found in them is left to its neighbour.
OVERLAP = 60
# Where a very long sentence is cut, the best marks first.
_CUTS = ("；", "，", "：、", " ")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Extents (code points, end exclusive) of the sentences of `text`, without white space at their ends.

    A sentence of nothing but white space is left out; every other character of the text is in exactly one sentence.
    """
    for match in _SENTENCE.finditer(text):
        sentence = match[0]
        stripped = sentence.strip()
        if stripped:
            start = match.start() + len(sentence) - len(sentence.lstrip())
            yield start, start + len(stripped)


def cut_before(text: str, low: int, high: int) -> int:
    """Where to cut a piece off a very long sentence of normalised text that begins at `low`: behind the last mark of the best
    kind in the second half of `text[low:high]`, at `high` if there is none.
    """
    middle = (low + high) // 2
    for marks in _CUTS:
        at = max(text.rfind(mark, middle, high) for mark in marks)
        if at >= 0:
            return at + 1
    return high
