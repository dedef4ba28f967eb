"""Extents that the labelling guide allows, applied to what a model reads: its rules 8 and 9 on quotation and title marks,
and no white space at either end.

A model that reads characters from left to right opens a span at a quotation mark and closes it before the other one more
often than the guide forgives. Its probability belongs to the one extent that the guide has for that reading.
"""

from collections.abc import Sequence
from functools import lru_cache

from jiceng.ontology import group

_PAIRS = {"“": "”", "‘": "’", "《": "》"}
_CLOSERS = {close: open_ for open_, close in _PAIRS.items()}


# Of the sentence that is read; each of its spans asks.
@lru_cache(maxsize=64)
def quotes_of(text: str) -> tuple[tuple[int, int], ...]:
    """Places of each opening mark with its closing one; marks without a partner are left out."""
    stack: list[int] = []
    found = []
    for at, char in enumerate(text):
        if char in _PAIRS:
            stack.append(at)
        elif char in _CLOSERS:
            # A mark that was never closed must not swallow the next pair.
            while stack and text[stack[-1]] != _CLOSERS[char]:
                stack.pop()
            if stack:
                found.append((stack.pop(), at))
    return tuple(found)


def allowed_extent(text: str, start: int, end: int, label: str) -> tuple[int, int]:
    """The extent that the guide gives to a span read as `text[start:end]` of a sentence.

    Quotation marks that wholly enclose a span stay outside (“敲门行动”); with a head behind the closing mark the span
    begins at the opening one (“五级包保”工作机制); a modifier before the opening mark stays outside a MEASURE and
    whatever ends inside the quotation (移动“小喇叭”); title marks belong to the span. A span is never left empty.
    """
    low, high = start, end
    for open_, close in quotes_of(text):
        if text[open_] == "《":
            if low <= open_ < high <= close + 1 or (low in (open_, open_ + 1) and close <= high):
                low, high = min(low, open_), max(high, close + 1)
        elif open_ == low and close >= high - 1:
            low, high = open_ + 1, min(high, close)  # “敲门行动 and “敲门行动” → 敲门行动
        elif low < open_ < high - 1 and high - 1 <= close <= high and label in group("quoted"):
            low, high = open_ + 1, close  # 移动“小喇叭 → 小喇叭
        elif low < open_ and close < high - 1 and label == "MEASURE" and text[low] not in _PAIRS:
            low = open_  # 网格化防控“五级包保”工作机制 → “五级包保”工作机制
        elif open_ + 1 == low and close < high - 1:
            low = open_  # 五级包保”工作机制 → “五级包保”工作机制
        elif open_ < low and close == high - 1:
            high = close  # 敲门行动” → 敲门行动
    return (low, high) if low < high else (start, end)


def without_blanks(text: str, start: int, end: int) -> tuple[int, int]:
    """The extent without white space at its ends; empty if there is nothing else in it."""
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def to_allowed(text: str, spans: Sequence[tuple[int, int, str, float]]) -> list[tuple[int, int, str, float]]:
    """LikelySpan spans of a sentence with their allowed extents; probabilities of readings that become one are added.

    What is nothing but white space is left out.
    """
    total: dict[tuple[int, int, str], float] = {}
    for start, end, label, probability in spans:
        low, high = without_blanks(text, *allowed_extent(text, *without_blanks(text, start, end), label))
        if low < high:
            total[low, high, label] = total.get((low, high, label), 0.0) + probability
    return [(*key, min(1.0, probability)) for key, probability in sorted(total.items())]
