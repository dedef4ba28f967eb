"""Points of the calendar and the clock: 2020年9月14日, 去年底, 一季度, 2月18日下午3时许, 次日凌晨4时, 春节前后.

A year that is not written comes from the nearest full date before in the article, else from the publication date (the
latest year that is not after it), else it stays XXXX. Texts come folded (`jiceng.text.fold`).
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from jiceng.values.dates.date_words import Relative, alternatives, date_words
from jiceng.values.dates.years import with_full_year
from jiceng.values.numerals import DIGITS, read_numeral
from jiceng.values.value_types import Date, Mod, Unread

Day = tuple[int | None, int, int]


# A month, quarter, half-year, year or range of the calendar, with its year.
_STRETCH = re.compile(r"\d{4}(?:-(?:\d\d|[QH]\d))?(?:/|$)")


@dataclass(frozen=True, slots=True)
class DateContext:
    """What an article's dates are read by: the publication date and the dates before, in text order.

    `year` is that of the nearest date before whose year and month are written; `day` the nearest day (its year may be unknown);
    `stretch` the last date, if it is longer than a day and its year is known.
    """

    published: date | None = None
    year: int | None = None
    day: Day | None = None
    stretch: Date | None = None

    def after(self, value: Date) -> "DateContext":
        """The context of what follows a date in its article."""
        match = re.match(r"(\d{4}|XXXX)-(\d\d)-(\d\d)", value.end or value.timex) if value.kind != "set" else None
        context = self
        if match:
            year = None if match[1] == "XXXX" else int(match[1])
            context = replace(context, day=(year, int(match[2]), int(match[3])))
        if value.kind in ("date", "time"):
            long = value.kind == "date" and _STRETCH.match(value.timex) is not None
            context = replace(context, stretch=value if long or value.begin else None)
        return replace(context, year=int(value.timex[:4])) if value.full else context


@dataclass(frozen=True)
class Moment:
    """A point in time: the calendar's part as far as it is known, and TIMEX3's part for the clock."""

    calendar: str
    clock: str = ""
    mod: Mod | None = None
    after: str = "none"
    full: bool = False
    day: Day | None = None
    part: str = ""

    @property
    def timex(self) -> str:
        """The TIMEX3 value."""
        return self.calendar + self.clock


NUMBER = "(?:[0-9]{1,2}|[一二三四五六七八九]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|[〇零]?[一二两三四五六七八九]|[〇零])"
_ISO = re.compile(r"^([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?(?![0-9])[T ]?")
_EIGHT_DIGITS = re.compile(r"^((?:19|20)[0-9]{2})(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])(?![0-9])")
# 九·一四, 9·14, 9.14: the day of an event that is named by it.
_DOTTED = re.compile(
    r"^([0-9]{1,2}|[一二三四五六七八九十]{1,3})[·•・‧.]([0-9]{1,2}|[〇零一二三四五六七八九十廿]{1,3})(?![0-9.·年月日])"
)
_LEADING = re.compile(
    r"^(?:截至|截止到?|早在|自从|自|从|在|于|到|至|北京时间|当地时间|(?P<by>不晚于|不迟于|最迟于?|最晚于?|至迟)|(?P<since>不早于|最早于?))(?=.)"
)
_WEEKDAYS = {char: number for number, char in enumerate("一二三四五六日", start=1)} | {"天": 7}
_LUNAR = re.compile(r"农历|[正腊冬]月|初[一二三四五六七八九十]")
LUNAR = Unread("a date of the lunar calendar")
# 3日内 and 3月内 are lengths of time, 2023年内 and 本月内 are not.
_WITHIN = "within"
_FRAMES = ("year", "ryear", "rmonth", "rweek", "quarter", "rquarter", "half", "season", "festival")


def read_moment(text: str, context: DateContext) -> Moment | Unread | None:
    """The point in time that a text is, Unread if it is one whose value is not known, None if it is none."""
    text = _ISO.sub(lambda match: f"{match[1]}年{match[2]}月" + (f"{match[3]}日" if match[3] else ""), text, count=1)
    text = _EIGHT_DIGITS.sub(r"\1年\2月\3日", text, count=1)
    text = _DOTTED.sub(lambda match: f"{_spoken(match[1])}月{_spoken(match[2])}日", text.replace(" ", ""), count=1)
    leading = _LEADING.match(text)
    with_year = with_full_year(text[leading.end() :] if leading else text, context.published)
    if isinstance(with_year, Unread):
        return with_year
    text = with_year
    match = _pattern().fullmatch(text)
    if match is None:
        return LUNAR if _LUNAR.search(text) else None
    after = date_words().after.get(match["after"] or "", "none")
    if not text or match["after"] == text:
        return None
    if after == _WITHIN and (match["day"] or not any(match[group] for group in _FRAMES)):
        return None
    calendar = _calendar(match, context)
    if isinstance(calendar, Unread):
        return calendar
    part = match["part"] or calendar.part
    clock = _clock(match, part)
    if isinstance(clock, Unread):
        return clock
    mod = _AFTER.get(after) or calendar.mod
    if leading and (leading["by"] or leading["since"]):
        mod = "ON_OR_BEFORE" if leading["by"] else "ON_OR_AFTER"
    if clock and len(calendar.calendar) < len("XXXX-XX-XX"):
        return Unread("a time of day of more than one day")
    return replace(calendar, clock=clock, mod=mod, after=after, part=part)


_AFTER: dict[str, Mod] = {"before": "BEFORE", "after": "AFTER", "approx": "APPROX"}


def _spoken(digits: str) -> str:
    """The digits of a month or day that are spoken one by one: 一四 is 14, 十二 is 12."""
    return digits if digits.isascii() or set(digits) & set("十廿") else "".join(str(DIGITS[char]) for char in digits)


def year_of(month: int, day: int, context: DateContext) -> int | None:
    """The year of a month and day without one; see the module's description."""
    if context.year is not None:
        return context.year
    if context.published is None:
        return None
    published = (context.published.month, context.published.day)
    year = context.published.year if (month, day) <= published else context.published.year - 1
    # 29 February is not in every year; the latest year that has it is meant.
    while day > monthrange(year, month)[1] and year > 0:
        year -= 1
    return year


