"""Each rule, beside what only looks like it."""

import pytest

from jiceng.audit.findings import Finding
from jiceng.corpus.article import Article
from tests.audit.pairs import findings
from tests.knowledge.reading import article


def only(*articles: Article, published: tuple[str, ...] = ()) -> Finding:
    (finding,) = findings(articles, published)
    return finding


def county(doc: str, text: str, relations: str) -> Article:
    return article(doc, text, relations)


def posts(doc: str, number: str, place: str = "宁明县") -> Article:
    return article(
        doc,
        f"[{place} GPE]设立[{number} QUANTITY][卡点 CHECKPOINT]。",
        f"{place} ESTABLISHES 卡点\n卡点 HAS_COUNT {number}",
    )


def test_two_articles_of_one_day_contradict_each_other() -> None:
    finding = only(posts("a", "143个"), posts("b", "134个"), published=("2022-03-01", "2022-03-01"))
    assert (finding.kind, finding.rule, finding.name, finding.direction) == ("contradiction", "number", "卡点", None)
    assert finding.place is not None and finding.place.name == "宁明县"
    assert [(said.words, said.evidence.doc, said.time) for said in finding.says] == [
        ("143个", "a", "2022-03-01"),
        ("134个", "b", "2022-03-01"),
    ]
    assert finding.why == "143个 and 134个 of 卡点 at 宁明县 at one time"


def test_articles_of_two_days_tell_a_change_from_one_to_the_next() -> None:
    three = [posts("a", "120个"), posts("b", "143个"), posts("c", "130个")]
    found = findings(three, ("2022-03-01", "2022-03-05", "2022-03-09"))
    assert [(one.kind, one.why, one.direction) for one in found] == [
        ("change", "卡点 grew from 120个 to 143个", "up"),
        ("change", "卡点 fell from 143个 to 130个", "down"),
    ]


@pytest.mark.parametrize("published", [(), ("2022-03-01",)])
def test_articles_whose_time_is_not_known_say_nothing_of_each_other(published: tuple[str, ...]) -> None:
    assert findings([posts("a", "143个"), posts("b", "134个")], published) == []


def test_two_places_are_no_contradiction() -> None:
    two = [posts("a", "143个"), posts("b", "134个", "龙州县")]
    assert findings(two, ("2022-03-01", "2022-03-01")) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("600余个", "628个"),
        ("近150个", "143个"),
        ("100个以上", "143个"),
        ("1.4万个", "14321个"),
        ("100至200个", "143个"),
    ],
)
def test_what_a_bound_leaves_open_contradicts_nothing(one: str, other: str) -> None:
    assert findings([posts("a", one), posts("b", other)], ("2022-03-01", "2022-03-01")) == []


@pytest.mark.parametrize(
    ("one", "other"), [("600余个", "580个"), ("近150个", "163个"), ("200个以上", "143个"), ("1.4万个", "16321个")]
)
def test_what_a_bound_shuts_out_does(one: str, other: str) -> None:
    assert only(posts("a", one), posts("b", other), published=("2022-03-01", "2022-03-01")).kind == "contradiction"


def test_those_that_something_is_done_to_are_not_all_there_are() -> None:
    text = "[丽江市 GPE]共有[小区 FAC][366个 QUANTITY]。\n对[102个 QUANTITY][小区 FAC]登记。\n有[小区 FAC][36个 QUANTITY]封闭。"
    said = "小区 HAS_COUNT 366个\n小区 LOCATED_IN 丽江市\n小区#2 HAS_COUNT 102个\n小区#3 HAS_COUNT 36个"
    assert findings([article("a", text, said)]) == []


@pytest.mark.parametrize(("part", "rule"), [("153个", "part"), ("83个", None)])
def test_a_part_is_not_more_than_the_whole(part: str, rule: str | None) -> None:
    text = f"[宁明县 GPE]设[卡点 CHECKPOINT][143个 QUANTITY]，其中[边境卡点 CHECKPOINT][{part} QUANTITY]。"
    found = findings([article("a", text, f"宁明县 ESTABLISHES 卡点\n卡点 HAS_COUNT 143个\n边境卡点 HAS_COUNT {part}")])
    assert [one.rule for one in found] == ([rule] if rule else [])


