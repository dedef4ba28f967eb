from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.text.fold import fold
from jiceng.values.counts import Count, read_count
from jiceng.values.numerals import read_hanzi, read_numeral

DIGITS = "零一二三四五六七八九"
FINANCIAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def write(number: int) -> str:
    """A whole number below 10^12 in Chinese, as schools teach it; written apart from the reader that it tests."""
    if number < 10:
        return DIGITS[number]
    for unit, char in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if number >= unit:
            high, low = divmod(number, unit)
            zero = "零" if 0 < low < unit // 10 else ""
            return write(high) + char + (zero + write(low) if low else "")
    raise AssertionError


@given(st.integers(0, 10**12 - 1))
def test_a_written_numeral_is_read_back(number: int) -> None:
    assert read_hanzi(write(number)) == number
    assert read_hanzi(write(number).translate(FINANCIAL)) == number


@given(st.integers(0, 10**12))
def test_arabic_numerals_are_read_with_separators_and_in_full_width(number: int) -> None:
    assert read_numeral(str(number)) == number
    assert read_numeral(f"{number:,}") == number
    wide = "".join(chr(ord(char) + 0xFEE0) for char in str(number))
    assert read_numeral(fold(wide)) == number


@given(st.decimals(Decimal("0.01"), Decimal(9999), places=2), st.sampled_from(["万", "亿", "千", ""]))
def test_decimals_scale_exactly(number: Decimal, scale: str) -> None:
    factor = {"万": 10**4, "亿": 10**8, "千": 1000, "": 1}[scale]
    assert read_numeral(f"{number}{scale}") == number * factor


@given(st.integers(1, 9), st.integers(1, 9), st.sampled_from(["百", "千", "万", "亿"]))
def test_a_last_digit_without_unit_counts_the_next_smaller_one(high: int, low: int, unit: str) -> None:
    value = read_hanzi(f"{DIGITS[high]}{unit}")
    assert value is not None
    assert read_hanzi(f"{DIGITS[high]}{unit}{DIGITS[low]}") == value + low * (value // high) // 10


@given(st.text(st.sampled_from("0123456789.,零一二两三四五六七八九十百千万亿点余多来几数上好半"), max_size=8))
def test_any_string_is_read_or_refused(text: str) -> None:
    value = read_numeral(text)
    assert value is None or value >= 0
    count = read_count(text)
    assert count is None or count.high is None or count.low <= count.high


@pytest.mark.parametrize(
    ("text", "value"),
    [("2亿6000万", 260_000_000), ("1万4千", 14_000), ("1万7", 17_000), ("3千5", 3_500), ("2亿3", 230_000_000), ("3千4百万", 34_000_000),
     ("1万2000", 12_000), ("1万零300", 10_300), ("1亿2000.5万", 120_005_000), ("12345万", 123_450_000), ("5百2十", 520)],
)  # fmt: skip
def test_digits_with_scales_are_read_from_large_to_small(text: str, value: int) -> None:
    assert read_numeral(text) == value


def test_a_scale_behind_some_more_counts_the_last_part_alone() -> None:
    assert read_count("2亿6000余万") == Count(Decimal(260_000_000), meaning="at_least")
    assert read_count("1亿2千多万") == Count(Decimal(120_000_000), meaning="at_least")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "三五",
        "十百",
        "三万五万",
        "12,34",
        "1.2.3",
        "万千",
        "百八十",
        "零十",
        "个",
        "1亿2000",
        "1万75",
        "1.5万3千",
        "3万5万",
        "1" + "万" * 99,
    ],
)
def test_what_is_no_numeral_is_refused(text: str) -> None:
    assert read_numeral(text) is None


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("七八", 7, 8), ("三五", 3, 5), ("十七八", 17, 18), ("三百七八十", 370, 380), ("三四十", 30, 40), ("两三百万", 2_000_000, 3_000_000),
     ("十几", 10, 20), ("三十几", 30, 40), ("十几万", 100_000, 200_000), ("一百几十", 110, 200), ("数十", 10, 100), ("好几百", 100, 1000)],
)  # fmt: skip
def test_vague_numbers_are_ranges(text: str, low: int, high: int) -> None:
    assert read_count(text) == Count(Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["四七", "三百七八", "九八", "二百几", "多", "余万", "几余"])
def test_what_leaves_two_readings_open_is_refused(text: str) -> None:
    assert read_count(text) is None
