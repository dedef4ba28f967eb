import re

import pytest

from jiceng.corpus.article import Article
from jiceng.places.linking import PlaceLink, link_places
from jiceng.text.normalize import normalize

MARK = re.compile(r"\[([^\[\]]+?) ([A-Z_]+)\]")


def links(
    marked: str, part_of: list[tuple[int, int]] | None = None, outlet: str | None = None
) -> list[PlaceLink | None]:
    """The links of the mentions of a text in which each stands as [mention LABEL]."""
    text, mentions, done = "", [], 0
    for match in MARK.finditer(marked):
        text += marked[done : match.start()]
        mentions.append((len(text), len(text) + len(match[1]), match[2], match[1]))
        text += match[1]
        done = match.end()
    text += marked[done:]
    raw = normalize(text)
    norms = [(start, end, label, raw.norm[start:end]) for start, end, label, _ in mentions]
    return link_places(text, norms, part_of or [], outlet=outlet)


def codes(marked: str, part_of: list[tuple[int, int]] | None = None, outlet: str | None = None) -> list[str | None]:
    return [link and link.code for link in links(marked, part_of, outlet)]


def test_names_official_short_and_former() -> None:
    assert codes("[云南省 GPE][德宏傣族景颇族自治州 GPE][瑞丽市 GPE]，[瑞丽 GPE]、[孟连县 GPE]、[缅甸 GPE]") == [
        "530000", "533100", "533102", "533102", "530827", "MM",
    ]  # fmt: skip
    (link,) = links("[田阳县 GPE]出现病例")
    assert link is not None
    assert (link.code, link.name, link.kind, link.level, link.scheme) == (
        "451003",
        "田阳区",
        "exact",
        "county",
        "GB/T 2260",
    )
    assert [former.code for former in link.former] == ["452622", "451021"]
    assert codes("[廣西壯族自治區 GPE][百色市 GPE][德保縣 GPE]") == ["450000", "451000", "451024"]
    assert codes("[广西百色市德保县 GPE]") == ["451024"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("[北京市 GPE][朝阳区 GPE]的社区", "110105"),
        ("[长春市 GPE]近日通报，[朝阳区 GPE]报告病例", "220104"),
        ("[昆明市 GPE]：[西山区 GPE]", "530112"),
        ("[徐州市 GPE][鼓楼区 GPE]", "320302"),
        ("[福州市 GPE]和[鼓楼区 GPE]", "350102"),
        ("[塔城市 GPE]在边境，[塔城 GPE]", "654201"),
        ("[吉林 GPE]的春天", "220000"),  # the province, not the city in it
        ("[鼓楼区 GPE]", None),
        ("[朝阳区 GPE]的社区", None),
        ("[北京市 GPE]和[长春市 GPE]都有[朝阳区 GPE]", None),
    ],
)
def test_a_name_of_several_divisions_is_decided_by_the_article_or_not_at_all(text: str, code: str | None) -> None:
    assert codes(text)[-1] == code


def test_relations_and_the_outlet_decide_too() -> None:
    text = "[北京市 GPE]和[长春市 GPE]：[朝阳区 GPE]"
    assert codes(text, [(2, 1)])[-1] == "220104"
    assert codes("[鼓楼区 GPE]消息", outlet="福州日报") == ["350102"]


def test_townships_hang_under_their_county() -> None:
    town, village, other = links("[宁明县 GPE][寨安乡 GPE][那雷村 GPE]，[城中镇 GPE]")[1:]
    assert [link and (link.code, link.name, link.kind, link.level) for link in (town, village, other)] == [
        ("451422", "寨安乡", "anchor", "township"),
        ("451422", "那雷村", "anchor", "village"),
        ("451422", "城中镇", "anchor", "township"),
    ]
    # 六隆镇 lies in 田林县, which the article does not name, but its city.
    assert codes("[百色市 GPE][西林县 GPE][古障镇 GPE]群众包粽子，[六隆镇 GPE]群众送饭")[-1] == "451029"
    assert codes("[兰州市 GPE][城关镇 GPE]") == ["620100", None]
    assert codes("[曲觉乡 GPE]在[察隅县 GPE]，[曲觉 GPE]两个乡") == ["540425", "540425", "540425"]


@pytest.mark.parametrize(
    "mention",
    ["边境乡镇", "抵边村寨", "社区", "乡镇(街道)", "行政村", "原建档立卡贫困村", "渔村", "新社区", "市", "县"],
)
def test_kinds_of_places_are_no_places(mention: str) -> None:
    assert codes(f"[宁明县 GPE]的[{mention} GPE]、村") == ["451422", None]


def test_pointers_lead_to_what_they_point_to() -> None:
    text = "[马关县 GPE]守边。[该县 GPE]健全制度，[全县 GPE]动员，[县公安局 ORG]巡逻，[都龙镇 GPE]跟进，[全镇 GPE]参与。[全国 GPE]看[我州 GPE]"
    found = links(text)
    assert [link and (link.code, link.kind) for link in found] == [
        ("532625", "exact"), ("532625", "pointer"), ("532625", "pointer"), ("532625", "pointer"), ("532625", "anchor"),
        ("532625", "pointer"), ("CN", "exact"), None,
    ]  # fmt: skip
    assert found[5] is not None and found[5].name == "都龙镇"
    # 全市 is the city that the article is about, not the one named last.
    assert codes("[百色市 GPE]动员，[百色市 GPE]封控，[靖西市 GPE]先行，[全市 GPE]跟进")[-1] == "451000"
    assert codes("[平和县 GPE]与[诏安县 GPE]各有一案，[该县 GPE]通报")[-1] == "350624"
    assert codes("[田阳县 GPE]的[该县 GPE]")[-1] == "451003"  # a 县 when the article was written
    assert codes("[该县 GPE]") == [None]


def test_names_of_bodies_hold_places() -> None:
    text = (
        "[瑞丽市 GPE]：[瑞丽市委组织部 PARTY_ORG]、[普洱市政协 ORG]、[国家税务总局瑞丽分局 ORG]、[京沪高速瑞丽出口 FAC]、"
        "[兴安社区大党委 PARTY_ORG]、[信阳日报 ORG]、[滞留瑞丽人员 ROLE]、[市公安局 ORG]、[中国城市报 ORG]"
    )
    assert codes(text) == [
        "533102", "533102", "530800", "533102", "533102", "533102", "411500", "533102", "533102", None,
    ]  # fmt: skip
    assert links(text)[5] == PlaceLink("533102", "GB/T 2260", "兴安社区", "anchor", "village", links(text)[0].former)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "mention",
    ["公安部门", "通道", "老城区", "麦积山机场", "市场监管部门", "县城", "基层党组织", "蒙古包", "中山路", "五五分局"],
)
def test_words_that_only_look_like_names_are_passed_over(mention: str) -> None:
    assert codes(f"[瑞丽市 GPE]的[{mention} FAC]") == ["533102", None]


def test_labels_that_name_no_place_are_left_alone() -> None:
    assert codes("[瑞丽市 GPE]的“[瑞丽模式 MEASURE]”和[瑞丽市手册 RESOURCE]") == ["533102", None, None]


def test_links_do_not_depend_on_the_run(gold: dict[str, Article]) -> None:
    for article in gold.values():
        mentions = [(s.start, s.end, s.label, normalize(article.mention(s)).norm) for s in sorted(article.spans)]
        assert link_places(article.text, mentions) == link_places(article.text, mentions)
    assert link_places("", []) == []