@pytest.mark.parametrize(("names", "found"), [(("男志愿者", "女志愿者"), ["parts"]), (("党员志愿者", "女志愿者"), [])])
def test_parts_that_may_overlap_are_not_added(names: tuple[str, str], found: list[str]) -> None:
    text = f"[古城区 GPE]有[志愿者 ROLE][100名 QUANTITY]，其中[{names[0]} ROLE][70名 QUANTITY]、[{names[1]} ROLE][50名 QUANTITY]。"
    said = f"志愿者 HAS_COUNT 100名\n志愿者 LOCATED_IN 古城区\n{names[0]} HAS_COUNT 70名\n{names[1]} HAS_COUNT 50名"
    assert [one.rule for one in findings([article("a", text, said)])] == found


@pytest.mark.parametrize(
    ("end", "found"),
    [
        ("，共[60人 QUANTITY]", ["total"]),
        ("，共[50人 QUANTITY]", []),
        ("等共[60人 QUANTITY]", []),
        ("等共[40人 QUANTITY]", ["total"]),
    ],
)
def test_a_list_and_its_total(end: str, found: list[str]) -> None:
    text = f"[宁明县 GPE]派出[民警 ROLE][20名 QUANTITY]、[医护人员 ROLE][30名 QUANTITY]{end}。"
    said = "民警 HAS_COUNT 20名\n医护人员 HAS_COUNT 30名\n民警 LOCATED_IN 宁明县"
    assert [one.rule for one in findings([article("a", text, said)])] == found


@pytest.mark.parametrize(("number", "found"), [("4个", ["listed"]), ("3个", [])])
def test_a_list_has_as_many_members_as_it_says(number: str, found: list[str]) -> None:
    text = f"[石门县 GPE]在[磨市镇 GPE]、[皂市镇 GPE]、[维新镇 GPE][{number} QUANTITY][乡镇 GPE]设卡。"
    said = "\n".join(f"{town} PART_OF 石门县" for town in ("磨市镇", "皂市镇", "维新镇", "乡镇"))
    found_rules = [one.rule for one in findings([article("a", text, f"{said}\n乡镇 HAS_COUNT {number}")])]
    assert found_rules == found


def test_a_county_has_no_more_than_its_city() -> None:
    city = "[百色市 GPE]全市累计[确诊病例 CASE][150例 QUANTITY]。"
    text = city + "[德保县 GPE]累计[确诊病例 CASE][{} QUANTITY]。"
    said = (
        "确诊病例 HAS_COUNT 150例\n确诊病例 LOCATED_IN 百色市\n确诊病例#2 HAS_COUNT {0}\n确诊病例#2 LOCATED_IN 德保县"
    )
    assert only(article("a", text.format("180例"), said.format("180例"))).rule == "below"
    assert findings([article("a", text.format("120例"), said.format("120例"))]) == []


def test_what_is_planned_or_denied_contradicts_nothing() -> None:
    from dataclasses import replace

    for status in ("planned", "negated", "conditional", "asked"):
        one = posts("a", "143个")
        unsure = replace(one, relations=tuple(replace(edge, status=status) for edge in one.relations))
        assert findings([unsure, posts("b", "134个")], ("2022-03-01", "2022-03-01")) == []


def holder(doc: str, post: str, name: str) -> Article:
    return article(doc, f"[{post} ROLE][{name} PERSON]到现场。", f"{name} SERVES_AS {post}")


def test_a_post_that_one_person_holds() -> None:
    day = ("2022-03-01", "2022-03-01")
    two = [holder("a", "宁明县县长", "李明"), holder("b", "宁明县县长", "王刚")]
    assert (only(*two, published=day).kind, only(*two, published=day).rule) == ("contradiction", "post")
    assert only(*two, published=("2020-03-01", "2022-03-01")).kind == "change"
    assert findings([holder("a", "宁明县副县长", "李明"), holder("b", "宁明县副县长", "王刚")], day) == []


def test_one_sentence_shares_posts_out() -> None:
    text = "[宁明县县长 ROLE]分别由[李明 PERSON]、[王刚 PERSON]担任。"
    assert findings([article("a", text, "李明 SERVES_AS 宁明县县长\n王刚 SERVES_AS 宁明县县长")]) == []
