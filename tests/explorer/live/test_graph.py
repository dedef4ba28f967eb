from xml.etree import ElementTree

import pytest
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.keys import Keys

from tests.explorer.live.browser import Page

SVG = "{http://www.w3.org/2000/svg}"


def article(page: Page, name: str) -> None:
    page.view("graph")
    number = page.run("return String(Models.now.numberOf(arguments[0]))", name)
    page.choose("#graph-article", number)


def cards(page: Page) -> list[str]:
    return [
        " ".join(page.run("return [...arguments[0].querySelectorAll('text')].map((t) => t.textContent)", card))
        for card in page.all(".node")
    ]


# What the policy researcher asks of the five articles, as far as it is a number of a thing: to be read off the cards.
ON_THE_CARDS = {
    "ruili": ["常住人口 200,000+人", "流动人口 200,000+人", "基层党组织 724个", "执勤点 502个", "大网格 22个", "小网格 554个",
              "核酸检测采样点 360个", "网格片区 13个", "胞波志愿服务队 16支", "党员突击队 61支", "驻村工作队员 160名", "民兵 689名",
              "群众 20,000+名"],
    "ningming": ["边境线 212公里", "边境乡镇 4个", "临时党支部 83个", "卡点 143个", "二级网格 16个", "三级网格 191个", "四级网格 1,052个",
                 "党政军警民联防联控队 17支", "县直部门党员领导干部 17名", "爱心款项 1,040,000元", "防寒服 3,000+件(套)",
                 "棉被 3,000+件(套)", "雨衣 3,000+件(套)", "偷渡刑事案件 54起"],
    "menglian": ["社区 4个", "片区 28个", "网格 600+个", "在职党员 1,259名", "小区卡点 115个", "宣传册 400,000+份", "宣讲团 71支",
                 "机关事业单位党员干部 487名", "边境村民小组党支部 122个"],
    "baise": ["专项小组 5个", "党员干部职工 38,000名", "临时党支部 680+个", "城区临时党支部 50个", "核酸检测采样点 458个",
              "边境巡控队 13支", "边境线 359.5公里"],
    "lijiang": ["街道 7个", "乡镇 58个", "社区 66个", "住宅小区 366个", "乡镇 15个", "村（社区） 91个", "党员干部 7,600+名", "网格员 5,407名",
                "社区党组织 26个", "机关企事业单位 105个", "网格单元 6个", "临时党支部 42个", "党员突击队 129支", "口罩 9,097个",
                "党员流动宣传队 466支"],
}  # fmt: skip
# Who leads what, and who holds which post: links.
LINKED = {
    "baise": [("百色市委书记", "SERVES_AS", "指挥长"), ("百色市长", "SERVES_AS", "指挥长")],
    "ningming": [("宁明县", "ESTABLISHES", "疫情防控指挥中心"), ("一线指挥部", "LOCATED_IN", "边境乡镇"), ("临时党支部", "LOCATED_IN", "卡点"),
                 ("联防联控队队长", "LEADS", "党政军警民联防联控队"), ("县直部门党员领导干部", "SERVES_AS", "联防联控队队长")],
    "menglian": [("县级领导", "SERVES_AS", "片长"), ("片长", "LEADS", "片区"), ("网格长", "LEADS", "网格")],
    "ruili": [("党员突击队", "DEPLOYED_TO", "边境一线"), ("民兵", "DEPLOYED_TO", "边境一线"), ("群众", "DEPLOYED_TO", "边境一线")],
}  # fmt: skip


@pytest.mark.parametrize("name", ON_THE_CARDS)
def test_the_researchers_numbers_stand_on_the_cards(page: Page, name: str) -> None:
    article(page, name)
    shown = cards(page)
    assert [wanted for wanted in ON_THE_CARDS[name] if wanted not in shown] == []
    links = page.run(
        "return Graph.system.links.map((l) => [Graph.nodes.get(l.from).name, l.label, Graph.nodes.get(l.to).name])"
    )
    assert [link for link in LINKED.get(name, []) if list(link) not in links] == []


