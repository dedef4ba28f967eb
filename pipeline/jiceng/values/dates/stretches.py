"""Stretches of the calendar that are said of another: 去年最后一个月, 今年头两个月, 去年同期, 8月3日、4日, 去冬今春, 夜里两三点.

Texts come folded (`jiceng.text.fold`).
"""

import re
from calendar import monthrange
from datetime import date
from itertools import pairwise

from jiceng.values.counts import read_count
from jiceng.values.dates.calendar_times import NUMBER, DateContext, Moment, read_moment
from jiceng.values.dates.date_words import alternatives, date_words
from jiceng.values.numerals import DIGITS
from jiceng.values.value_types import Date, Unread

_PART = re.compile(
    rf"(?P<whole>.+?)的?(?:第(?P<number>{NUMBER})|(?P<first>首|头)(?P<few>{NUMBER})?|(?P<last>最后|末)(?P<few2>{NUMBER})?)"
    r"个?(?P<unit>月|季度|天|日|周|星期)"
)
_SAME = re.compile(r"(?:去年|上年|上一年|上年度|前一年|上一年度)的?(?:同期|同一时期|同时期)")
_YEAR_OF = re.compile(r"^\d{4}")
_LIST = re.compile("[、和及与]")
# A list of more dates than these is read by nobody as one.
_MOST = 12
_NEIGHBOURS = re.compile(
    r"(?P<before>.*?)(?P<ten>十)?(?P<first>[一两二三四五六七八])(?P<second>[二三四五六七八九])(?P<unit>[点时])(?P<after>钟|多|许)?"
)
_SEASONS = re.compile("(?P<first>[去今]年?[春夏秋冬])(?P<second>[今明来]年?[春夏秋冬])")


def part_of(text: str, context: DateContext) -> Date | Unread | None:
    """A part of a year, quarter or month that is told by its place in it: 去年最后一个月, 二季度首月, 今年头两个月."""
    match = _PART.fullmatch(text)
    whole = read_moment(match["whole"], context) if match else None
    if match is None or whole is None:
        return None
    if isinstance(whole, Unread):
        return whole
    if whole.clock or whole.mod:
        return None
    count = read_count(match["few"] or match["few2"] or "一")
    if count is None or count.high is not None:
        return None
    many = int(count.low)
    if match["unit"] in ("周", "星期"):
        return Unread("a week of a month or year, whose days are not certain")
    units = _units_of(whole.calendar, match["unit"])
    if match["number"]:
        place = read_count(match["number"])
        low = int(place.low) - 1 if place else -1
        many = 1
    else:
        low = 0 if match["first"] else len(units) - many
    if not 0 <= low < low + many <= len(units):
        return Unread("no such part of it")
    first, last = units[low], units[low + many - 1]
    return Date("date", first) if many == 1 else Date("date", f"{first}/{last}", first, last)


