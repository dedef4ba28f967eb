"""Fields that later versions of the contract add are shown; where they are missing, a thing is asserted."""

import pytest

from tests.explorer.live.browser import Page

pytestmark = pytest.mark.parametrize("page", ["contract"], indirect=True)


def test_what_is_not_asserted_looks_different_and_says_why(page: Page) -> None:
    page.mention("民警").click()
    row = page.one(".relations li")
    assert row.get_attribute("class") == "unsaid"
    assert "计划" in row.text
    assert "范围 document" in row.text
    page.view("facts")
    row = page.one("table.facts tbody tr")
    assert row.get_attribute("class") == "unsaid"
    assert "2名/卡点" in row.text
    assert "2022 END" in row.text
    page.view("graph")
    assert page.one(".link .line").get_attribute("stroke-dasharray") == "2 5"
    assert "计划" in page.one(".link .name").get_attribute("textContent")


def test_a_system_is_shown_as_a_tree(page: Page) -> None:
    page.view("graph")
    assert "一级网格" in page.one(".system li li").text


def test_what_is_planned_is_counted_nowhere(page: Page) -> None:
    page.view("numbers")
    assert not page.all('[data-plot="counted"]')
