"""Columns of features: MurmurHash3 of a feature's name, as scikit-learn's FeatureHasher has it."""

from collections.abc import Iterable

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.utils import murmurhash3_32

from jiceng.relations.features import PairFeatures


class ColumnTables:
    """Columns among 2 ** bits; each name is hashed once and remembered."""

    # Names beyond which a table is emptied: words of ever new texts must not fill the memory.
    _MOST = 2_000_000

    def __init__(self, bits: int) -> None:
        self._size = 2**bits
        self._known: dict[str, int] = {}

    def plain(self, name: str) -> int:
        """The column of a whole name."""
        column = self._known.get(name)
        if column is None:
            if len(self._known) >= self._MOST:
                self._known.clear()
            column = abs(int(murmurhash3_32(name.encode("utf-8"), seed=0))) % self._size
            self._known[name] = column
        return column

    def of(self, pair: PairFeatures, feature: str) -> tuple[int, int, int]:
        """The columns of one of a pair's general features: alone, with the types, with their families."""
        return self.plain(feature), self.plain(f"{pair.types}|{feature}"), self.plain(f"{pair.families}/{feature}")

    def matrix(self, pairs: Iterable[PairFeatures]) -> csr_matrix:
        """One row a pair, (pairs, 2 ** bits), float32; a feature that occurs twice counts twice."""
        columns: list[int] = []
        ends = [0]
        for pair in pairs:
            columns.append(self.plain(pair.types))
            for feature in pair.general:
                columns += self.of(pair, feature)
            ends.append(len(columns))
        matrix = csr_matrix(
            (
                np.ones(len(columns), dtype=np.float32),
                np.array(columns, dtype=np.int32),
                np.array(ends, dtype=np.int32),
            ),
            shape=(len(ends) - 1, self._size),
        )
        matrix.sum_duplicates()
        return matrix
