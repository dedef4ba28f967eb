"""Bags of rows: for each character or pair, which rows of a table belong to it; their sums without a sparse library."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class RowBags:
    """Bag i holds the table rows `rows[starts[i]:starts[i + 1]]`, in this order. `starts` (bags + 1,), int32."""

    rows: NDArray[np.int32]
    starts: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.starts) - 1

    def pick(self, bags: Ints) -> "RowBags":
        """Some of the bags, in the order given."""
        sizes = np.diff(self.starts)[bags]
        starts = np.zeros(len(bags) + 1, dtype=np.int32)
        np.cumsum(sizes, out=starts[1:])
        places = np.arange(starts[-1]) + np.repeat(self.starts[:-1][bags] - starts[:-1], sizes)
        return RowBags(self.rows[places], starts)

    def sums(self, table: NDArray[np.float32]) -> NDArray[np.float32]:
        """The sum of each bag's rows of `table` (rows, width), (bags, width); zero for an empty bag.

        Rows are added one after another, so a sum has the same digits whatever the other bags are.
        """
        sizes = np.diff(self.starts)
        total = np.zeros((len(self), table.shape[1]), dtype=np.float32)
        if not len(self.rows):
            return total
        # Longest bags first: then the bags that have a k-th row are the first few.
        order = np.argsort(-sizes, kind="stable")
        starts, left = (
            self.starts[:-1][order],
            len(order) - np.searchsorted(np.sort(sizes), np.arange(sizes.max()), "right"),
        )
        longest_first = np.zeros_like(total)
        for number, bags in enumerate(left.tolist()):
            longest_first[:bags] += table.take(self.rows[starts[:bags] + number], axis=0, mode="clip")
        total[order] = longest_first
        return total
