"""Makes vectors of characters and character bigrams from unlabelled text.

Positive pointwise mutual information with contexts that keep their position (which character stands one, two or three
places to the left or right), factorised by a truncated singular value decomposition (Levy, Goldberg and Dagan 2015:
context distribution smoothing 0.75, singular values to the power ½). Deterministic, and no slower than skip-grams.
"""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from jiceng.ner.inputs.vectors import EDGE, RARE, Vectors, fold_digits
from jiceng.text.normalize import normalize

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_OFFSETS = (-3, -2, -1, 1, 2, 3)


def train_vectors(
    lines: Iterable[str], char_size: int = 64, bigram_size: int = 32, least: int = 5, most_bigrams: int = 40_000
) -> Vectors:
    """Vectors of the characters and bigrams of `lines` (a sentence each) that occur at least `least` times."""
    text = [fold_digits(normalize(line.strip()).norm) for line in lines]
    strings = ["<edge>", "<rare>"]
    codes = np.frombuffer("\n".join(["", *text, ""]).encode("utf-32-le"), dtype=np.uint32)
    values, inverse, counts = np.unique(codes, return_inverse=True, return_counts=True)
    kept = np.flatnonzero((counts >= least) & (values != ord("\n")))
    kept = kept[np.lexsort((values[kept], -counts[kept]))]
    rows = np.full(len(values), RARE, dtype=np.int64)
    rows[kept] = np.arange(len(kept)) + 2
    rows[values == ord("\n")] = EDGE
    stream = rows[inverse]
    strings += [chr(values[i]) for i in kept]
    size = len(strings)
    char_rows = _factorise(_contexts(stream, stream, size, size, shift=0), char_size)
    keys = stream[:-1] * size + stream[1:]
    pairs, pair_inverse, pair_counts = np.unique(keys, return_inverse=True, return_counts=True)
    left, right = pairs // size, pairs % size
    frequent = np.flatnonzero((pair_counts >= least) & (left != RARE) & (right != RARE) & ((left != 0) | (right != 0)))
    frequent = frequent[np.lexsort((pairs[frequent], -pair_counts[frequent]))][:most_bigrams]
    pair_rows = np.full(len(pairs), RARE, dtype=np.int64)
    pair_rows[frequent] = np.arange(len(frequent)) + 2
    pair_stream = pair_rows[pair_inverse]
    names = ["<edge>", "<rare>"]
    names += [
        ("^" if left[i] == EDGE else strings[left[i]]) + ("$" if right[i] == EDGE else strings[right[i]])
        for i in frequent
    ]
    bigram_rows = _factorise(_contexts(pair_stream, stream, len(names), size, shift=1), bigram_size)
    return Vectors(
        {string: row for row, string in enumerate(strings)},
        {string: row for row, string in enumerate(names)},
        char_rows,
        bigram_rows,
    )


def _contexts(units: Ints, stream: Ints, rows: int, size: int, shift: int) -> csr_matrix:
    """How often each unit stands beside each character at each offset, (rows, offsets · size).

    Unit i covers the characters i to i + shift of `stream`; offsets count from its two ends. A sentence's edge is a
    context, what lies beyond it is not.
    """
    total = csr_matrix((rows, len(_OFFSETS) * size), dtype=np.float32)
    for block, offset in enumerate(_OFFSETS):
        places = np.arange(len(units))
        at = places + offset + (shift if offset > 0 else 0)
        inside = (at >= 0) & (at < len(stream)) & (units > RARE)
        # Nothing beyond an edge: every character between the unit and its context must belong to the sentence.
        for step in range(1, abs(offset)):
            between = places + (step + shift if offset > 0 else -step)
            inside &= stream[np.clip(between, 0, len(stream) - 1)] != EDGE
        unit, context = units[inside], stream[at[inside]]
        counted = coo_matrix(
            (np.ones(len(unit), dtype=np.float32), (unit, context + block * size)),
            shape=(rows, len(_OFFSETS) * size),
        )
        total = total + counted.tocsr()
    return total


def _factorise(counts: csr_matrix, rank: int) -> Floats:
    """Left singular vectors of the PPMI of `counts`, weighted by the roots of the singular values, in unit variance."""
    table = counts.tocoo()
    row_sum = np.asarray(counts.sum(axis=1), dtype=np.float64).ravel()
    column_sum = np.asarray(counts.sum(axis=0), dtype=np.float64).ravel() ** 0.75
    joint = table.data / row_sum.sum()
    expected = (row_sum[table.row] / row_sum.sum()) * (column_sum[table.col] / column_sum.sum())
    information = np.log(joint / expected)
    positive = information > 0
    ppmi = csr_matrix(
        (information[positive].astype(np.float32), (table.row[positive], table.col[positive])), shape=table.shape
    )
    left, values, _ = randomized_svd(ppmi, n_components=rank, n_iter=4, random_state=0)
    vectors = left * np.sqrt(values)
    return np.asarray(vectors / vectors[2:].std(), dtype=np.float32)
