"""Extents of counts and dates, by the grammar of numbers: what a model that reads characters often cuts or joins wrongly.

    95%—100%               one range, not two shares
    1，300名, 4亩2分        one amount, not its last part
    零下25摄氏度, 70岁及以上  with sign and bound
    电话13700002222         no count: the number names something
    48小时内, 上一季度       with the words that change their value
    8月3日、4日             two dates
    2021.9.14, “9·14”       a date by its form, whatever else was read in it

Every rule looks at a few characters beside a span, so mending is linear in the length of a sentence.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from jiceng.ner.models.decoding import LikelySpan
from jiceng.text.fold import fold
from jiceng.values.counts import COUNT
from jiceng.values.dates.calendar_times import DateContext
from jiceng.values.dates.date_words import alternatives, date_words
from jiceng.values.dates.grammar import read_date
from jiceng.values.quantities.approximators import bounds_before
from jiceng.values.quantities.codes import find_codes
from jiceng.values.quantities.grammar import read_quantity
from jiceng.values.quantities.units import compounds
from jiceng.values.value_types import Date, Quantity

# So far beside a span the rules look.
_BESIDE = 24
# The longest that may stand between the ends of a range: (含)至.
_GAP = 4
_THOUSANDS = re.compile(r"(?<![0-9.,])[0-9]{1,3}(?:,[0-9]{3})*,$")
_THREE_DIGITS = re.compile(r"[0-9]{3}(?![0-9])")
_CUT_NUMBER = re.compile(r"[0-9][0-9.]*$")
_SIGN = re.compile(r"(?:零下|零上|[≤≥<>≦≧]=?)$")
_MINUS = re.compile(r"(?<![0-9%‰a-zA-Z])-$")
# A number shortly before a dash makes it the sign of a range.
_RANGE_BEFORE = re.compile(r"[0-9一二两三四五六七八九十百千万亿半][^0-9，。；、,]{0,4}-$")
_BOUND = re.compile(r"(?:\(含\)|含|及)?(?:以上|以下)(?:\(含\))?")
_SEPARATOR = re.compile(r"(?:\(含\))?(?:-{1,2}|至|到)")
_CHANGED = re.compile("(?:增|升|降|减|涨|跌|扩|压缩|缩短|提高|提升)(?:加|大|少|长|低)?(?:至|到|为)")
_SINCE = re.compile("以来|至今")
_ABOUT = re.compile("以上|以下|左右")
_WITHIN = re.compile("(?:以内|之内|内)(?![部外容蒙涝])")
_LISTED = re.compile(
    r"(?:[0-9]{4}年)?(?:[0-9一二三四五六七八九十]{1,3}月)?[0-9一二三四五六七八九十]{1,3}[日号]|(?:[0-9]{4}年)?[0-9一二三四五六七八九十]{1,3}月份?|[0-9]{4}年"
)
_AND = re.compile("[、和及与]")
_BEFORE_DATES = ("中华民国", "民国", "农历", "上", "下", "本", "这")
# 1万|7: behind a scale a bare digit belongs to the number, if nothing follows that it could count.
_BARE_DIGIT = re.compile(r"(?<=[百千万亿])[1-9一二三四五六七八九](?=$|[，。；、,）)余多])")
# What is a date by its form.
_SURE_DATES = re.compile(
    r"(?<![0-9])20[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9.万亿元人个名])"
    r"|(?<![0-9.])(?:19|20)[0-9]{2}([-./])(?:0?[1-9]|1[0-2])\1(?:[12][0-9]|3[01]|0?[1-9])(?![0-9.])"
    r"|(?:农历)?[正腊冬]月(?:初[一二三四五六七八九十]|(?:二?十|廿)[一二三四五六七八九]?|三十)"
    r"|(?<=[“‘])(?:1[0-2]|[1-9]|十?[一二三四五六七八九十])·(?:[12][0-9]|3[01]|[1-9]|[一二三四五六七八九十]{1,3})(?=[”’])"
)
# Whether words are a date does not depend on when they were printed; this day stands for any.
_ANY_DAY = DateContext(date(2021, 12, 31), 2021, (2021, 12, 31))


@dataclass(frozen=True)
class _Sentence:
    """A folded sentence with what its mending needs: numbers that name, sure dates, and the quantities that were read.

    `codes` and `days` are extents in order, none within another; `starts` and `ends` lead from one end of a quantity that
    was read to the other.
    """

    text: str
    codes: Sequence[tuple[int, int]]
    days: Sequence[tuple[int, int]]
    starts: Mapping[int, list[int]]
    ends: Mapping[int, list[int]]


def mended(text: str, spans: Sequence[LikelySpan]) -> list[LikelySpan]:
    """Likely spans of a sentence with the extents of counts and dates mended, those that count nothing left out.

    Readings that become one add their probabilities, unless they stood beside each other: then both were parts of it.
    """
    folded = fold(text)
    days = [match.span() for match in _SURE_DATES.finditer(folded)]
    if not days and not any(label in ("QUANTITY", "DATE") for _, _, label, _ in spans):
        return list(spans)
    starts: dict[int, list[int]] = defaultdict(list)
    ends: dict[int, list[int]] = defaultdict(list)
    for start, end, label, _ in spans:
        if label == "QUANTITY":
            starts[start].append(end)
            ends[end].append(start)
    sentence = _Sentence(folded, _apart(find_codes(folded)), days, starts, ends)
    sources: dict[tuple[int, int, str], list[LikelySpan]] = defaultdict(list)
    for span in spans:
        for key in _readings(sentence, *span[:3]):
            sources[key].append(span)
    return [(*key, _probability(sources[key])) for key in sorted(sources)]


def _apart(extents: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The extents in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(extents):
        if found and low < found[-1][1]:
            found[-1] = found[-1][0], max(high, found[-1][1])
        else:
            found.append((low, high))
    return found


def _at(extents: Sequence[tuple[int, int]], start: int, end: int) -> tuple[int, int] | None:
    """The first of the extents, which are in order and apart, that overlaps the stretch."""
    number = bisect_right(extents, start, key=lambda extent: extent[1])
    return extents[number] if number < len(extents) and extents[number][0] < end else None


def _probability(readings: Sequence[LikelySpan]) -> float:
    first, last = min(span[0] for span in readings), max(span[1] for span in readings)
    at_start = sum(span[3] for span in readings if span[0] == first)
    at_end = sum(span[3] for span in readings if span[1] == last)
    return min(1.0, max(at_start, at_end))


def _readings(sentence: _Sentence, start: int, end: int, label: str) -> Iterator[tuple[int, int, str]]:
    """What one reading becomes: one as a rule, none for what is no such thing, several for a list."""
    day = _at(sentence.days, start, end)
    code = _at(sentence.codes, start, end)
    if day is not None and day[0] <= start and end <= day[1] + 1:
        yield (*day, "DATE")
    elif label == "QUANTITY":
        if code is None:
            for extent in _quantities(sentence, start, end):
                yield (*extent, label)
    elif label == "DATE":
        if code is None or not code[0] <= start < end <= code[1]:
            for extent in _dates(sentence.text, *_date(sentence.text, start, end)):
                yield (*extent, label)
    else:
        bound = _BOUND.match(sentence.text, start) if start in sentence.ends else None
        # 70岁|及以上老人: the bound belongs to the number.
        low = bound.end() if bound else start
        if low < end:
            yield low, end, label


def _quantities(sentence: _Sentence, start: int, end: int) -> Iterator[tuple[int, int]]:
    """8万余元增至12万5千元 is two amounts, whatever else one."""
    changed = _CHANGED.search(sentence.text, start, end)
    if changed is None or changed.start() == start or changed.end() == end:
        yield _joined(sentence, *_quantity(sentence.text, start, end))
        return
    yield _quantity(sentence.text, start, changed.start())
    yield _quantity(sentence.text, changed.end(), end)


def _quantity(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = start, end
    before = text[max(0, low - _BESIDE) : low]
    if text[low].isdigit():
        if _THREE_DIGITS.match(text, low) and (thousands := _THOUSANDS.search(before)):
            low -= len(thousands[0])
        elif cut := _CUT_NUMBER.search(before):
            low -= len(cut[0])
    before = text[max(0, low - _BESIDE) : low]
    if sign := _SIGN.search(before):
        low -= len(sign[0])
    elif _MINUS.search(before) and not _RANGE_BEFORE.search(before):
        low -= 1
    low -= _bound_before(text, low)
    if text[high : high + 1] in ("%", "‰") and text[high - 1].isdigit():
        high += 1
    if digit := _BARE_DIGIT.match(text, high):
        high = digit.end()
    high = _with_smaller_unit(text, low, high)
    if bound := _BOUND.match(text, high):
        high = bound.end()
    return (low, high) if isinstance(read_quantity(text[low:high]), Quantity) else (start, end)


def _bound_before(text: str, low: int) -> int:
    """How long the word right before a number is that bounds it (不少于, 超过)."""
    match = _bounds().search(text[max(0, low - _BESIDE) : low])
    return len(match[0]) if match else 0


@cache
def _bounds() -> re.Pattern[str]:
    # Of one character many are the end of another word: 契约300份, 邻近3个.
    words = {word for word in bounds_before() if len(word) > 1}
    return re.compile(rf"(?:{alternatives(words)})$")


def _with_smaller_unit(text: str, low: int, high: int) -> int:
    """The end of an amount with the smaller unit behind it: 4亩|2分."""
    match = _smaller().match(text, high, high + _BESIDE)
    if match is None or not isinstance(read_quantity(text[low : match.end()]), Quantity):
        return high
    return match.end()


@cache
def _smaller() -> re.Pattern[str]:
    smaller = alternatives({small for _, small in compounds().ladders})
    return re.compile(rf"{COUNT}(?:{smaller})(?:{COUNT}(?:{smaller}))?")


def _joined(sentence: _Sentence, low: int, high: int) -> tuple[int, int]:
    """A range or a number of which a model has read both parts: 95%|—|100%, 2亿|6000万元."""
    for gap in range(_GAP + 1):
        for end in sentence.starts.get(high + gap, ()):
            if end > high and _are_one(sentence.text, low, high, high + gap, end):
                return low, end
        for start in sentence.ends.get(low - gap, ()):
            if start < low and _are_one(sentence.text, start, low - gap, low, high):
                return start, high
    return low, high


def _are_one(text: str, low: int, first_end: int, second_start: int, high: int) -> bool:
    """Whether two amounts and what stands between them are one."""
    between = text[first_end:second_start]
    if not between:
        return isinstance(read_quantity(text[low:high]), Quantity)
    # 由60%至85% are two: from what to what something went.
    if not _SEPARATOR.fullmatch(between) or text[max(0, low - 1) : low] in ("从", "由", "自"):
        return False
    value = read_quantity(text[low:high])
    return isinstance(value, Quantity) and value.bound == "range"


def _date(text: str, start: int, end: int) -> tuple[int, int]:
    low, high = start, end
    before = _words_before().search(text[max(0, low - _BESIDE) : low])
    if before and _is_date(text[low - len(before[0]) : high]) is not None:
        low -= len(before[0])
    value = _is_date(text[low:high])
    bound = _bound_before(text, low) if value is not None and value.kind == "duration" else 0
    if bound and _is_date(text[low - bound : high]) is not None:
        low -= bound
    # 19年至今 tells from when, 19年 how long.
    after = _SINCE.match(text, high)
    if value is not None and value.kind == "duration":
        after = after or _WITHIN.match(text, high) or _ABOUT.match(text, high)
    if after and _is_date(text[low : after.end()]) is not None:
        high = after.end()
    return low, high


def _is_date(text: str) -> Date | None:
    value = read_date(text, _ANY_DAY)
    return value if isinstance(value, Date) else None


@cache
def _words_before() -> re.Pattern[str]:
    years = alternatives(date_words().relative["year"])
    return re.compile(rf"(?:(?:{years}|[0-9]{{4}}年)(?:的?(?:最后|头|前))?|{alternatives(_BEFORE_DATES)})$")


def _dates(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """A list of days, months or years as the dates that it is made of; whatever else is one."""
    parts = _AND.split(text[low:high])
    if len(parts) < 2 or not all(_LISTED.fullmatch(part) for part in parts):
        yield low, high
        return
    for part in parts:
        yield low, low + len(part)
        low += len(part) + 1
