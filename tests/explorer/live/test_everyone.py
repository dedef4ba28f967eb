"""What holds in every view: hostile strings stay strings, both languages, a phone, contrast, and the speed."""

import csv
import io
from pathlib import Path

import pytest

from jiceng.writing.facts_csv import write_csv
from tests.explorer.exports import HOSTILE
from tests.explorer.live.browser import Page
from tests.explorer.live.contrast import low_contrast

VIEWS = ("articles", "facts", "graph", "numbers")


@pytest.mark.parametrize("page", ["hostile"], indirect=True)
def test_nothing_in_an_export_runs(page: Page) -> None:
    for view in VIEWS:
        page.view(view)
        assert not page.all("#view img, #view script, #view iframe, #view style")
        assert page.run("return window.hacked") is None
    assert HOSTILE[0] in "".join(page.texts("option"))
    page.view("graph")
    assert HOSTILE[0] in page.one(".system").text


@pytest.mark.parametrize("page", ["hostile"], indirect=True)
def test_every_hostile_article_is_shown_as_it_is(page: Page) -> None:
    for number, words in enumerate(HOSTILE):
        page.run("go('articles', {document: arguments[0], mention: null})", number)
        page.run("chooseMention(0)")
        title = page.one("h2").text
        if words.isprintable():
            assert title == words
        assert page.run("return Models.now.characters(State.document).join('')") == f"前{words}后\n{words}。"
        shown = page.run(
            "return document.querySelector('.text').textContent + document.querySelector('.panel').textContent"
        )
        # Direction marks and the like are named, and never in force.
        assert not set("\u202e\u202c\u2066\u0007\ufeff") & set(shown)
        assert page.all(".panel .unsaid")


@pytest.mark.parametrize("page", ["hostile"], indirect=True)
def test_hostile_words_are_found_and_saved_without_harm(page: Page, desk: Path, tmp_path: Path) -> None:
    page.view("facts")
    page.type("#search", "=HYPERLINK")
    assert page.all("table.facts tbody tr")
    page.run("Facts.found = Models.now.facts")
    page.one("#csv").click()
    write_csv((desk / "hostile.jsonl").read_text(encoding="utf-8").splitlines(), tmp_path / "facts.csv")
    content = page.saved_file(".csv")
    assert content == (tmp_path / "facts.csv").read_bytes()
    cells = [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")) for cell in row]
    assert "'=HYPERLINK(1)" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    page.view("graph")
    page.one("#svg").click()
    assert b"<script" not in page.saved_file(".svg")


def test_the_interface_speaks_both_languages(page: Page) -> None:
    assert page.texts("#tabs button") == ["文章", "事实", "体系图", "数字"]
    page.one("#language").click()
    assert page.texts("#tabs button") == ["Articles", "Facts", "System graph", "Numbers"]
    for view in VIEWS:
        page.view(view)
        assert "undefined" not in page.one("body").text
    assert page.run("return document.documentElement.lang") == "en"


def test_the_help_tells_the_keys(page: Page) -> None:
    page.keys("?")
    assert "Esc" in page.one("#help").text
    page.one("#help button").click()


@pytest.mark.parametrize("safe", [False, True], ids=["ontology", "colour-blind"])
def test_everything_stands_out_from_its_ground(page: Page, safe: bool) -> None:
    if safe:
        page.one("#options input[type=checkbox]").click()
    for view in VIEWS:
        page.view(view)
        if view == "articles":
            page.run("chooseMention(3)")
        assert low_contrast(page) == []


def test_a_phone_shows_every_view_without_scrolling_sideways(page: Page) -> None:
    page.driver.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride", {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    )
    try:
        for view in VIEWS:
            page.view(view)
            assert page.run("return document.documentElement.scrollWidth <= innerWidth"), view
    finally:
        page.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
