from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.ner.bioes import decode, encode


def test_encoding_a_real_clause() -> None:
    # 成立83个临时党支部
    tags = encode(10, [(2, 5, "QUANTITY"), (5, 10, "TEMP_BRANCH")])
    assert tags[:5] == ["O", "O", "B-QUANTITY", "I-QUANTITY", "E-QUANTITY"]
    assert tags[5:] == ["B-TEMP_BRANCH", *["I-TEMP_BRANCH"] * 3, "E-TEMP_BRANCH"]
    assert encode(1, [(0, 1, "GPE")]) == ["S-GPE"]


@pytest.mark.parametrize(
    ("tags", "spans"),
    [
        (["I-A", "E-A", "O"], [(0, 2, "A")]),  # no beginning
        (["B-A", "I-A", "O"], [(0, 2, "A")]),  # no end
        (["B-A", "B-A", "E-A"], [(0, 1, "A"), (1, 3, "A")]),
        (["B-A", "E-B"], [(0, 1, "A"), (1, 2, "B")]),
        (["S-A", "I-A"], [(0, 1, "A"), (1, 2, "A")]),
        ([], []),
    ],
)
def test_ill_formed_sequences_are_read_too(tags: list[str], spans: list[tuple[int, int, str]]) -> None:
    assert decode(tags) == spans


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 5), st.sampled_from(["GPE", "ROLE"])), max_size=8))
def test_round_trip(pieces: list[tuple[int, int, str]]) -> None:
    spans, at = [], 0
    for gap, size, label in pieces:
        spans.append((at + gap, at + gap + size, label))
        at += gap + size
    assert decode(encode(at + 2, spans)) == spans


@given(st.lists(st.sampled_from(["O", "B-A", "I-A", "E-A", "S-A", "B-B", "I-B", "E-B"]), max_size=12))
def test_decoded_spans_never_overlap(tags: list[str]) -> None:
    spans = decode(tags)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    assert {i for start, end, _ in spans for i in range(start, end)} == {i for i, tag in enumerate(tags) if tag != "O"}
