"""The grammar of dates: the TIMEX3 value of a DATE mention.

    2月27日零时      2022-02-27T00            published or named before: 2022
    2月4日至7日      2022-02-04/2022-02-07    with begin and end
    今年以来         2022, begin 2022, end the publication date
    半小时内         PT0.5H, mod EQUAL_OR_LESS
    每晚9时          XXXX-XX-XXT21, a set

The words are data (`configs/text/date_words.tsv`). What the grammar does not know stays unread, with a reason.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import cache

from jiceng.text.fold import fold
from jiceng.values.counts import Count
from jiceng.values.dates.calendar_times import LUNAR, NUMBER, DateContext, Moment, named_day, read_moment
from jiceng.values.dates.date_words import alternatives, date_words
from jiceng.values.dates.durations import Length, read_duration, read_length
from jiceng.values.dates.recurring_times import read_recurrence
from jiceng.values.dates.stretches import beside, listed, neighbours, part_of, same_stretch, two_seasons
from jiceng.values.numerals import read_numeral
from jiceng.values.value_types import Date, DateKind, Mod, Unread

__all__ = ["Date", "DateContext", "Unread", "read_date", "read_dates"]

_SEPARATOR = re.compile("-+|至|到")
_ONLY_NUMBER = re.compile(rf"(.*?)({NUMBER}|[0-9]{{4}})")
_UNIT_OF_END = re.compile(rf"(?:{NUMBER}|[0-9]{{4}})([年月日号时点])")
_THIRD = re.compile("[上中下]旬")
_MONTH = re.compile(".*?月份?(?=[上中下]旬)")
_COUNTED_DAY = re.compile(f"第{NUMBER}[天日晚夜周]")
_AGO = re.compile("(.+?)(?:之前|以前|前)")
_DECADE = re.compile(rf"(?:(?:(?P<century>{NUMBER})|(?P<last>上))世纪)?(?P<decade>{NUMBER})年代(?P<edge>[初中末]期?)?")
_FIRST = re.compile(rf"(?P<year>[0-9]{{4}}年|[今去前]年)?前(?P<number>{NUMBER})个?(?P<unit>月|季度)")
_OF_A_YEAR = re.compile("(?:[0-9]{4}年|[今去前明]年|每年|整个)的?")
_NO_DAY = "XXXX-XX-XX"
# No date is longer; the bound keeps reading linear in the length of an article, whatever its mentions are.
_LONGEST = 60
# How far into a time its part lies: 6月上旬至下旬 rises though both ends are of one month.
_RANK: dict[str | None, int] = {"START": 0, None: 1, "MID": 1, "END": 2}
_LATER = re.compile("(.+?)(?:之后|以后|后)")


def read_date(text: str, context: DateContext = DateContext()) -> Date | Unread:  # noqa: B008 (frozen)
    """The value of a date, in either script. Never raises; what has no sure value is Unread."""
    text = fold(text).strip(' ，。、；,;“”"')
    if not text:
        return Unread("empty")
    if len(text) > _LONGEST:
        return Unread("longer than any date")
    words = date_words()
    if text in words.unread:
        return Unread(words.unread[text])
    if text in words.periods:
        first, last = words.periods[text]
        return Date("date", f"{first}/{last}", str(first), str(last))
    found = read_recurrence(text)
    if found is not None:
        return found
    moment = read_moment(text, context)
    if isinstance(moment, Moment):
        return _date_of(moment, context)
    # A day of the moon may still be an end of a range whose other one is known.
    if moment is not None and moment != LUNAR:
        return moment
    reasons: list[Unread] = []
    for attempt in _ATTEMPTS:
        value = attempt(text, context)
        if isinstance(value, Date):
            return value
        if value is not None:
            reasons.append(value)
    if moment is not None or reasons:
        return moment or reasons[0]
    # 去年汛期 has no more of a date than 汛期.
    of_a_year = _OF_A_YEAR.match(text)
    bare = text[of_a_year.end() :] if of_a_year else ""
    return Unread(words.unread.get(bare, "an expression that the grammar does not know"))


def read_dates(texts: Iterable[str], published: date | None = None) -> list[Date | Unread]:
    """The values of an article's dates, given in text order."""
    context = DateContext(published)
    values: list[Date | Unread] = []
    for text in texts:
        value = read_date(text, context)
        values.append(value)
        if isinstance(value, Date):
            context = context.after(value)
    return values


