"""Columns of features: MurmurHash3 of a feature's name, as scikit-learn's FeatureHasher has it."""

from murmurhash import mrmr

from jiceng.relations.features import PairFeatures


class ColumnTables:
    """Columns among `size`, 2 ** bits; each name is hashed once and remembered."""

    # Names beyond which a table is emptied: words of ever new texts must not fill the memory.
    _MOST = 2_000_000

    def __init__(self, bits: int) -> None:
        self.size = 2**bits
        self._known: dict[str, int] = {}

    def plain(self, name: str) -> int:
        """The column of a whole name."""
        column = self._known.get(name)
        if column is None:
            if len(self._known) >= self._MOST:
                self._known.clear()
            column = abs(mrmr.hash(name, 0)) % self.size
            self._known[name] = column
        return column

    def of(self, pair: PairFeatures, feature: str) -> tuple[int, int, int]:
        """The columns of one of a pair's general features: alone, with the types, with their families."""
        return self.plain(feature), self.plain(f"{pair.types}|{feature}"), self.plain(f"{pair.families}/{feature}")
