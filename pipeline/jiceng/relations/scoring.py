"""The classifier's logits for pairs that are read, without building the matrix that training needs.

A feature counts three times, alone, with the types and with their families; the types are the same for thousands of
pairs. So the three weights of a feature behind the same types are added once and remembered.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from jiceng.ner.inputs.bags import RowBags
from jiceng.relations.columns import ColumnTables
from jiceng.relations.features import PairFeatures

# Remembered sums beyond which everything is forgotten: words of ever new texts must not fill the memory (40 MB).
_MOST = 1_000_000


class PairScorer:
    """`weights` (columns, relations), row-major."""

    def __init__(self, weights: NDArray[np.float32], columns: ColumnTables) -> None:
        self._weights = weights
        self._columns = columns
        self._forget()

    def _forget(self) -> None:
        self._rows: dict[str, dict[str, int]] = {}
        self._sums = np.zeros((1 << 14, self._weights.shape[1]), dtype=np.float32)
        self._count = 0

    def logits(self, pairs: Iterable[PairFeatures]) -> NDArray[np.float64]:
        """Sums of weights, (pairs, relations), without the intercept."""
        if self._count > _MOST:
            self._forget()
        rows, ends = array("i"), array("i", [0])
        for pair in pairs:
            table = self._rows.get(pair.types)
            if table is None:
                table = self._rows[pair.types] = {}
                self._add(table, pair.types, (self._columns.plain(pair.types),))
            try:
                found = list(map(table.__getitem__, pair.general))
            except KeyError:
                for feature in pair.general:
                    if feature not in table:
                        self._add(table, feature, self._columns.of(pair, feature))
                found = [table[feature] for feature in pair.general]
            rows.append(table[pair.types])
            rows.extend(found)
            ends.append(len(rows))
        indices = np.frombuffer(rows, dtype=np.int32) if rows else np.zeros(0, dtype=np.int32)
        bags = RowBags(indices, np.frombuffer(ends, dtype=np.int32))
        return bags.sums(self._sums).astype(np.float64)

    def _add(self, table: dict[str, int], feature: str, columns: tuple[int, ...]) -> None:
        if self._count == len(self._sums):
            self._sums = np.concatenate([self._sums, np.zeros_like(self._sums)])
        self._sums[self._count] = self._weights[list(columns)].sum(axis=0)
        table[feature] = self._count
        self._count += 1
