"""The bounds that the page keeps with 10,000 facts and 200 articles; `python -m tests.explorer.measure` has the figures."""

import pytest

from tests.explorer.live.browser import Page
from tests.explorer.live.timing import filter_times, first_paint

pytestmark = pytest.mark.parametrize("page", ["large"], indirect=True)


def test_the_first_paint_comes_within_two_seconds(page: Page) -> None:
    assert first_paint(page) < 2000


def test_a_filter_takes_less_than_a_fifth_of_a_second(page: Page) -> None:
    page.view("facts")
    times = filter_times(page)
    assert sorted(times)[len(times) // 2] < 200