def _calendar(match: re.Match[str], context: DateContext) -> Moment | Unread:
    words = date_words()
    year = _year(match, context)
    if isinstance(year, Unread):
        return year
    written = match["year"] is not None
    if match["rday"]:
        return _relative_day(words.relative["day"][match["rday"]], context)
    if match["rweek"] or match["weekday"]:
        return _week(match, context)
    if match["festival"]:
        return _festival(match["festival"], year, context)
    if match["firstmoon"]:
        return _first_moon(match["firstmoon"], year, context)
    mod = _edge(match)
    if match["rquarter"]:
        return _relative_quarter(words.relative["quarter"][match["rquarter"]], mod, context)
    if match["quarter"] or match["half"]:
        number = _small(match["quarter"]) if match["quarter"] else 1 + (match["half"] == "下")
        first = 3 * number - 2 if match["quarter"] else 6 * number - 5
        sure = year if year is not None else year_of(first, 1, context)
        return Moment(f"{_digits(sure)}-{'Q' if match['quarter'] else 'H'}{number}", mod=mod)
    if match["season"]:
        season = words.seasons[match["season"]]
        return Moment(f"{_digits(year)}-{season.code}", mod=mod or season.mod)
    if match["month"] or match["rmonth"] or match["day"]:
        return _month_and_day(match, year, written, mod, context)
    if match["year"] or match["ryear"]:
        return Moment(_digits(year), mod=mod)
    if mod:
        # 上旬至中旬: the month is that of the date before.
        if context.day is None:
            return Unread("a part of a month that was not named before")
        return Moment(f"{_digits(context.day[0])}-{context.day[1]:02}", mod=mod)
    return Moment("XXXX-XX-XX")


def _year(match: re.Match[str], context: DateContext) -> int | Unread | None:
    if match["year"]:
        value = read_numeral(match["year"])
        return Unread("no well-formed year") if value is None else int(value)
    if not match["ryear"]:
        return None
    # 年底 by itself is the end of the present year.
    relative = date_words().relative["year"].get(match["ryear"], _SHORT_YEARS.get(match["ryear"], Relative("today", 0)))
    if relative.base == "today":
        return context.published.year + relative.offset if context.published else _UNPUBLISHED
    known = context.day[0] if context.day and context.day[0] else context.year
    return Unread("points to a year that was not named before") if known is None else known + relative.offset


_SHORT_YEARS = {"去": Relative("today", -1), "明": Relative("today", 1), "来": Relative("today", 1)}
_UNPUBLISHED = Unread("counts from the publication date, which is not known")


