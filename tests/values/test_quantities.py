import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.values.quantities.grammar import read_quantity
from jiceng.values.value_types import Quantity, Unread
from tests.strategies import texts
from tests.values.patterns import missing, quantity_cases, quantity_row

CONTRACT = [
    ("2万余名", Quantity(20000, "名", "at_least")),
    ("6.5万余人", Quantity(65000, "人", "at_least")),
    ("近4萬名", Quantity(40000, "名", "at_most")),
    ("60%以上", Quantity(60, "%", "at_least")),
    ("三分之二", Quantity(0.6667, None, "exact")),
    ("5-10户", Quantity(5, "户", "range", 10)),
    ("数十名", Quantity(10, "名", "range", 100)),
    ("十几个", Quantity(10, "个", "range", 20)),
    ("3000多件(套)", Quantity(3000, "件(套)", "at_least")),
    ("二十来人", Quantity(20, "人", "about")),
    ("约20余万人", Quantity(200000, "人", "at_least")),
]


@pytest.mark.parametrize(("text", "value"), CONTRACT, ids=[text for text, _ in CONTRACT])
def test_the_contract_s_examples(text: str, value: Quantity) -> None:
    assert read_quantity(text) == value


@pytest.mark.parametrize(("text", "expected"), quantity_cases(), ids=[text for text, _ in quantity_cases()])
def test_tested_strings(text: str, expected: str) -> None:
    assert quantity_row(read_quantity(text)) == expected


def test_the_tested_strings_are_many_and_each_stands_once() -> None:
    cases = [text for text, _ in quantity_cases()]
    assert len(cases) == len(set(cases)) >= 300


def test_every_pattern_of_the_corpus_is_tested() -> None:
    assert missing("QUANTITY") == [], "run python -m tests.values.patterns, read its rows and add them"


def test_batches_are_two_quantities_and_so_have_no_value() -> None:
    assert read_quantity("5批次44人") == Unread("more than one quantity")


@given(texts)
def test_no_text_raises(text: str) -> None:
    assert isinstance(read_quantity(text), Quantity | Unread)


@given(st.integers(1, 10**9), st.sampled_from(["名", "个", "户", "公里", "件(套)"]))
def test_approximators_change_the_bound_alone(number: int, unit: str) -> None:
    assert read_quantity(f"{number}{unit}") == Quantity(number, unit, "exact")
    assert read_quantity(f"近{number}{unit}") == Quantity(number, unit, "at_most")
    assert read_quantity(f"约{number}{unit}") == Quantity(number, unit, "about")
    assert read_quantity(f"{number}余{unit}") == Quantity(number, unit, "at_least")
    assert read_quantity(f"{number}{unit}以上") == Quantity(number, unit, "at_least")


@pytest.mark.parametrize("unit", ["十", "1", "一至", "每", "2公里", "1,", "、3", "(含)以上", "约", "3分之"])
def test_reading_is_linear_in_the_length_of_a_mention(unit: str) -> None:
    started = time.perf_counter()
    read_quantity(unit * 100_000)
    assert time.perf_counter() - started < 0.5
