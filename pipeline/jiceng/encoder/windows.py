"""What the encoder reads at once: a stretch of whole sentences, with some of the text around it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from jiceng.encoder.transformer import states_of
from jiceng.encoder.weights import PAD, EncoderWeights

# The encoder was trained on 256 characters at once. So many of them are a window's own, the others are around it.
CORE, AROUND = 192, 32
# Windows whose states are in memory at once, so that a very long text does not fill it.
_AT_ONCE = 64


class Stretch(NamedTuple):
    """`text[low:high]` gets its states from what is read of `text[start:end]`."""

    low: int
    high: int
    start: int
    end: int


def stretches(length: int, sentences: Sequence[tuple[int, int]]) -> Iterator[Stretch]:
    """Stretches that together hold every sentence of a text of `length` characters, which may overlap, in text order.

    A stretch ends where a sentence does, if that is not longer than a stretch may be.
    """
    low = high = 0
    for start, end in sentences:
        if high > low and end - low > CORE:
            yield _around(low, high, length)
            low = high = max(start, high)
        if high == low:
            low = max(start, high)
        high = max(high, end)
        while high - low > CORE:
            yield _around(low, low + CORE, length)
            low += CORE
    if high > low:
        yield _around(low, high, length)


def _around(low: int, high: int, length: int) -> Stretch:
    return Stretch(low, high, max(0, low - AROUND), min(length, high + AROUND))


def text_states(weights: EncoderWeights, text: str, sentences: Sequence[tuple[int, int]]) -> NDArray[np.float16]:
    """The state of each character of a text, (len(text), d), in half precision; zeros between sentences."""
    found = np.zeros((len(text), weights.width), dtype=np.float16)
    parts = list(stretches(len(text), sentences))
    if not parts:
        return found
    rows = weights.rows(text)
    # Windows of like length together: little is computed for padding.
    parts.sort(key=lambda part: (part.end - part.start, part.low))
    for first in range(0, len(parts), _AT_ONCE):
        some = parts[first : first + _AT_ONCE]
        batch = np.full((len(some), CORE + 2 * AROUND), PAD)
        for place, part in enumerate(some):
            batch[place, : part.end - part.start] = rows[part.start : part.end]
        states = states_of(weights, batch)
        for place, part in enumerate(some):
            found[part.low : part.high] = states[place, part.low - part.start : part.high - part.start]
    return found