def _date_of(moment: Moment, context: DateContext) -> Date:
    begin = moment.timex if moment.after in ("since", "from") else None
    end = context.published.isoformat() if moment.after == "since" and context.published else None
    return Date("time" if moment.clock else "date", moment.timex, begin, end, moment.mod, moment.full)


def _range(text: str, context: DateContext) -> Date | Unread | None:
    """2月4日至7日, 2020-2022年, 上午9点至11点: what the second end leaves out is that of the first."""
    for separator in _SEPARATOR.finditer(text):
        left, right = text[: separator.start()], text[separator.end() :]
        if not left or not right:
            continue
        if _THIRD.fullmatch(right) and (month := _MONTH.match(left)):
            right = month[0] + right
        unit = _UNIT_OF_END.match(right)
        if unit and _ONLY_NUMBER.fullmatch(left) and left[-1:] not in "年月日号时点":
            left += unit[1]
        begin = read_moment(left, context)
        if not isinstance(begin, Moment):
            continue
        end = _end(right, begin, context)
        if end is None or isinstance(end, Unread):
            continue
        # Times of no certain day may go over midnight: 晚10时至次日4时.
        rises = (begin.timex, _RANK.get(begin.mod, 1)) < (end.timex, _RANK.get(end.mod, 1))
        if not rises and begin.calendar != _NO_DAY:
            return Unread("the range does not rise")
        kind: DateKind = "time" if begin.clock or end.clock else "date"
        full = begin.full or end.full
        mod: Mod | None = "APPROX" if end.mod == "APPROX" else None
        return Date(kind, f"{begin.timex}/{end.timex}", begin.timex, end.timex, mod, full)
    return None


def _end(text: str, begin: Moment, context: DateContext) -> Moment | Unread | None:
    year = int(begin.calendar[:4]) if begin.calendar[:4].isdigit() else None
    inner = context.after(_date_of(begin, context))
    if year is not None:
        inner = DateContext(context.published, year, inner.day)
    if begin.calendar == _NO_DAY and (bare := named_day().sub("", text, count=1)) not in ("", text):
        # The day after a day that is not known is not known either, and 次日6时 is no longer of the same part of the day.
        return read_moment(bare, inner)
    end = read_moment(text, inner)
    if not isinstance(end, Moment):
        return end
    if end.clock and end.calendar == _NO_DAY:
        end = _same_day(text, end, begin, inner)
    if year is not None and end.timex < begin.timex and not end.full and end.calendar[:4] == f"{year:04}":
        # 12月20日至1月10日 goes over into the next year.
        later = read_moment(text, DateContext(context.published, year + 1, inner.day))
        return later if isinstance(later, Moment) and later.calendar[:4] == f"{year + 1:04}" else end
    return end


def _same_day(text: str, end: Moment, begin: Moment, context: DateContext) -> Moment:
    """The end of a range that names only a time of day: the day, and if need be the part of it, are the first end's."""
    if begin.part and not end.part:
        again = read_moment(begin.part + text, context)
        if isinstance(again, Moment) and again.clock > begin.clock:
            end = again
    return Moment(begin.calendar, end.clock, end.mod, end.after, begin.full, begin.day, end.part)


def _first_months(text: str, context: DateContext) -> Date | Unread | None:
    """今年前五个月, 前三季度: from the beginning of the year."""
    match = _FIRST.fullmatch(text)
    number = read_numeral(match["number"]) if match else None
    if match is None or number is None:
        return None
    months = int(number) * (3 if match["unit"] == "季度" else 1)
    if not 1 <= months <= 12:
        return Unread("more months than a year has")
    year = read_moment(match["year"] or "今年", context)
    if not isinstance(year, Moment):
        return year
    begin, end = f"{year.timex}-01", f"{year.timex}-{months:02}"
    return Date("date", f"{begin}/{end}", begin, end)


