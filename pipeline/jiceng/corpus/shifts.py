"""Labellings whose offsets are shifted as a whole: another tool counted other characters.

UTF-16 units behind an emoji, line ends of two characters, a byte order mark: what fits none of the words where it stands fits
all of them where it should.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from jiceng.corpus.article import Article, Span
from jiceng.values.quantities.grammar import read_quantity
from jiceng.values.value_types import Unread

_FURTHEST = 8
# Marks that no mention begins or ends with; quotation marks and brackets may.
_MARKS = "，。；：！？、,;!?"


@dataclass(frozen=True)
class Shift:
    """How all offsets are shifted, in words, and how many mentions fit no word as they stand and as they should."""

    how: str
    now: int
    then: int


def find_shift(article: Article) -> Shift | None:
    """The shift that makes the mentions of an article fit its words; None if they fit, or no shift makes them."""
    spans = [span for span in article.spans if 0 <= span.start < span.end <= len(article.text)]
    now = _unfit(article.text, spans)
    if now == 0:
        return None
    best: Shift | None = None
    for how, least, moved in _hypotheses(article.text, spans):
        then = _unfit(article.text, moved) if moved else now
        if now >= least and 4 * then <= now and (best is None or then < best.then):
            best = Shift(how, now, then)
    return best


def _hypotheses(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, int, list[Span] | None]]:
    """What may have happened, the likeliest first, with the spans as they would have to be.

    A cause that the text shows needs one mention that fits no word, a number of characters that nobody can explain two.
    """
    wide = [at for at, char in enumerate(text) if ord(char) > 0xFFFF]
    if wide:
        units = [at + number for number, at in enumerate(wide)]
        yield (
            "they count UTF-16 units, two for an emoji",
            1,
            _moved(text, spans, lambda at: at - bisect_left(units, at)),
        )
    breaks = [at for at, char in enumerate(text) if char == "\n"]
    if breaks and "\r" not in text:
        double = [at + number for number, at in enumerate(breaks)]
        yield (
            "they count two characters for a line break",
            1,
            _moved(text, spans, lambda at: at - bisect_left(double, at)),
        )
    for distance in range(1, _FURTHEST + 1):
        for by in (-distance, distance):
            yield f"by {by:+d}", 2, _moved(text, spans, lambda at, by=by: at + by)  # type: ignore[misc]


def _moved(text: str, spans: Sequence[Span], place: Callable[[int], int]) -> list[Span] | None:
    """The spans elsewhere; None if one would leave the text, or none moves."""
    moved = []
    for span in spans:
        start, end = place(span.start), place(span.end)
        if not 0 <= start < end <= len(text):
            return None
        moved.append(Span(start, end, span.label, span.id))
    same = all(a.start == b.start and a.end == b.end for a, b in zip(moved, spans, strict=True))
    return None if same else moved


def _unfit(text: str, spans: Sequence[Span]) -> int:
    return sum(_is_unfit(text, span) for span in spans)


def _is_unfit(text: str, span: Span) -> bool:
    """Whether a mention begins or ends within a number or a word of letters, with a mark or a blank, or counts nothing."""
    first, last = text[span.start], text[span.end - 1]
    if first in _MARKS or last in _MARKS or first.isspace() or last.isspace():
        return True
    before, after = text[max(0, span.start - 1) : span.start], text[span.end : span.end + 1]
    if _one_word(before, first) or _one_word(last, after):
        return True
    return span.label == "QUANTITY" and isinstance(read_quantity(text[span.start : span.end]), Unread)


def _one_word(left: str, right: str) -> bool:
    return (
        left.isascii() and right.isascii() and left.isalnum() and right.isalnum() and left.isdigit() == right.isdigit()
    )
