import csv
import io
import json
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from jiceng.writing.facts_csv import write_csv
from tests.explorer.live.browser import Page


def facts(gold: Path) -> list[dict[str, object]]:
    return [line for line in map(json.loads, gold.read_text(encoding="utf-8").splitlines()) if line["type"] == "fact"]


def test_words_are_found_in_either_script(page: Page) -> None:
    page.view("facts")
    counts = []
    for words in ("德保县 网格", "德保縣 網格"):
        page.type("#search", words)
        counts.append(page.one(".count").text)
    assert counts[0] == counts[1]
    assert 0 < len(page.all("table.facts tbody tr")) < 60


def test_filters_narrow_and_are_cleared(page: Page) -> None:
    page.view("facts")
    page.choose(".filters select", "ESTABLISHES")
    page.type('input[placeholder="客体"]', "临时党支部 83个")
    (row,) = page.all("table.facts tbody tr")
    assert "宁明县" in row.text
    assert "143个" in row.text
    page.one(".filters .plain").click()
    assert len(page.all("table.facts tbody tr")) == 60


def test_a_head_sorts_and_turns(page: Page) -> None:
    page.view("facts")
    first = "return Facts.found.map((fact) => firstAmount(fact))"
    page.one('[data-sort="counts"]').click()
    up = page.run(first)
    page.one('[data-sort="counts"]').click()
    down = page.run(first)
    assert down[0] == 1040000
    assert [x for x in up if x is not None] == sorted(x for x in down if x is not None)
    assert page.one('th[aria-sort="descending"]').text.startswith("数量")


def test_a_click_or_enter_opens_the_sentence_in_its_article(page: Page) -> None:
    page.view("facts")
    page.type("#search", "偷渡刑事案件 54起")
    page.one("table.facts tbody tr").click()
    assert page.driver.current_url.endswith("#articles/ningming/2270-2318")
    assert page.one(".sentence").text.startswith("今年以来")
    page.driver.back()
    page.wait(lambda: page.all("table.facts tbody tr"), "the table")
    page.one("table.facts tbody tr").send_keys(Keys.ENTER)
    assert page.all(".sentence")


def test_the_csv_of_all_facts_is_the_one_that_the_command_writes(page: Page, gold: Path, tmp_path: Path) -> None:
    page.view("facts")
    page.run("Facts.found = Models.now.facts")
    page.one("#csv").click()
    write_csv(gold.read_text(encoding="utf-8").splitlines(), tmp_path / "facts.csv")
    assert page.saved_file(".csv") == (tmp_path / "facts.csv").read_bytes()


def test_csv_and_jsonl_hold_what_is_shown(page: Page, gold: Path) -> None:
    page.view("facts")
    page.type("#search", "胞波志愿服务队 16支")
    page.one("#csv").click()
    data = page.saved_file(".csv")
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    page.one("#jsonl").click()
    lines = [json.loads(line) for line in page.saved_file(".jsonl").decode().splitlines()]
    assert [row["id"] for row in rows] == [line["id"] for line in lines]
    assert lines
    known = {fact["id"]: fact for fact in facts(gold)}
    assert all(line == known[line["id"]] for line in lines)


@pytest.mark.parametrize("page", ["large"], indirect=True)
def test_a_large_table_shows_its_first_rows_and_says_how_to_go_on(page: Page) -> None:
    page.view("facts")
    assert "10,000" in page.one(".count").text
    assert "缩小范围" in page.one(".count").text
    page.run("scrollTo(0, document.body.scrollHeight)")
    page.wait(lambda: len(page.all("table.facts tbody tr")) > 60, "more rows")
