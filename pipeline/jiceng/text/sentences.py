"""Sentences: they end at 。！？ and their other widths, with the closing quotes behind, and at line breaks; not at ；."""

import re
from collections.abc import Iterator

_ENDS = "。！？!?｡﹒﹖﹗"
_CLOSERS = "”’」』）)》〉】〕］\"'＂"
# The characters at which str.splitlines breaks.
_BREAKS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_SENTENCE = re.compile(rf"[^{_ENDS}{_BREAKS}]*(?:[{_ENDS}]+[{_CLOSERS}]*|[{_BREAKS}]|\Z)")


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