def _festivals(text: str, context: DateContext) -> Date | Unread | None:
    """元旦春节期间: from the first festival to the second."""
    match = _two_festivals().fullmatch(text)
    if match is None:
        return None
    begin = read_moment((match[1] or "") + match[2], context)
    if not isinstance(begin, Moment):
        return begin
    year = begin.calendar[:4]
    end = read_moment(f"{year}年{match[3]}" if year.isdigit() else match[3], context)
    if not isinstance(end, Moment):
        return end
    # 国庆中秋 are named by rank, and either may come first.
    first, last = sorted((begin.timex, end.timex))
    return Date("date", f"{first}/{last}", first, last)


def _decade(text: str) -> Date | Unread | None:
    """20世纪90年代 is 199, TIMEX3's form for a decade."""
    match = _DECADE.fullmatch(text)
    if match is None:
        return None
    decade = read_numeral(match["decade"])
    century = Decimal(20) if match["last"] else read_numeral(match["century"] or "")
    if century is None or decade is None or decade % 10 or decade > 90:
        return Unread("a decade without its century")
    return Date("date", f"{int(century) - 1}{int(decade) // 10}", mod=_EDGES.get(match["edge"] or ""))


_EDGES: dict[str, Mod] = {"初": "START", "初期": "START", "中": "MID", "中期": "MID", "末": "END", "末期": "END"}


def _ago(text: str, context: DateContext) -> Date | Unread | None:
    """两年前: a length of time before the publication date, as fine as its unit says."""
    if _COUNTED_DAY.fullmatch(text):
        return Unread("counts from an event that it does not name")
    if match := _LATER.fullmatch(text):
        return None if read_length(match[1]) is None else Unread("counts from an event that it does not name")
    match = _AGO.fullmatch(text)
    length = read_length(match[1]) if match else None
    if not isinstance(length, Length):
        return length
    if length.count is None or length.count.high is not None or {*length.meanings} - {"exact"}:
        return Unread("so long before that no date is named")
    if length.designator[0] == "T":
        return Unread("counts from a time of day that it does not name")
    if context.published is None:
        return Unread("counts from the publication date, which is not known")
    return Date("date", _before(context.published, length.count, length.designator))


def _before(published: date, count: Count, designator: str) -> str:
    number = count.low
    if designator == "Y" and number == int(number):
        return f"{published.year - int(number):04}"
    if designator in ("Y", "M"):
        months = number * (12 if designator == "Y" else 1)
        at = published.year * 12 + published.month - 1 - int(months)
        return f"{at // 12:04}-{at % 12 + 1:02}"
    days = number * (7 if designator == "W" else 1)
    return (published - timedelta(days=int(days))).isoformat()


def _hours(text: str, context: DateContext) -> Date | Unread | None:
    """夜里两三点: from the one hour to the other."""
    ends = neighbours(text)
    return None if ends is None else _range(ends, context)


# What a text that is no single point in time may be, in the order in which it is tried.
_ATTEMPTS: tuple[Callable[[str, DateContext], Date | Unread | None], ...] = (
    _first_months,
    part_of,
    same_stretch,
    listed,
    _range,
    _festivals,
    two_seasons,
    beside,
    lambda text, context: _decade(text),
    _hours,
    lambda text, context: read_duration(text),
    _ago,
)


@cache
def _two_festivals() -> re.Pattern[str]:
    words = date_words()
    festival = alternatives(words.festivals)
    years = alternatives(words.relative["year"])
    after = alternatives(words.after)
    return re.compile(rf"([0-9]{{4}}年|{years})?({festival})[、和]?({festival})(?:两节)?(?:{after})?")