def _units_of(calendar: str, unit: str) -> list[str]:
    """The months, quarters or days of a year, half-year, quarter or month, in order; none if it has no certain ones."""
    match = re.fullmatch(r"(\d{4}|XXXX)(?:-(?:(\d\d)|Q(\d)|H(\d)))?", calendar)
    if match is None:
        return []
    year, month = match[1], int(match[2] or 0)
    low, high = 1, 12
    if month:
        low = high = month
    elif match[3]:
        low, high = 3 * int(match[3]) - 2, 3 * int(match[3])
    elif match[4]:
        low, high = 6 * int(match[4]) - 5, 6 * int(match[4])
    if unit == "月":
        return [] if month else [f"{year}-{number:02}" for number in range(low, high + 1)]
    if unit == "季度":
        return [] if month or match[3] else [f"{year}-Q{number}" for number in range((low + 2) // 3, high // 3 + 1)]
    if year == "XXXX" and low <= 2 <= high:
        return []
    known = int(year) if year != "XXXX" else 2001
    return [
        f"{year}-{number:02}-{day:02}"
        for number in range(low, high + 1)
        for day in range(1, monthrange(known, number)[1] + 1)
    ]


def same_stretch(text: str, context: DateContext) -> Date | Unread | None:
    """去年同期: the stretch named before in the article, a year earlier."""
    if _SAME.fullmatch(text) is None:
        return None
    named = context.stretch
    if named is None:
        return Unread("the same stretch of the year before, and no stretch was named before it")
    parts = {field: _year_before(value) for field in ("begin", "end") if (value := getattr(named, field))}
    timex = "/".join(map(_year_before, named.timex.split("/")))
    return Date(named.kind, timex, parts.get("begin"), parts.get("end"), named.mod)


def _year_before(timex: str) -> str:
    earlier = _YEAR_OF.sub(lambda match: f"{int(match[0]) - 1:04}", timex)
    return earlier.replace("-02-29", "-02-28")


def listed(text: str, context: DateContext) -> Date | Unread | None:
    """8月3日、4日, 2020年和2021年: dates that follow each other are a stretch, others no one value."""
    texts = _LIST.split(text)
    if not 2 <= len(texts) <= _MOST or not all(texts):
        return None
    # 3、4月: the unit is said once, with the last.
    unit = texts[-1][-1]
    texts = [said + unit if said[-1].isdigit() or said[-1] in DIGITS or said[-1] == "十" else said for said in texts]
    moments: list[Moment] = []
    for said in texts:
        moment = read_moment(said, context)
        if not isinstance(moment, Moment) or moment.mod or moment.after != "none":
            return None
        moments.append(moment)
        context = context.after(Date("date", moment.timex, full=moment.full))
    if any(moment.clock for moment in moments):
        return Unread("several times and no stretch of time")
    calendars = [moment.calendar for moment in moments]
    if not all(_follows(*pair) for pair in pairwise(calendars)):
        return Unread("several dates that do not follow each other")
    full = any(moment.full for moment in moments)
    return Date("date", f"{calendars[0]}/{calendars[-1]}", calendars[0], calendars[-1], full=full)


def _follows(first: str, second: str) -> bool:
    """Whether a day, month or year is the next one."""
    # A year that is not known has no 29 February to speak of.
    one, other = (calendar.replace("XXXX", "2001") for calendar in (first, second))
    if len(one) != len(other) or (first[:4] == "XXXX") != (second[:4] == "XXXX"):
        return False
    try:
        match [int(part) for part in one.split("-")], [int(part) for part in other.split("-")]:
            case [year], [later]:
                return later == year + 1
            case [year, month], [later, next_month]:
                return 12 * later + next_month == 12 * year + month + 1
            case [_, _, _], [_, _, _]:
                return (date.fromisoformat(other) - date.fromisoformat(one)).days == 1
    except ValueError:
        pass
    return False


def neighbours(text: str) -> str | None:
    """夜里两三点 as the range that it is, 夜里两点至三点; None if the text is nothing of the kind."""
    match = _NEIGHBOURS.fullmatch(text)
    if match is None:
        return None
    ten, unit = match["ten"] or "", match["unit"]
    if DIGITS[match["second"]] != DIGITS[match["first"]] + 1:
        return None
    return f"{match['before']}{ten}{match['first']}{unit}至{ten}{match['second']}{unit}"


def two_seasons(text: str, context: DateContext) -> Date | Unread | None:
    """去冬今春: from the first season to the second."""
    match = _SEASONS.fullmatch(text)
    if match is None:
        return None
    first, second = read_moment(match["first"], context), read_moment(match["second"], context)
    if not isinstance(first, Moment):
        return first
    if not isinstance(second, Moment):
        return second
    return Date("date", f"{first.timex}/{second.timex}", first.timex, second.timex)


def beside(text: str, context: DateContext) -> Date | Unread | None:
    """清明前一晚, 9月14日次日: a day by the one that is said before it."""
    days = date_words().relative["day"]
    match = re.fullmatch(
        rf"(.+?)的?({alternatives(word for word, that in days.items() if that.base == 'named')})", text
    )
    first = read_moment(match[1], context) if match else None
    if match is None or not isinstance(first, Moment) or first.day is None or first.clock or first.mod:
        return first if isinstance(first, Unread) else None
    that = read_moment(match[2], DateContext(context.published, context.year, first.day))
    if not isinstance(that, Moment):
        return that
    return Date("time" if that.clock else "date", that.timex, full=first.full)
