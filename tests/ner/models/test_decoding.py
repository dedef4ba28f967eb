from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.ner.models.decoding import LikelySpan, best_spans, mixed


def test_of_two_readings_of_a_place_the_likelier_is_taken() -> None:
    # 边境一线 as a whole, or 边境 and 一线 apart
    whole, parts = (0, 4, "LOC", 0.7), [(0, 2, "LOC", 0.2), (2, 4, "LOC", 0.15)]
    assert best_spans([whole, *parts], threshold=0.1) == [whole]


def test_two_parts_that_together_are_worth_more_win() -> None:
    whole, parts = (0, 4, "GPE", 0.55), [(0, 2, "GPE", 0.5), (2, 4, "GPE", 0.52)]
    assert best_spans([whole, *parts], threshold=0.4) == parts


def test_averaging_counts_a_span_that_a_model_leaves_out_as_zero() -> None:
    assert mixed([[(0, 2, "ORG", 0.9)], [(0, 2, "ORG", 0.7), (3, 4, "GPE", 0.4)]]) == [
        (0, 2, "ORG", pytest.approx(0.8)),
        (3, 4, "GPE", 0.2),
    ]


def sum_over(spans: tuple[LikelySpan, ...], threshold: float) -> float:
    ordered = sorted(spans)
    if any(a[1] > b[0] for a, b in pairwise(ordered)):
        return -1.0
    return sum(span[3] - threshold for span in spans)


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.integers(1, 4), st.sampled_from(["GPE", "LOC"]), st.floats(0.03, 1.0)),
        max_size=7,
    )
)
def test_no_other_set_of_disjoint_spans_is_worth_more(drawn: list[tuple[int, int, str, float]]) -> None:
    spans = [(start, start + size, label, probability) for start, size, label, probability in drawn]
    chosen = best_spans(spans, threshold=0.3)
    assert all(a[1] <= b[0] for a, b in pairwise(chosen))
    best = max(sum_over(some, 0.3) for size in range(len(spans) + 1) for some in combinations(spans, size))
    assert sum(span[3] - 0.3 for span in chosen) == pytest.approx(best)
