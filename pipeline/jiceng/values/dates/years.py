"""Years that are written short or counted otherwise, as the four digits that they stand for.

    22年4月        2022年4月    two digits and what only a date goes on with
    07年以来       2007年以来   no length of time is written with a zero before it
    民国109年5月   2020年5月    the Republican calendar, whose first year is 1912
    109年5月       2020年5月    three digits and a month are written in that calendar alone
    二O二〇年      2020年       a Latin letter or a digit for 〇

Texts come folded (`jiceng.text.fold`).
"""

import re
from datetime import date

from jiceng.values.numerals import DIGITS, HANZI, read_numeral
from jiceng.values.value_types import Unread

_BEFORE_REPUBLIC = 1911
# So far before us a year of two digits is still meant as one of this century: plans name years to come.
_AHEAD = 10
# 22年以来 is as likely said of a length of time, unless the year lies so near before the publication.
_RECENT = 10
# Without a publication date: 00 to 49 are of this century.
_PIVOT = 50
_REPUBLICAN = re.compile(rf"^(?:中华)?民国(元|[0-9]{{1,3}}|[{HANZI}]{{1,5}})年")
_THREE_DIGITS = re.compile(r"^([0-9]{3})年(?=[0-9一二三四五六七八九十]{1,2}月)")
_ZERO = "〇零○OoＯ0"
_FOUR = re.compile(rf"^(?=[^年]*[{_ZERO}])([{_ZERO}一二三四五六七八九]{{4}})年")
_TWO_DIGITS = re.compile(r"^([0-9]{2}|[〇零○一二三四五六七八九]{2})年")
_ONLY_DATES = re.compile(
    r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月|[初底末度起春夏秋冬]|[上下]半|第?[1-4一二三四]季|至今"
)


def with_full_year(text: str, published: date | None) -> str | Unread:
    """The text with its year in four digits, if it begins with one; Unread if two digits may be a length of time too."""
    if match := _FOUR.match(text):
        digits = "".join("0" if char in _ZERO else str(DIGITS[char]) for char in match[1])
        return digits + text[len(digits) :]
    if match := _REPUBLICAN.match(text):
        number = 1 if match[1] == "元" else read_numeral(match[1])
        return (
            f"{_BEFORE_REPUBLIC + int(number):04}年{text[match.end() :]}" if number else Unread("no well-formed year")
        )
    if match := _THREE_DIGITS.match(text):
        return f"{_BEFORE_REPUBLIC + int(match[1]):04}年{text[match.end() :]}"
    match = _TWO_DIGITS.match(text)
    if match is None:
        return text
    first, second = (int(DIGITS.get(char, char)) for char in match[1])
    rest = text[match.end() :]
    # 七八年 and 三五年 are about so many years.
    about = not match[1].isascii() and first and (second == first + 1 or (first, second) == (3, 5))
    year = _of_century(10 * first + second, published)
    if first == 0 or (not about and (_ONLY_DATES.match(rest) or not match[1].isascii())):
        return f"{year}年{rest}"
    if rest.startswith("以来"):
        if published is None:
            return Unread("may be a year or a length of time")
        if 0 <= published.year - year <= _RECENT:
            return f"{year}年{rest}"
    return text


def _of_century(year: int, published: date | None) -> int:
    """The latest year that ends so and is not far after the publication: 98 is 1998, 22 in an article of 2021 is 2022."""
    if published is None:
        return year + (2000 if year < _PIVOT else 1900)
    latest = published.year + _AHEAD
    return latest - (latest - year) % 100