def _relative_day(relative: Relative, context: DateContext) -> Moment | Unread:
    if relative.base == "today":
        if context.published is None:
            return _UNPUBLISHED
        that = context.published + timedelta(relative.offset)
        return Moment(that.isoformat(), day=(that.year, that.month, that.day), part=relative.part)
    if context.day is None:
        return Unread("points to a day that was not named before")
    year, month, day = context.day
    if year is None and (month, day) in ((2, 28), (2, 29)) and relative.offset > 0:
        return Unread("the day after 28 February needs a year")
    # Any year that has 29 February serves where the year is not known.
    shifted = date(year or 2000, month, day) + timedelta(relative.offset)
    if year is None and shifted.year != 2000:
        year_free: Day = (None, shifted.month, shifted.day)
        return Moment(_date_text(year_free), day=year_free, part=relative.part)
    named: Day = (year and shifted.year, shifted.month, shifted.day)
    return Moment(_date_text(named), day=named, part=relative.part)


def _week(match: re.Match[str], context: DateContext) -> Moment | Unread:
    weekday = match["weekday"] or match["weekday2"]
    if not match["rweek"]:
        return Moment(f"XXXX-WXX-{_WEEKDAYS[weekday]}")
    if context.published is None:
        return _UNPUBLISHED
    offset = date_words().relative["week"][match["rweek"]].offset
    monday = context.published - timedelta(context.published.weekday()) + timedelta(7 * offset)
    if weekday == "末":
        year, week, _ = monday.isocalendar()
        return Moment(f"{year}-W{week:02}-WE")
    if weekday:
        that = monday + timedelta(_WEEKDAYS[weekday] - 1)
        return Moment(that.isoformat(), day=(that.year, that.month, that.day))
    year, week, _ = monday.isocalendar()
    return Moment(f"{year}-W{week:02}")


def _festival(name: str, year: int | None, context: DateContext) -> Moment | Unread:
    words = date_words()
    at = words.festivals[name]
    if not isinstance(at, str):
        named: Day = (year if year is not None else year_of(*at, context), *at)
        return Moment(_date_text(named), day=named)
    table = words.moving[at]
    if year is None:
        year = context.year
    if year is None and context.published is not None:
        published = context.published
        year = next(
            (y for y in (published.year, published.year - 1) if y in table and date(y, *table[y]) <= published), None
        )
    if year is None or year not in table:
        return Unread(f"{name} moves from year to year, and its year is not known")
    month, day = table[year]
    return Moment(date(year, month, day).isoformat(), day=(year, month, day))


def _first_moon(said: str, year: int | None, context: DateContext) -> Moment | Unread:
    """正月初八: so many days after 春节, which is the first. Every moon has 29 days."""
    first = _festival("春节", year, context)
    if isinstance(first, Unread):
        return Unread("正月 moves from year to year, and its year is not known")
    that = date.fromisoformat(first.calendar) + timedelta(_small(said.removeprefix("初")) - 1)
    return Moment(that.isoformat(), day=(that.year, that.month, that.day))


def _relative_quarter(relative: Relative, mod: Mod | None, context: DateContext) -> Moment | Unread:
    if context.published is None:
        return _UNPUBLISHED
    at = context.published.year * 4 + (context.published.month - 1) // 3 + relative.offset
    return Moment(f"{at // 4:04}-Q{at % 4 + 1}", mod=mod)


def _month_and_day(
    match: re.Match[str], year: int | None, written: bool, mod: Mod | None, context: DateContext
) -> Moment | Unread:
    month = _small(match["month"]) if match["month"] else None
    day = _small(match["day"]) if match["day"] else None
    if match["rmonth"]:
        # 月初 by itself is the beginning of the present month.
        there = _relative_month(date_words().relative["month"].get(match["rmonth"], Relative("today", 0)), context)
        if isinstance(there, Unread):
            return there
        year, month = there
    elif month is None:
        # 7日: the month is that of the day named before, else the latest that is not after the publication date.
        assert day is not None
        if context.day:
            year, month = context.day[0], context.day[1]
        elif context.published:
            back = (
                context.published if day <= context.published.day else context.published.replace(day=1) - timedelta(1)
            )
            while 28 < day <= 31 and day > monthrange(back.year, back.month)[1]:
                back = back.replace(day=1) - timedelta(1)
            year, month = back.year, back.month
    elif year is None:
        year = year_of(month, day or 1, context) if 1 <= month <= 12 else None
    if month is None:
        return Moment(f"XXXX-XX-{day:02}") if day and day <= 31 else Unread("no such day")
    last = monthrange(year or 2000, month)[1] if 1 <= month <= 12 else 0
    if not 1 <= (day or 1) <= last:
        return Unread("no such day")
    if day is None:
        return Moment(f"{_digits(year)}-{month:02}", mod=mod, full=written)
    return Moment(_date_text((year, month, day)), mod=mod, full=written, day=(year, month, day))


