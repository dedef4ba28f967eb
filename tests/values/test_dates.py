import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiceng.values.dates.grammar import Date, DateContext, Unread, read_date, read_dates
from tests.strategies import texts
from tests.values.patterns import DateCase, date_cases, date_row, missing

CASES = date_cases()
# A TIMEX3 value of the grammar: a point, a duration, or two points.
POINT = r"(\d{3}|[\dX]{4})(-(H[12]|Q[1-4]|SP|SU|FA|WI|W[\dX]{2}(-(\d|WE))?|[\dX]{2}(-[\dX]{2})?))?(T(MO|MI|AF|EV|NI|DT|\d\d(:\d\d){0,2}))?"
TIMEX = re.compile(rf"{POINT}(/{POINT})?|P(\d+(\.\d+)?|X)[DWMY]|PT(\d+(\.\d+)?|X)[HMS]")


@pytest.mark.parametrize("case", CASES, ids=[f"{case.text} {case.published} {case.before}" for case in CASES])
def test_tested_strings(case: DateCase) -> None:
    value = case.read()
    assert date_row(value) == case.expected
    if isinstance(value, Date):
        assert all(TIMEX.fullmatch(timex) for timex in (value.timex, value.begin, value.end) if timex)


def test_the_tested_strings_stand_once() -> None:
    assert len({(case.published, case.before, case.text) for case in CASES}) == len(CASES) >= 200


def test_every_pattern_of_the_corpus_is_tested() -> None:
    assert missing("DATE") == [], "run python -m tests.values.patterns, read its rows and add them"


def test_a_missing_year_follows_the_contract() -> None:
    read = read_dates(["9月14日", "2020年9月1日", "9月14日", "2月3日"], date(2022, 2, 1))
    assert [value.timex for value in read if isinstance(value, Date)] == [
        "2021-09-14",
        "2020-09-01",
        "2020-09-14",
        "2020-02-03",
    ]
    assert read_date("9月14日") == Date("date", "XXXX-09-14")


def test_a_date_that_was_not_read_leaves_the_context_as_it_was() -> None:
    read = read_dates(["3月12日", "防汛期", "14天", "每晚", "当晚8时"], date(2022, 4, 1))
    assert read[-1] == Date("time", "2022-03-12T20")


@given(st.dates(date(1000, 1, 1)))
def test_a_full_date_is_itself_in_every_form(day: date) -> None:
    for form in (
        f"{day.year:04}年{day.month}月{day.day}日",
        day.isoformat(),
        f"{day.year:04}年{day.month:02}月{day.day:02}號",
    ):
        assert read_date(form) == Date("date", day.isoformat(), full=True)


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_a_partial_date_is_never_after_the_publication(day: date, published: date) -> None:
    value = read_date(f"{day.month}月{day.day}日", DateContext(published))
    assert isinstance(value, Date)
    read = date.fromisoformat(value.timex)
    assert (read.month, read.day) == (day.month, day.day)
    assert 0 <= (published - read).days <= 366 * 8


@given(
    st.one_of(
        texts, st.text(st.sampled_from("今去年月日前后每晚周天时点半至到-0123456789一二三十春节来以"), max_size=9)
    )
)
def test_no_text_raises(text: str) -> None:
    for context in (DateContext(), DateContext(date(2022, 2, 28), 2020, (None, 2, 29))):
        assert isinstance(read_date(text, context), Date | Unread)
