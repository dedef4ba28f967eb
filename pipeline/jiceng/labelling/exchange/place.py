"""Where a piece stands in its article, and how the labelling page says it."""

import re
from dataclasses import dataclass

_SHOWN = re.compile(r"(\d+)/(\d+)（(\d+)–(\d+)）")


@dataclass(frozen=True)
class Place:
    """The `number`th of `of` pieces (from 1), which begins at `start` (code points) and has `length` characters."""

    number: int
    of: int
    start: int
    length: int | None = None

    @property
    def whole(self) -> bool:
        """Whether the piece is the whole article."""
        return self.of == 1

    def __str__(self) -> str:
        return f"{self.number}/{self.of}（{self.start}–{self.start + (self.length or 0)}）"


WHOLE = Place(1, 1, 0)


def place_of(words: object) -> Place:
    """The place that `str` of one said; what says nothing is a whole article."""
    match = _SHOWN.fullmatch(str(words or ""))
    if match is None:
        return WHOLE
    number, of, start, end = map(int, match.groups())
    return Place(number, of, start, end - start)
