import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.explorer.live.browser import Page


def test_the_text_stands_there_with_its_mentions(page: Page) -> None:
    page.open("#articles/ningming")
    assert len(page.all("[data-mention]")) == len(page.run("return Models.now.documents[State.document].mentions"))
    raw = page.run("return Models.now.documents[State.document].text")
    assert (
        page.run(
            "const c = document.querySelector('.text').cloneNode(true); c.querySelectorAll('sub').forEach((s) => s.remove()); return c.textContent"
        )
        == raw
    )


def test_hovering_tells_what_a_mention_is(page: Page) -> None:
    page.open("#articles/ningming")
    target = page.mention("143个")
    page.run("arguments[0].scrollIntoView({block: 'center'})", target)
    ActionChains(page.driver).move_to_element(target).perform()
    tip = page.wait(lambda: page.one("#tip").text, "the tip")
    assert "数量" in tip
    assert "143个" in tip
    assert "1.00" in tip


def test_a_click_lists_the_relations_and_facts_and_draws_the_lines(page: Page) -> None:
    page.open("#articles/ningming")
    target = page.mention("临时党支部")
    page.run("arguments[0].scrollIntoView({block: 'center'})", target)
    target.click()
    panel = page.one(".panel").text
    assert "位于" in panel
    assert "卡点" in panel
    assert "83个" in panel
    assert "143个" in panel
    assert len(page.all(".arcs circle")) == len(page.all(".relations li")) >= 2
    assert len(page.all(".mention.partner")) >= 2
    page.one(".relations button").click()
    assert page.one(".panel h3").text == page.one(".mention.chosen").text[:-1]


def test_a_label_can_be_switched_off(page: Page) -> None:
    page.open("#articles/ningming")
    page.one('.key[data-label="GPE"]').click()
    assert not page.all('[data-mention][data-label="GPE"]')
    assert page.all('[data-mention][data-label="LOC"]')
    assert page.one('.key[data-label="GPE"]').get_attribute("aria-pressed") == "false"


def test_the_slider_hides_what_is_less_sure(page: Page) -> None:
    page.open("#articles/ningming")
    page.run("Articles.mentions[0].confidence = 0.3")
    page.slide(0.5)
    assert page.one("[data-mention]").get_attribute("data-mention") == "1"


def test_keys_go_from_mention_to_mention(page: Page) -> None:
    page.open("#articles/ningming")
    page.run("document.querySelector('[data-mention]').focus()")
    page.keys(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ARROW_LEFT, Keys.ENTER)
    assert page.one(".mention.chosen").get_attribute("data-mention") == "1"
    page.keys(Keys.ESCAPE)
    assert not page.all(".mention.chosen")
    page.keys("2")
    assert page.one("#view").get_attribute("data-view") == "facts"
    page.keys("/")
    assert page.run("return document.activeElement.id") == "search"


def test_the_address_names_article_and_sentence_and_back_goes_back(page: Page) -> None:
    page.open("#articles/ruili/380-438")
    assert page.one(".sentence").text.startswith("然而")
    page.all(".entry")[0].click()
    assert page.driver.current_url.endswith("#articles/baise")
    page.driver.back()
    page.wait(lambda: page.driver.current_url.endswith("ruili/380-438"), "the old address")
    assert page.all(".sentence")


@pytest.mark.parametrize("page", ["bare"], indirect=True)
def test_without_texts_the_sentences_of_the_facts_are_shown(page: Page) -> None:
    page.open("#articles/ningming")
    assert "未提供原文" in page.one(".warning").text
    assert "83个" in page.one(".text").text
    page.mention("临时党支部").click()
    assert "卡点" in page.one(".panel").text


@pytest.mark.parametrize(
    "address", ["#articles/none", "#nowhere", "#articles/%E0%A4%A", "#articles/ruili/9999999-1", "#__proto__"]
)
def test_an_address_that_names_nothing_shows_the_first_article(page: Page, address: str) -> None:
    page.open(address)
    assert page.all("[data-mention]")
