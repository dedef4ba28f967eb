"""What the encoder reads at once: a stretch of whole sentences, with some of the text around it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from jiceng.encoder.transformer import states_of
from jiceng.encoder.weights import PAD, EncoderWeights, Floats

# The encoder was trained on 256 characters at once. So many of them are a window's own, the others are around it.
CORE, AROUND = 192, 32


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


def text_states(weights: EncoderWeights, text: str, sentences: Sequence[tuple[int, int]]) -> Floats:
    """The state of each character of a text, (len(text), d); zeros between sentences."""
    found = np.zeros((len(text), weights.width), dtype=np.float32)
    parts = list(stretches(len(text), sentences))
    if not parts:
        return found
    rows = weights.rows(text)
    # Windows of like length together: little is computed for padding.
    order = sorted(range(len(parts)), key=lambda number: parts[number].end - parts[number].start)
    batch = np.full((len(parts), CORE + 2 * AROUND), PAD)
    for place, number in enumerate(order):
        part = parts[number]
        batch[place, : part.end - part.start] = rows[part.start : part.end]
    states = states_of(weights, batch)
    for place, number in enumerate(order):
        part = parts[number]
        found[part.low : part.high] = states[place, part.low - part.start : part.high - part.start]
    return found
