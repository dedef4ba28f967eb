import pytest

from tests.explorer.live.browser import Page

pytestmark = pytest.mark.parametrize("page", ["two"], indirect=True)


def test_a_number_that_changed_stands_beside_the_old_one(page: Page) -> None:
    page.view("compare")
    page.choose("#kind", "number")
    page.type("#search", "临时党支部 卡点")
    first = page.one(".change")
    assert "83个" in first.text
    assert "90个" in first.text
    assert [mark.text for mark in page.all(".change:first-child mark")] == ["83个", "90个"]


def test_what_vanished_opens_in_its_own_export(page: Page) -> None:
    page.view("compare")
    page.choose("#kind", "vanished")
    assert page.all(".change.vanished")
    assert not page.all(".change.appeared")
    page.one(".change .quote").click()
    assert page.all(".sentence")
    assert page.run("return Models.now.name") == "gold.jsonl"


def test_the_text_shows_both_readings_where_they_differ(page: Page) -> None:
    page.view("compare")
    page.one('[data-tab="texts"]').click()
    page.choose("#pair", page.run("return String(sharedDocuments().findIndex((pair) => pair.id === 'ningming'))"))
    pairs = page.all(".pair")
    assert pairs
    assert "领导" in page.one(".onlylist").text
    assert len(page.all(".pair .side")) == 2 * len(pairs)


def test_the_other_views_show_the_chosen_export(page: Page) -> None:
    page.view("facts")
    later = page.one(".count").text
    page.choose("#export", "0")
    assert page.one(".count").text != later
