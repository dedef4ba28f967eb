"""Exact numerals: Arabic, Chinese (everyday, positional, financial) and both mixed with 万 and 亿.

Texts come folded (`jiceng.text.fold`). 兆 is no part of the grammar: it is a million in one place and a
million millions in another.
"""

import re
from decimal import Decimal

DIGITS = {
    **{char: value for value, char in enumerate("零一二三四五六七八九")},
    **{char: value for value, char in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0, "○": 0, "两": 2, "俩": 2, "叄": 3, "参": 3, "仨": 3,
}  # fmt: skip
SCALES = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10**4, "亿": 10**8}
# From large to small, each with what may stand before it: 千 counts digits, 亿 also 一万.
_UNITS = (("亿", 10**8, 10**8), ("万", 10**4, 10**4), ("千", 1000, 10), ("百", 100, 10), ("十", 10, 10))
# One character for two (廿 for 二十), and one form for financial units.
_PLAIN = str.maketrans({"廿": "二十", "卅": "三十", "卌": "四十", "拾": "十", "佰": "百", "仟": "千"})

HANZI = "".join((*DIGITS, *SCALES, "廿卅卌"))
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_PLAIN_ARABIC = re.compile(_ARABIC)
_BARE = re.compile(rf"[0-9]|[{''.join(DIGITS)}]")
# No numeral is longer; the bound keeps what backtracks and recurs below short.
_LONGEST = 40
_DECIMAL = re.compile(rf"([{HANZI}]+)点([{''.join(DIGITS)}]+)([万亿]*)")


def read_numeral(text: str) -> Decimal | None:
    """The value of a numeral, or None if the text is no well-formed one. 一万二 is 12,000, 二〇二〇 is 2020."""
    if len(text) > _LONGEST:
        return None
    if text[:1].isascii():
        return _read_mixed(text)
    decimal = _DECIMAL.fullmatch(text)
    if decimal:
        whole = read_hanzi(decimal[1])
        places = "".join(str(DIGITS[char]) for char in decimal[2])
        return None if whole is None else Decimal(f"{whole}.{places}") * scale_value(decimal[3])
    integer = read_hanzi(text)
    return None if integer is None else Decimal(integer)


def read_hanzi(text: str) -> int | None:
    """The value of a Chinese whole number, or None. Two digits without a unit (三五, 七八) are a range, not a number."""
    text = text.translate(_PLAIN)
    if len(text) > 1 and all(char in DIGITS for char in text):
        if len(text) == 2 and all(DIGITS[char] for char in text):
            return None
        return int("".join(str(DIGITS[char]) for char in text))
    return _with_units(text)


def scale_value(scales: str) -> int:
    """The product of scale characters: 十万 is 100,000, nothing at all is 1."""
    product = 1
    for char in scales:
        product *= SCALES[char]
    return product


def _read_mixed(text: str) -> Decimal | None:
    """Arabic digits with scales, from large to small: 6.5万, 3千万, 1亿2000万, 3千4百万; 1万7 is 17,000 as 一万七 is."""
    if _PLAIN_ARABIC.fullmatch(text):
        return Decimal(text.replace(",", ""))
    text = text.translate(_PLAIN)
    for char, unit, limit in _UNITS:
        before, found, after = text.rpartition(char)
        if found:
            plain = _PLAIN_ARABIC.fullmatch(before) is not None
            high, low = _read_part(before), _mixed_after(after, unit)
            # 12345万 is written, 3万5万 is not; and a decimal (1.5万) already says what smaller units would.
            if not high or low is None or (not plain and high >= limit) or (after and "." in before):
                return None
            return high * unit + low
    return None


def _read_part(text: str) -> Decimal | None:
    if text in DIGITS:
        return Decimal(DIGITS[text])
    return _read_mixed(text)


def _mixed_after(text: str, unit: int) -> Decimal | None:
    """What follows a unit: nothing, a digit that counts the next smaller one, or a number that fills its places.

    1万2000 and 1万零300 are sure; 1亿2000 is said of 120 million too, and so has no value.
    """
    if not text:
        return Decimal(0)
    if _BARE.fullmatch(text):
        digit = _read_part(text)
        return digit * unit / 10 if digit else None
    rest = text.lstrip("零〇")
    value = _read_part(rest)
    if value is None or not 0 < value < unit:
        return None
    full = rest != text or rest[0] == "0" or value >= unit // 10 or rest[-1] in SCALES
    return value if full else None


def _with_units(text: str) -> int | None:
    for char, unit, limit in _UNITS:
        before, found, after = text.rpartition(char)
        if found:
            # 百八十 is said of something near a hundred as well as of 180.
            if not before and unit > 10 and after:
                return None
            high = _with_units(before) if before else 1
            low = _after(after, unit)
            return high * unit + low if high and high < limit and low is not None else None
    return DIGITS.get(text)


def _after(text: str, unit: int) -> int | None:
    """What follows a unit: nothing, 零五, 五 (which counts the next smaller unit: 三千五 is 3,500) or a number."""
    if not text:
        return 0
    if text in DIGITS:
        return DIGITS[text] * unit // 10 or None
    rest = text.lstrip("零〇")
    # 百 and 千 count only with a digit before them here; 一百十五 is said.
    value = None if rest[:1] in ("百", "千", "万") else _with_units(rest)
    return value if value is not None and 0 < value < unit else None
