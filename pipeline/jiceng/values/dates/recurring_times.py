"""Times that come again: 每天, 每晚9时, 每周二, 每两小时, 每年1月至5月. Texts come folded (`jiceng.text.fold`)."""

import re
from functools import cache

from jiceng.values.counts import COUNT, read_count
from jiceng.values.dates.calendar_times import DateContext, Moment, named_day, read_moment
from jiceng.values.dates.date_words import alternatives, date_words
from jiceng.values.dates.durations import iso
from jiceng.values.value_types import Date, Unread

_DOUBLED = {
    "天天": "P1D",
    "日日": "P1D",
    "逐日": "P1D",
    "月月": "P1M",
    "逐月": "P1M",
    "年年": "P1Y",
    "逐年": "P1Y",
    "夜夜": "XXXX-XX-XXTNI",
}
_LIST = re.compile("[、和及与]")
_RANGE = re.compile("-+|至|到")


def read_recurrence(text: str) -> Date | Unread | None:
    """The set of times that a text is, Unread if it is one that has no value, None if it is none.

    TIMEX3 has one value for a set. Where a text names several times of a day or week (每天8时、20时), the value is the
    period alone (P1D), which is true of them all.
    """
    if text in _DOUBLED:
        return Date("set", _DOUBLED[text])
    if text[0] not in "每逢":
        return None
    match = _pattern().fullmatch(text)
    if match is None:
        return Unread("a recurrence that the grammar does not know")
    if match["part"]:
        return _timed("XXXX-XX-XX", match["part"] + match["part_rest"], "P1D")
    count = read_count(match["count"] or "一")
    if count is None or count.high is not None:
        return Unread("a recurrence without a certain period")
    number, designator = date_words().lengths[match["unit"]]
    period, rest = iso(count.low * number, designator), match["rest"]
    if not rest:
        return Date("set", period)
    if count.low != 1:
        return Unread("a recurrence that the grammar does not know")
    match designator:
        case "D":
            return _timed("XXXX-XX-XX", rest, period)
        case "W":
            return _timed("XXXX-WXX", rest, period)
        case "M":
            return _timed("XXXX-XX", rest, period)
        case "Y":
            return _timed("XXXX", rest, period)
    return Unread("a recurrence that the grammar does not know")


def _timed(calendar: str, rest: str, period: str) -> Date | Unread:
    """A set whose times are named within its period; `calendar` is how far the period leaves the calendar open."""
    bare = DateContext()
    if len(calendar) == len("XXXX-WXX"):
        rest = f"周{rest}"
    ends = _RANGE.split(rest)
    if len(ends) == 2:
        first, last = ends[0], named_day().sub("", ends[1], count=1)
        # 1至5月: the first end shares the unit of the second.
        if first.isdigit() and not last[-1].isdigit():
            first += last[-1]
        low, high = read_moment(first, bare), read_moment(last, bare)
        if isinstance(low, Moment) and isinstance(high, Moment) and low.part and not high.part and last == ends[1]:
            # 每晚8点至10点: the part of the day is that of the first end, unless it has no such hour.
            again = read_moment(low.part + last, bare)
            high = again if isinstance(again, Moment) else high
        if isinstance(low, Moment) and isinstance(high, Moment):
            return Date("set", period, low.timex, high.timex)
        return Unread("a recurrence that the grammar does not know")
    if len(_LIST.split(rest)) > 1 or rest in ("早晚", "早中晚"):
        return Date("set", period)
    if rest == "周末":
        return Date("set", "XXXX-WXX-WE")
    moment = read_moment(rest, bare)
    if calendar == "XXXX" and isinstance(moment, Unread) and rest in date_words().festivals:
        # Its day moves from year to year.
        return Date("set", period)
    if isinstance(moment, Moment):
        return Date("set", moment.timex, mod=moment.mod)
    return Unread("a recurrence that the grammar does not know")


@cache
def _pattern() -> re.Pattern[str]:
    words = date_words()
    return re.compile(
        rf"(?:每逢|每隔|每|逢)(?:(?P<part>{alternatives(words.parts)})(?P<part_rest>.*)"
        rf"|(?P<count>{COUNT})?个?(?P<unit>{alternatives(words.lengths)})(?P<rest>.*))"
    )
