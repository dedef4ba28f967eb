"""What quantities leave open, by what holds of every quantity and by examples."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.audit.intervals import Interval, interval, shown
from jiceng.knowledge.records import QuantityValue

BOUNDS = st.sampled_from(["exact", "at_least", "at_most", "about"])
WORDS = st.sampled_from(["", "余", "多", "近", "以上", "不超过", "万", "3.8万"])


@given(st.integers(0, 10**9), BOUNDS, WORDS)
def test_an_amount_is_among_what_it_leaves_open(amount: int, bound: str, words: str) -> None:
    value = QuantityValue.model_validate({"amount": amount, "unit": "名", "bound": bound, "upper": None})
    span = interval(value, f"{words}{amount}名")
    assert span.low <= amount <= span.high


@given(*[st.tuples(st.integers(-99, 99), st.integers(0, 99))] * 2)
def test_two_meet_if_one_number_is_in_both(one: tuple[int, int], other: tuple[int, int]) -> None:
    first, second = (Interval(low, low + more) for low, more in (one, other))
    both = set(range(int(first.low), int(first.high) + 1)) & set(range(int(second.low), int(second.high) + 1))
    assert first.meets(second) is second.meets(first) is bool(both)


@pytest.mark.parametrize(
    ("words", "amount", "bound", "expected"),
    [
        ("143个", 143, "exact", "143"),
        ("600余个", 600, "at_least", "600 to 700"),
        ("680多个", 680, "at_least", "680 to 690"),
        ("2000人以上", 2000, "at_least", "2000 or more"),
        ("近4万名", 40000, "at_most", "30000 to 40000"),
        ("约50个", 50, "about", "40 to 60"),
        ("3.8万名", 38000, "exact", "37000 to 39000"),
        ("3.68萬名", 36800, "exact", "36700 to 36900"),
        ("16千米", 16, "exact", "16"),
        ("169.8公里", 169.8, "exact", "169.8"),
    ],
)
def test_examples(words: str, amount: float, bound: str, expected: str) -> None:
    unit = words.lstrip("近约0123456789.万萬余多").removesuffix("以上")
    value = QuantityValue.model_validate({"amount": amount, "unit": unit, "bound": bound, "upper": None})
    assert shown(interval(value, words)) == expected