def test_no_card_lies_on_another(page: Page) -> None:
    for name in ON_THE_CARDS:
        article(page, name)
        boxes = page.run("return [...Graph.nodes.values()].map((n) => [n.x - n.width / 2, n.x + n.width / 2, n.y])")
        for i, (left, right, y) in enumerate(boxes):
            assert all(abs(y - b) >= 26 or right < a_left or left > a_right for a_left, a_right, b in boxes[:i])


def test_a_click_shows_the_neighbours_and_the_sentences(page: Page) -> None:
    article(page, "ningming")
    page.node("临时党支部").click()
    panel = page.one(".panel").text
    assert "83个 (卡点)" in panel
    assert "该县在县级成立疫情防控指挥中心" in panel
    bright = page.run(
        "return [...Graph.nodes.values()].filter((n) => n.card.getAttribute('opacity') === '1').map((n) => n.name)"
    )
    assert {"临时党支部", "卡点", "宁明县"} <= set(bright)
    assert len(bright) < 10
    page.one("#focus").click()
    assert set(page.run("return [...Graph.nodes.values()].map((n) => n.name)")) == set(bright)
    page.one(".factlist .quote").click()
    assert page.all(".sentence")


def test_the_graph_of_all_articles_is_collapsed_and_opens(page: Page) -> None:
    page.view("graph")
    assert page.run("return Graph.system.whole.nodes.length") > 400
    before = len(page.all(".node"))
    assert before < 120
    assert "网格 · 宁明县" in " ".join(cards(page))
    page.node("网格 · 宁明县").click()
    page.one("#open-group").click()
    assert "四级网格 1,052个" in cards(page)
    assert len(page.all(".node")) > before


def test_search_marks_and_types_can_be_hidden(page: Page) -> None:
    article(page, "ningming")
    page.type("#search", "網格")
    marked = page.run(
        "return [...Graph.nodes.values()].filter((n) => n.card.querySelector('.card').getAttribute('fill') === '#fff3b0').map((n) => n.name)"
    )
    assert set(marked) == {"一级网格", "二级网格", "三级网格", "四级网格", "网格长"}
    page.one('.key[data-label="GRID"]').click()
    assert "四级网格 1,052个" not in cards(page)


def test_cards_are_dragged_and_the_paper_zoomed(page: Page) -> None:
    article(page, "ningming")
    place = "return arguments[0].getAttribute('transform')"
    card = page.node("卡点")
    before, canvas = page.run(place, card), page.run("return Graph.canvas.getAttribute('transform')")
    ActionChains(page.driver).drag_and_drop_by_offset(card, 40, 25).perform()
    assert page.run(place, card) != before
    page.keys("+")
    assert page.run("return Graph.canvas.getAttribute('transform')") != canvas


def test_the_graph_is_walked_with_the_keys(page: Page) -> None:
    article(page, "ningming")
    page.run("arguments[0].focus()", page.node("宁明县"))
    page.keys(Keys.ARROW_RIGHT)
    assert page.run(
        "return Graph.nodes.get(document.activeElement.dataset.node).x > Graph.nodes.get(arguments[0]).x",
        "gbt2260:451422",
    )
    page.keys(Keys.ENTER)
    assert page.one("aside h3").text == page.run("return Graph.nodes.get(State.graph.chosen).name")
    page.keys(Keys.ESCAPE)
    assert page.run("return State.graph.chosen") is None


def test_svg_and_png_are_saved_whole(page: Page) -> None:
    article(page, "ningming")
    page.one("#svg").click()
    root = ElementTree.fromstring(page.saved_file(".svg").decode())
    words = ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]
    assert {"临时党支部", "83个", "143个"} <= set(words)
    assert not [
        element
        for element in root.iter()
        if element.tag in {f"{SVG}script", f"{SVG}foreignObject"} or "style" in element.attrib
    ]
    page.one("#png").click()
    assert page.saved_file(".png").startswith(b"\x89PNG")


@pytest.mark.parametrize("page", ["large"], indirect=True)
def test_a_graph_too_large_to_look_at_says_how_to_narrow_it(page: Page) -> None:
    page.view("graph")
    assert len(page.all(".node")) <= 300
    assert "未画" in page.one(".count").text
    page.choose("#grouping", "none")
    # Found although it is one of thousands that are not drawn.
    page.type("#search", "第177县")
    assert page.run("return [...Graph.nodes.values()].some((n) => n.name === '第177县')")