def _relative_month(relative: Relative, context: DateContext) -> tuple[int | None, int] | Unread:
    if relative.base == "today":
        if context.published is None:
            return _UNPUBLISHED
        year, month = context.published.year, context.published.month
    elif context.day is None or context.day[0] is None:
        return Unread("points to a month that was not named before")
    else:
        year, month = context.day[0], context.day[1]
    at = year * 12 + month - 1 + relative.offset
    return at // 12, at % 12 + 1


_EDGES: dict[str, Mod] = {"初": "START", "上旬": "START", "中": "MID", "中旬": "MID"}


def _edge(match: re.Match[str]) -> Mod | None:
    edge = match["edge"] or match["third"]
    return _EDGES.get(edge, "END") if edge else None


def _clock(match: re.Match[str], part: str) -> str | Unread:
    parts = date_words().parts
    if not match["hour"]:
        return f"T{parts[part].code}" if part else ""
    hour = _small(match["hour"])
    if part:
        there = parts[part].hour(hour)
        if there is None:
            return Unread(f"{part} has no {hour} o'clock")
        hour = there
    minute = 30 if match["halfhour"] else 15 * _small(match["fifteen"]) if match["fifteen"] else None
    if match["minute"]:
        minute = _small(match["minute"])
    if hour > 24 or (minute or 0) > 59 or (hour == 24 and minute):
        return Unread("no such time of day")
    second = match["second"] or match["second2"]
    if minute is None or not second:
        return f"T{hour:02}" if minute is None else f"T{hour:02}:{minute:02}"
    if _small(second) > 59:
        return Unread("no such time of day")
    return f"T{hour:02}:{minute:02}:{_small(second):02}"


def _small(text: str) -> int:
    value = read_numeral(text)
    assert value is not None, text
    return int(value)


def _digits(year: int | None) -> str:
    return "XXXX" if year is None else f"{year:04}"


def _date_text(day: Day) -> str:
    return f"{_digits(day[0])}-{day[1]:02}-{day[2]:02}"


@cache
def named_day() -> re.Pattern[str]:
    """次日, 当天 and other words for a day by the one named before."""
    days = date_words().relative["day"]
    return re.compile(alternatives(word for word, that in days.items() if that.base == "named" and not that.part))


@cache
def _pattern() -> re.Pattern[str]:
    words = date_words()
    relative = {kind: alternatives(table) for kind, table in words.relative.items()}
    # 年底 and 月内 by themselves are of the present year and month; 去冬 and 今春 shorten the year before a season.
    year = rf"(?:(?P<year>[0-9]{{4}}|[〇零○一二三四五六七八九]{{4}})年|(?P<ryear>{relative['year']}|年(?=[初中底末内])|[去今明来](?=[春夏秋冬])))"
    month = rf"(?:(?P<month>{NUMBER})月份?|(?P<rmonth>{relative['month']}|月(?=[初中底末内])))"
    day = rf"(?P<day>{NUMBER})[日号]"
    inner = (
        rf"(?:(?P<rquarter>{relative['quarter']})|第?(?P<quarter>[1-4一二三四])季度|(?:农历)?正月(?P<firstmoon>初[一二三四五六七八九十]|十[一二三四五六七八九]|(?:廿|二十)[一二三四五六七八九]?)|(?P<half>[上下])半年|(?P<festival>{alternatives(words.festivals)})"
        rf"|(?P<season>{alternatives(words.seasons)})|{month}?(?:{day})?)"
    )
    week = rf"(?P<rweek>{relative['week']})(?P<weekday2>[一二三四五六日天末])?|(?:周|星期|礼拜)(?P<weekday>[一二三四五六日天])"
    clock = (
        rf"(?P<hour>{NUMBER})(?:时|点钟|点|:)(?:(?P<minute>[0-9]{{2}}|{NUMBER})(?:分(?:(?P<second>{NUMBER}|[0-9]{{2}})秒)?)?|(?P<halfhour>半)|(?P<fifteen>[一三])刻|整)?"
        rf"(?::(?P<second2>[0-9]{{2}}))?"
    )
    return re.compile(
        rf"(?:(?P<rday>{relative['day']})|{week}|{year}?{inner}(?:(?P<third>[上中下]旬)|[年月]?(?P<edge>[初中底末]))?"
        rf"|(?:有?一天|某一?[天日])(?=.))"
        rf"(?P<part>{alternatives(words.parts)})?(?:{clock})?(?P<after>{alternatives(words.after)})?"
    )
