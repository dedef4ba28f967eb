"""Sums of bags are those of a sparse matrix, to the last digit, whatever the order and the emptiness of the bags."""

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from jiceng.ner.inputs.bags import RowBags

bags = st.lists(st.lists(st.integers(0, 9), max_size=6), max_size=8)


def made(rows: list[list[int]]) -> RowBags:
    starts = np.cumsum([0, *map(len, rows)]).astype(np.int32)
    return RowBags(np.array([row for bag in rows for row in bag], dtype=np.int32), starts)


@given(bags, st.integers(0, 2**32 - 1))
def test_sums_are_those_of_a_sparse_matrix(rows: list[list[int]], seed: int) -> None:
    table = np.random.default_rng(seed).standard_normal((10, 3)).astype(np.float32)
    found = made(rows)
    matrix = csr_matrix(
        (np.ones(len(found.rows), dtype=np.float32), found.rows, found.starts), shape=(len(found), len(table))
    )
    np.testing.assert_array_equal(found.sums(table), matrix @ table)


@given(bags, st.data())
def test_picked_bags_are_the_bags(rows: list[list[int]], data: st.DataObject) -> None:
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=6) if rows else st.just([]))
    picked = made(rows).pick(np.array(chosen, dtype=np.int64))
    assert [picked.rows[low:high].tolist() for low, high in pairwise(picked.starts.tolist())] == [
        rows[i] for i in chosen
    ]
