from xml.etree import ElementTree

from tests.explorer.live.browser import Page


def plot(page: Page, name: str) -> list[str]:
    return page.texts(f'[data-plot="{name}"] svg text')


def test_entities_are_counted_by_type(page: Page) -> None:
    page.view("numbers")
    words = plot(page, "entities")
    assert words[words.index("网格") + 1].isdigit()
    assert page.texts(".tiles dd")[0] == "5"


def test_counted_things_stand_under_their_county(page: Page) -> None:
    page.view("numbers")
    page.choose("#thing", "GRID")
    words = plot(page, "counted")
    county = words.index("宁明县")
    assert words[county + 1 : county + 7] == ["四级网格", "1,052个", "三级网格", "191个", "二级网格", "16个"]
    page.choose("#numbers-article", page.run("return String(Models.now.numberOf('ruili'))"))
    assert {"大网格", "22个 *", "小网格", "554个 *"} <= set(plot(page, "counted"))


def test_cases_lie_on_their_days_and_undated_ones_in_the_table(page: Page) -> None:
    page.view("numbers")
    words = plot(page, "cases")
    assert {"224例 广西壮族自治区", "223例 百色市", "2例 瑞丽市"} <= set(words)
    assert "原文未写年份" in words
    assert "54起" in "".join(page.texts('[data-plot="cases"] table td'))


def test_a_plot_is_saved(page: Page) -> None:
    page.view("numbers")
    page.one('[data-plot="entities"] button').click()
    root = ElementTree.fromstring(page.saved_file(".svg").decode())
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
