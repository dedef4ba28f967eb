"""Vectors of characters and character bigrams, made from unlabelled text (`jiceng.training.vectors`) and shipped small."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from jiceng.errors import InputError

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Stands between sentences and for every character that is too rare to have a vector.
EDGE, RARE = 0, 1


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
        known = sorted((ord(char), row) for char, row in self.chars.items() if row > RARE)
        return np.array([code for code, _ in known], dtype=np.uint32), np.array([row for _, row in known])

    @cached_property
    def _bigram_keys(self) -> tuple[Ints, Ints]:
        """Bigrams as pairs of character rows in one number, sorted, and their rows."""
        size = len(self.chars)
        keys = []
        for bigram, row in self.bigrams.items():
            if row > RARE:
                left = EDGE if bigram[0] == "^" else self.chars[bigram[0]]
                right = EDGE if bigram[1] == "$" else self.chars[bigram[1]]
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
        rows[codes == 0] = EDGE
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
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                tables, rows = [], []
                for name in ("chars", "bigrams"):
                    text, whole, scale = arrays[name], arrays[f"{name}_rows"], arrays[f"{name}_scale"]
                    kinds = [(array.dtype, array.ndim) for array in (text, whole, scale)]
                    if kinds != [(np.uint8, 1), (np.int8, 2), (np.float32, 1)]:
                        raise ValueError(f"{name} are {kinds}")
                    strings = text.tobytes().decode("utf-8").split("\n")
                    tables.append({string: row for row, string in enumerate(strings)})
                    rows.append(whole.astype(np.float32) * scale[:, None])
                    if len(rows[-1]) != len(tables[-1]) or not np.isfinite(rows[-1]).all():
                        raise ValueError(
                            f"{name} has {len(tables[-1])} strings and rows {rows[-1].shape}, or no numbers"
                        )
        except (OSError, ValueError, KeyError, IndexError, MemoryError, BadZipFile) as error:
            raise InputError(str(path), f"holds no vectors that can be read ({error}); make vectors") from error
        return cls(tables[0], tables[1], rows[0], rows[1])


def _looked_up(values: NDArray[Any], known: NDArray[Any], rows: Ints) -> Ints:
    at = np.minimum(np.searchsorted(known, values), len(known) - 1)
    return np.where(known[at] == values, rows[at], RARE)


def fold_digits(text: str) -> str:
    """Every digit as 0: which number it is tells nothing of what it counts."""
    return "".join("0" if char.isdigit() else char for char in text)
