"""From a CRF's probabilities to spans: the probability of every likely span, and the best set of spans by them."""

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.models.crf import Lattice

# Spans less likely than this are never part of a best set.
_LEAST = 0.02
# Longer mentions do not occur: the longest of the annotations has 39 characters.
_LONGEST = 40

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
# (start, end, label, probability)
LikelySpan = tuple[int, int, str, float]


def likely_spans(
    grid: Lattice, transitions: NDArray[np.float32], tags: Sequence[str], lengths: Sequence[int]
) -> list[list[LikelySpan]]:
    """For each sentence of a batch its spans with a probability of at least 0.02, by start.

    The probability of a span is the sum over all tag sequences that hold exactly it: forward at its first tag, the
    steps along B, I … E, backward at its last.
    """
    labels = sorted({tag[2:] for tag in tags if tag != "O"})
    number = {tag: i for i, tag in enumerate(tags)}
    begin, inside, last, single = (np.array([number[f"{kind}-{label}"] for label in labels]) for kind in "BIES")
    sizes = np.asarray(lengths)
    move = np.exp(transitions)
    found: list[list[LikelySpan]] = [[] for _ in lengths]

    def collect(start: Ints, end: Ints, row: Ints, label: Ints, probability: Floats) -> None:
        for item in zip(start.tolist(), end.tolist(), row.tolist(), label.tolist(), probability.tolist(), strict=True):
            found[item[2]].append((item[0], item[1], labels[item[3]], min(1.0, item[4])))

    ones = grid.alpha[:, :, single] * grid.beta[:, :, single] * grid.mask[:, :, None]
    at, row, label = np.nonzero(ones > _LEAST)
    collect(at, at + 1, row, label, ones[at, row, label])
    # The few places where a span may begin, and for each the forward probability of being inside it still.
    start, row, label = np.nonzero(grid.alpha[:, :, begin] * grid.beta[:, :, begin] > _LEAST)
    at, path = start, grid.alpha[start, row, begin[label]]
    for size in range(2, _LONGEST + 1):
        kept = at + 1 < sizes[row]
        start, row, label, at, path = start[kept], row[kept], label[kept], at[kept] + 1, path[kept]
        if not len(at):
            break
        scale = grid.scale[at, row, 0]
        before = begin if size == 2 else inside
        closing, open_ = last[label], inside[label]
        ends = path * move[before[label], closing] * grid.emit[at, row, closing] / scale * grid.beta[at, row, closing]
        good = ends > _LEAST
        collect(start[good], at[good] + 1, row[good], label[good], ends[good])
        path = path * move[before[label], open_] * grid.emit[at, row, open_] / scale
        # The probability of standing inside a span that began there bounds that of every longer span.
        kept = path * grid.beta[at, row, open_] > _LEAST
        start, row, label, at, path = start[kept], row[kept], label[kept], at[kept], path[kept]
    return [sorted(spans) for spans in found]


def mixed(readings: Sequence[Sequence[LikelySpan]]) -> list[LikelySpan]:
    """The mean of several models' probabilities; a span that one of them leaves out has probability 0 there."""
    total: dict[tuple[int, int, str], float] = {}
    for spans in readings:
        for start, end, label, probability in spans:
            total[start, end, label] = total.get((start, end, label), 0.0) + probability / len(readings)
    return [(*key, probability) for key, probability in sorted(total.items())]


def best_spans(spans: Sequence[LikelySpan], threshold: float = 0.5) -> list[LikelySpan]:
    """The set of disjoint spans with the highest sum of (probability − threshold), by start.

    That set maximises the expected number of right spans less `threshold` for each span given (minimum Bayes risk);
    found by dynamic programming over their ends.
    """
    worth = sorted((span for span in spans if span[3] > threshold), key=lambda span: (span[1], span[0], span[2]))
    best: list[tuple[float, int]] = [(0.0, -1)]  # value with the first i spans, and which one it takes
    ends = [span[1] for span in worth]
    before: list[int] = []
    for i, (start, _, _, probability) in enumerate(worth):
        low = bisect_right(ends, start)
        before.append(low)
        taken = best[low][0] + probability - threshold
        best.append((taken, i) if taken > best[i][0] else (best[i][0], -1))
    chosen: list[LikelySpan] = []
    i = len(worth)
    while i:
        if best[i][1] < 0:
            i -= 1
        else:
            chosen.append(worth[i - 1])
            i = before[i - 1]
    return chosen[::-1]
