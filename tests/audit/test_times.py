"""How times are compared."""

from typing import Any

import pytest

from jiceng.audit.times import compare, of_date, of_day
from jiceng.knowledge.records import DateValue


def date(timex: str, **more: Any) -> DateValue:
    return DateValue.model_validate({"kind": "date", "timex": timex, "begin": None, "end": None} | more)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2022-02-21", "2022-02-21", "same"),
        ("2022-02-21", "2022-02-22", "earlier"),
        ("2022-03", "2022-02-22", "later"),
        ("2022-02", "2022-02-22", "unclear"),
        ("2022-02-21T12", "2022-02-21T24", "earlier"),
        ("2022-02-21", "2022-02-21T24", "unclear"),
        ("2022-02-21T24", "2022-02-22", "earlier"),
        ("XXXX-02-21", "XXXX-02-22", "earlier"),
        ("XXXX-02-21", "2022-02-22", "unclear"),
    ],
)
def test_days_months_and_hours(one: str, other: str, expected: str) -> None:
    assert compare(of_date(date(one)), of_date(date(other)), True) == expected


def test_a_day_without_its_year_is_compared_within_its_article_only() -> None:
    one, other = of_date(date("XXXX-02-21")), of_date(date("XXXX-02-22"))
    assert (compare(one, other, True), compare(one, other, False)) == ("earlier", "unclear")


def test_parts_of_a_month_are_not_the_month() -> None:
    assert compare(of_date(date("2022-06", mod="START")), of_date(date("2022-06", mod="END")), True) == "unclear"


@pytest.mark.parametrize("value", [date("P14D", kind="duration"), date("XXXX-XX-XX"), date("2022-02-30")])
def test_what_names_no_day_has_no_time(value: DateValue) -> None:
    assert of_date(value) is None


def test_two_unknown_times_are_one_within_an_article() -> None:
    assert compare(None, None, True) == "same"
    assert compare(None, None, False) == compare(None, of_day("2022-03-01"), True) == "unclear"
