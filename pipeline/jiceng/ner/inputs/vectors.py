"""Vectors of characters and character bigrams, made from unlabelled text and shipped small.

Positive pointwise mutual information with contexts that keep their position (which character stands one, two or three
places to the left or right), factorised by a truncated singular value decomposition (Levy, Goldberg and Dagan 2015:
context distribution smoothing 0.75, singular values to the power ½). Deterministic, and no slower than skip-grams.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix, csr_matrix
from sklearn.utils.extmath import randomized_svd

from jiceng.errors import InputError
from jiceng.text.normalize import normalize

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_OFFSETS = (-3, -2, -1, 1, 2, 3)
# Stands between sentences and for every character that is too rare to have a vector.
_EDGE, _RARE = 0, 1


@dataclass(frozen=True)
class Vectors:
    """`chars` and `bigrams`: string → row; row 0 is the edge of a sentence, row 1 any string without a vector.

    `char_rows` (V, d) and `bigram_rows` (W, e), float32.
    """

    chars: dict[str, int]
    bigrams: dict[str, int]
    char_rows: Floats
    bigram_rows: Floats

    @cached_property
    def _char_codes(self) -> tuple[NDArray[np.uint32], Ints]:
        """Code points of the characters that have a vector, sorted, and their rows."""
        known = sorted((ord(char), row) for char, row in self.chars.items() if row > _RARE)
        return np.array([code for code, _ in known], dtype=np.uint32), np.array([row for _, row in known])

    @cached_property
    def _bigram_keys(self) -> tuple[Ints, Ints]:
        """Bigrams as pairs of character rows in one number, sorted, and their rows."""
        size = len(self.chars)
        keys = []
        for bigram, row in self.bigrams.items():
            if row > _RARE:
                left = _EDGE if bigram[0] == "^" else self.chars[bigram[0]]
                right = _EDGE if bigram[1] == "$" else self.chars[bigram[1]]
                keys.append((left * size + right, row))
        keys.sort()
        return np.array([key for key, _ in keys]), np.array([row for _, row in keys])

    def encode(self, texts: Sequence[str]) -> tuple[Ints, Ints, Ints]:
        """Rows of all characters of some sentences, (N,) each: the character, the bigram that ends at it, that begins."""
        codes = np.frombuffer(
            "".join(f"\0{text}\0" for text in texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32
        ).copy()
        codes[(codes >= ord("0")) & (codes <= ord("9"))] = ord("0")
        known, char_rows = self._char_codes
        rows = _looked_up(codes, known, char_rows)
        rows[codes == 0] = _EDGE
        keys, bigram_rows = self._bigram_keys
        pairs = _looked_up(rows[:-1] * len(self.chars) + rows[1:], keys, bigram_rows)
        inner = np.ones(len(codes), dtype=np.bool_)
        lengths = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))
        ends = np.cumsum(lengths + 2) - 1
        inner[ends] = inner[ends - lengths - 1] = False
        places = np.flatnonzero(inner)
        return rows[places], pairs[places - 1], pairs[places]

    def save(self, path: Path) -> None:
        """Write one npz file: strings as one text, rows as int8 with a scale each (at most a 254th of a row's largest number is lost)."""
        arrays: dict[str, NDArray[np.generic]] = {}
        for name, table, rows in (("chars", self.chars, self.char_rows), ("bigrams", self.bigrams, self.bigram_rows)):
            scale = np.maximum(np.abs(rows).max(axis=1), 1e-6) / 127
            arrays[name] = np.frombuffer("\n".join(table).encode("utf-8"), dtype=np.uint8)
            arrays[f"{name}_rows"] = np.round(rows / scale[:, None]).astype(np.int8)
            arrays[f"{name}_scale"] = scale.astype(np.float32)
        np.savez_compressed(path, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, path: Path) -> "Vectors":
        """Read what `save` wrote.

        Raises:
            InputError: the file is missing or damaged.
        """
        try:
            with np.load(path, allow_pickle=False) as arrays:
                tables, rows = [], []
                for name in ("chars", "bigrams"):
                    strings = arrays[name].tobytes().decode("utf-8").split("\n")
                    tables.append({string: row for row, string in enumerate(strings)})
                    rows.append(arrays[f"{name}_rows"].astype(np.float32) * arrays[f"{name}_scale"][:, None])
        except (OSError, ValueError, KeyError) as error:
            raise InputError(str(path), f"holds no vectors that can be read ({error}); make vectors") from error
        return cls(tables[0], tables[1], rows[0], rows[1])


def _looked_up(values: NDArray[Any], known: NDArray[Any], rows: Ints) -> Ints:
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, rows[at], _RARE)


def fold_digits(text: str) -> str:
    """Every digit as 0: which number it is tells nothing of what it counts."""
    return "".join("0" if char.isdigit() else char for char in text)


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
    rows = np.full(len(values), _RARE, dtype=np.int64)
    rows[kept] = np.arange(len(kept)) + 2
    rows[values == ord("\n")] = _EDGE
    stream = rows[inverse]
    strings += [chr(values[i]) for i in kept]
    size = len(strings)
    char_rows = _factorise(_contexts(stream, stream, size, size, shift=0), char_size)
    keys = stream[:-1] * size + stream[1:]
    pairs, pair_inverse, pair_counts = np.unique(keys, return_inverse=True, return_counts=True)
    left, right = pairs // size, pairs % size
    frequent = np.flatnonzero(
        (pair_counts >= least) & (left != _RARE) & (right != _RARE) & ((left != 0) | (right != 0))
    )
    frequent = frequent[np.lexsort((pairs[frequent], -pair_counts[frequent]))][:most_bigrams]
    pair_rows = np.full(len(pairs), _RARE, dtype=np.int64)
    pair_rows[frequent] = np.arange(len(frequent)) + 2
    pair_stream = pair_rows[pair_inverse]
    names = ["<edge>", "<rare>"]
    names += [
        ("^" if left[i] == _EDGE else strings[left[i]]) + ("$" if right[i] == _EDGE else strings[right[i]])
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
        inside = (at >= 0) & (at < len(stream)) & (units > _RARE)
        # Nothing beyond an edge: every character between the unit and its context must belong to the sentence.
        for step in range(1, abs(offset)):
            between = places + (step + shift if offset > 0 else -step)
            inside &= stream[np.clip(between, 0, len(stream) - 1)] != _EDGE
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
