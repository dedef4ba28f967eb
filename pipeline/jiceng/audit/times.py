"""When a statement holds, as far as two of them can be compared: as half hours since a day of long ago."""

import re
from datetime import date, timedelta
from typing import Literal, NamedTuple

from jiceng.knowledge.records import DateValue

Order = Literal["same", "earlier", "later", "unclear"]
_FULL = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d))?)?)?(?![-\dX])")
_DAY = 48


class Time(NamedTuple):
    """A stretch of time in half hours, both ends included; `words` are what it is shown as. `open_year` holds for 03-01 without a year."""

    begin: int
    end: int
    words: str
    open_year: bool = False


def of_date(value: DateValue) -> Time | None:
    """The time of a date; None for a length of time, for what comes again, and for what names no day, month or year."""
    if value.kind not in ("date", "time"):
        return None
    # A stretch to a known end (截至2月21日) is a count of that end.
    first = last = value.end if value.end and not value.begin else value.timex
    if value.begin and value.end:
        first, last = value.begin, value.end
    begin, end = _stretch(first), _stretch(last)
    if begin is None or end is None:
        return None
    words = value.timex if value.mod is None else f"{value.timex} {value.mod}"
    return Time(begin[0], end[1], words, first.startswith("XXXX"))


def of_day(published: str | None) -> Time | None:
    """The day on which an article was published."""
    # Articles of one day are of one time, whatever the hour.
    found = _stretch((published or "")[:10])
    return None if found is None else Time(*found, (published or "")[:10])


def _stretch(timex: str) -> tuple[int, int] | None:
    # Without a year days of one article can still be compared; 2000 is a leap year.
    match = _FULL.match(timex.replace("XXXX", "2000", 1))
    if match is None:
        return None
    year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
    try:
        first = date(year, month, day)
        if match[3]:
            after = first + timedelta(days=1)
        elif match[2]:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    if match[4]:
        # 24:00 is the end of its day, not the beginning of the next one.
        moment = first.toordinal() * _DAY + min(2 * int(match[4]), _DAY - 1)
        return moment, moment
    return first.toordinal() * _DAY, after.toordinal() * _DAY - 1


def compare(one: Time | None, other: Time | None, in_one_article: bool) -> Order:
    """Whether the first time is the second one, or before or after it; unclear where they overlap or one is not known."""
    if one is None or other is None:
        return "same" if one is other and in_one_article else "unclear"
    if one.open_year != other.open_year or (one.open_year and not in_one_article):
        return "unclear"
    if (one.begin, one.end) == (other.begin, other.end):
        # 上旬 and 下旬 of one month are two.
        return "same" if one.words == other.words else "unclear"
    return "earlier" if one.end < other.begin else "later" if other.end < one.begin else "unclear"
