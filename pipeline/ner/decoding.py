"""From a CRF's probabilities to spans: the probability of every likely span, and the best set of spans by them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.ner.crf import Lattice

# Spans less likely than this are never part of a best set.
_LEAST = 0.02
# Longer mentions do not occur: the longest of the annotations has 36 characters.
_LONGEST = 40

# (start, end, label, probability)
Likely = tuple[int, int, str, float]


def likely_spans(
    grid: Lattice, transitions: NDArray[np.float32], tags: Sequence[str], lengths: Sequence[int]
) -> list[list[Likely]]:
    """For each sentence of a batch its spans with a probability of at least 0.02, by start.

    The probability of a span is the sum over all tag sequences that hold exactly it: forward at its first tag, the
    steps along B, I … E, backward at its last.
    """
    labels = sorted({tag[2:] for tag in tags if tag != "O"})
    number = {tag: i for i, tag in enumerate(tags)}
    begin, inside, last, single = ([number[f"{kind}-{label}"] for label in labels] for kind in "BIES")
    steps = grid.alpha.shape[0]
    move = np.exp(transitions)
    found: list[list[Likely]] = [[] for _ in lengths]
    ones = grid.alpha[:, :, single] * grid.beta[:, :, single]
    _collect(found, ones, 1, labels, lengths)
    # paths[t, b, k]: forward probability of being inside a span of label k that began size − 1 positions before t.
    paths = grid.alpha[:, :, begin]
    step_inside = grid.emit[:, :, inside] / grid.scale
    step_last = grid.emit[:, :, last] / grid.scale * grid.beta[:, :, last]
    begin_inside, begin_last = move[begin, inside], move[begin, last]
    inside_inside, inside_last = move[inside, inside], move[inside, last]
    for size in range(2, min(_LONGEST, steps) + 1):
        ends = paths[:-1] * (begin_last if size == 2 else inside_last) * step_last[size - 1 :]
        _collect(found, ends, size, labels, lengths)
        paths = paths[:-1] * (begin_inside if size == 2 else inside_inside) * step_inside[size - 1 :]
        # The probability of standing inside a span that began there bounds that of every longer span.
        if not (paths * grid.beta[size - 1 :, :, inside] > _LEAST).any():
            break
    return [sorted(spans) for spans in found]


def _collect(
    found: list[list[Likely]], probabilities: NDArray[np.float32], size: int, labels: list[str], lengths: Sequence[int]
) -> None:
    for start, row, label in zip(*np.nonzero(probabilities > _LEAST), strict=True):
        if start + size <= lengths[row]:
            probability = min(1.0, float(probabilities[start, row, label]))
            found[row].append((int(start), int(start + size), labels[label], probability))


def mixed(readings: Sequence[Sequence[Likely]]) -> list[Likely]:
    """The mean of several models' probabilities; a span that one of them leaves out has probability 0 there."""
    total: dict[tuple[int, int, str], float] = {}
    for spans in readings:
        for start, end, label, probability in spans:
            total[start, end, label] = total.get((start, end, label), 0.0) + probability / len(readings)
    return [(*key, probability) for key, probability in sorted(total.items())]


def best_spans(spans: Sequence[Likely], threshold: float = 0.5) -> list[Likely]:
    """The set of disjoint spans with the highest sum of (probability − threshold), by start.

    That set maximises the expected number of right spans less `threshold` for each span given (minimum Bayes risk);
    found by dynamic programming over their ends.
    """
    worth = sorted((span for span in spans if span[3] > threshold), key=lambda span: (span[1], span[0], span[2]))
    best: list[tuple[float, int]] = [(0.0, -1)]  # value with the first i spans, and which one it takes
    ends = [span[1] for span in worth]
    before: list[int] = []
    for i, (start, _, _, probability) in enumerate(worth):
        low = int(np.searchsorted(ends, start, side="right"))
        before.append(low)
        taken = best[low][0] + probability - threshold
        best.append((taken, i) if taken > best[i][0] else (best[i][0], -1))
    chosen: list[Likely] = []
    i = len(worth)
    while i:
        if best[i][1] < 0:
            i -= 1
        else:
            chosen.append(worth[i - 1])
            i = before[i - 1]
    return chosen[::-1]
