"""Lengths of time: 14天, 24小时, 半个月, 两三年, 一天一夜. Texts come folded (`jiceng.text.fold`)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from jiceng.values.counts import COUNT, Count, Meaning, read_count
from jiceng.values.dates.date_words import alternatives, date_words
from jiceng.values.quantities.approximators import bound_of, take_before
from jiceng.values.value_types import Date, Mod, Unread

# TIMEX3's words for the bounds of an amount.
MODS: dict[str, Mod | None] = {
    "exact": None,
    "at_least": "EQUAL_OR_MORE",
    "at_most": "EQUAL_OR_LESS",
    "about": "APPROX",
    "range": None,
}
_FIGURES = {"一天一夜": "P1D", "一昼夜": "P1D", "全天": "P1D", "整天": "P1D", "一整天": "P1D", "一整日": "P1D"}
_DAYS_AND_NIGHTS = re.compile(rf"(?P<days>{COUNT})天(?P<nights>{COUNT})夜")
# What ISO 8601 has no unit for, and why it stays unread.
_NO_UNIT = (
    (re.compile(rf"(?:{COUNT}|多)个?(?:不眠)?整?(?:之?夜|晚上?|夜晚|通宵)"), "nights, for which ISO 8601 has no unit"),
    (re.compile(rf"(?:{COUNT})个?工作日(?:以内|之内|内)?"), "working days, for which ISO 8601 has no unit"),
    (
        re.compile(rf"(?:{COUNT}|大半)个?(?:上午|下午|晌|宿|早上|早晨|中午|午后)"),
        "parts of a day, which have no certain length",
    ),
    (
        re.compile(rf"(?:{COUNT}|整)个?(?:春天|夏天|秋天|冬天|春季|夏季|秋季|冬季|学期)"),
        "seasons, which have no certain length",
    ),
)
# 大半年 is more than half of one.
_MOST_OF = re.compile("大半个?(?P<unit>天|月|年|小时|世纪)")


@dataclass(frozen=True)
class Length:
    """A length of time: `count` of ISO 8601's `designator` (D, W, M, Y, TH, TM, TS); count None is an unknown number."""

    count: Count | None
    designator: str
    meanings: tuple[Meaning, ...]


def read_duration(text: str) -> Date | Unread | None:
    """The duration that a text is, Unread if it is one that has no value, None if it is none."""
    if text in _FIGURES:
        return Date("duration", _FIGURES[text])
    for pattern, reason in _NO_UNIT:
        if pattern.fullmatch(text):
            return Unread(reason)
    if most := _MOST_OF.fullmatch(text):
        text = f"半{'个' if most['unit'] in ('月', '小时') else ''}{most['unit']}以上"
    both = _DAYS_AND_NIGHTS.fullmatch(text)
    if both:
        # The nights of 三天三夜 and 三天两夜 lie within the days.
        text = f"{both['days']}天"
    length = read_length(text)
    if isinstance(length, Length):
        return _duration(length)
    return length


def read_length(text: str) -> Length | Unread | None:
    """The length of time that a text is; see `read_duration`."""
    text_before = text
    text, before = take_before(text)
    text = text.removeprefix("全天")
    match = _pattern().fullmatch(text)
    if match is None:
        return None
    words = date_words()
    meanings: list[Meaning] = [*before]
    inside = words.inside.get(match["inside"] or "", "none")
    if words.lengths[match["unit"]][1] == "Y" or (match["inside"] or "").endswith("来"):
        # 近三年 and 近两个月来 are the latest three years and two months, not almost so many.
        meanings = [meaning for meaning in meanings if meaning != "at_most" or not text_before.startswith("近")]
    if inside in MODS:
        meanings.append(inside)  # type: ignore[arg-type]
    if match["more"] or match["over"]:
        meanings.append("at_least")
    number, designator = words.lengths[match["unit"]]
    if match["many"]:
        return Length(None, designator, tuple(meanings))
    count = _count(match, number)
    if count is None:
        return Unread("no well-formed number")
    if match["count2"]:
        smaller = read_count(match["count2"])
        factor = _IN.get((designator, words.lengths[match["unit2"]][1]))
        if smaller is None or smaller.high is not None or count.high is not None or factor is None:
            return Unread("two units of time that do not make one length")
        # The smaller of the two units holds both exactly: 1小时30分 is 90 minutes.
        designator = words.lengths[match["unit2"]][1]
        count = Count(count.low * factor + smaller.low * words.lengths[match["unit2"]][0])
    meanings.append(count.meaning)
    return Length(count, designator, tuple(meanings))


# How many of the second unit the first one is.
_IN = {("TH", "TM"): 60, ("TM", "TS"): 60, ("D", "TH"): 24, ("Y", "M"): 12, ("W", "D"): 7}


def _count(match: re.Match[str], number: int) -> Count | None:
    low = read_count(match["count"])
    if low is None:
        return None
    half = Decimal("0.5") if match["half"] or match["half2"] else Decimal(0)
    if match["high"]:
        high = read_count(match["high"])
        if high is None or high.high is not None or low.high is not None or high.low <= low.low:
            return None
        return Count(low.low * number, high.low * number)
    if low.high is not None:
        return None if half else Count(low.low * number, low.high * number)
    return Count((low.low + half) * number, meaning=low.meaning)


def _duration(length: Length) -> Date:
    mod = MODS[bound_of(length.meanings)]
    if length.count is None:
        return Date("duration", iso(None, length.designator), mod=mod)
    low, high = length.count.low, length.count.high
    if high is None:
        return Date("duration", iso(low, length.designator), mod=mod)
    # 几天 and 数天 say nothing but "some"; 两三天 and 十几天 say from where to where.
    if low == 1 and high == 10:
        return Date("duration", iso(None, length.designator), mod=mod)
    ends = iso(low, length.designator), iso(high, length.designator)
    return Date("duration", iso(None, length.designator), *ends, mod)


def iso(amount: Decimal | None, designator: str) -> str:
    """An ISO 8601 duration; TIMEX3 writes an unknown number as X."""
    number = "X" if amount is None else f"{amount.normalize():f}"
    return f"PT{number}{designator[1:]}" if designator[0] == "T" else f"P{number}{designator}"


@cache
def _pattern() -> re.Pattern[str]:
    words = date_words()
    units, inside = alternatives(words.lengths), alternatives(words.inside)
    return re.compile(
        rf"(?:(?P<many>多)|(?P<count>{COUNT})(?:个?(?:-+|至|到)(?P<high>{COUNT}))?)(?P<half>个?半(?=个|小|天|年|月|分|周|星))?"
        rf"(?:个(?P<over>多|余))?(?P<unit>{units})(?P<more>多|余)?(?P<half2>半)?"
        rf"(?:零?(?P<count2>{COUNT})(?P<unit2>{units}))?(?P<inside>{inside})?"
    )
