import pytest

from tests.knowledge.reading import article, entities, export


def test_a_division_is_one_entity_by_its_code_whatever_it_is_called() -> None:
    rows = export(
        article("a", "[云南省 GPE][瑞丽市 GPE]是口岸。[瑞丽 GPE]人多。[全市 GPE]动员。", "瑞丽市 PART_OF 云南省"),
        article("b", "[瑞麗市 GPE]通報。"),
    )
    ruili = entities(rows)["瑞丽市"]
    assert (ruili["id"], ruili["aliases"], ruili["mentions"]) == ("gbt2260:533102", ["瑞丽"], 4)
    assert (ruili["doc_count"], ruili["docs"]) == (2, ["a", "b"])
    assert ruili["code"]["value"] == "533102" and ruili["code"]["scheme"] == "GB/T 2260"


def test_former_and_present_name_are_one_division() -> None:
    rows = export(article("a", "[百色市 GPE]的[田阳县 GPE]改为[田阳区 GPE]。"))
    tianyang = entities(rows)["田阳区"]
    assert (tianyang["id"], tianyang["mentions"]) == ("gbt2260:451003", 2)
    # The county's code in the prefecture of Baise, and in the city of Baise.
    assert tianyang["code"]["former"] == ["452622", "451021"]


def test_a_division_lies_in_the_next_higher_one_which_has_its_line() -> None:
    rows = export(article("a", "[宁明县 GPE]值守。"))
    named = {row["id"]: row for row in rows if row["type"] == "entity"}
    assert named["gbt2260:451422"]["place"] == "gbt2260:451400"
    assert (named["gbt2260:451400"]["name"], named["gbt2260:451400"]["mentions"]) == ("崇左市", 0)


def test_a_country_has_its_iso_code() -> None:
    assert entities(export(article("a", "与[缅甸 GPE]相连。")))["缅甸"]["code"] == {
        "scheme": "ISO 3166-1",
        "value": "MM",
        "former": [],
    }


@pytest.mark.parametrize(
    ("text", "name", "place"),
    [
        ("[瑞丽市委组织部 PARTY_ORG]要求。", "瑞丽市委组织部", "gbt2260:533102"),
        ("[孟连县 GPE]的[孟连县融媒体中心 ORG]。", "孟连傣族拉祜族佤族自治县融媒体中心", "gbt2260:530827"),
        ("[宁明县 GPE]由[县委书记 ROLE]挂帅。", "宁明县委书记", "gbt2260:451422"),
        ("[丽江市委 PARTY_ORG]、[市政府 ORG]要求。", "丽江市政府", "gbt2260:530700"),
        ("[宁明县 GPE]。[县纪委 PARTY_ORG]督查。", "宁明县纪委", "gbt2260:451422"),
    ],
)
def test_an_organisations_name_is_split_into_place_and_kind(text: str, name: str, place: str) -> None:
    entity = entities(export(article("a", text)))[name]
    assert entity["place"] == place and entity["id"].startswith("name:")


def test_a_named_thing_is_one_in_all_articles_and_a_kind_of_thing_never() -> None:
    text = "[瑞丽市委 PARTY_ORG]要求[卡点 CHECKPOINT]值守。"
    rows = [row for row in export(article("a", text), article("b", text)) if row["type"] == "entity"]
    assert [row["doc_count"] for row in rows if row["name"] == "瑞丽市委"] == [2]
    assert [row["doc_count"] for row in rows if row["name"] == "卡点"] == [1, 1]


def test_a_kind_of_thing_is_one_for_each_place_that_anchors_it() -> None:
    rows = export(
        article(
            "a",
            "[靖西市 GPE]的[群众 ROLE]唱歌，[德保县 GPE]的[群众 ROLE]舞狮。",
            "群众 LOCATED_IN 靖西市\n群众#2 LOCATED_IN 德保县",
        )
    )
    assert sorted(row["place"] for row in rows if row.get("name") == "群众") == ["gbt2260:451024", "gbt2260:451081"]


def test_several_places_anchor_a_thing_where_all_of_them_lie() -> None:
    rows = export(
        article(
            "a",
            "[右江区 GPE]、[靖西市 GPE]出现[确诊病例 CASE]。",
            "确诊病例 LOCATED_IN 右江区\n确诊病例 LOCATED_IN 靖西市",
        )
    )
    assert entities(rows)["确诊病例"]["place"] == "gbt2260:451000"


@pytest.mark.parametrize(
    ("text", "prefix"),
    [
        ("开展“[敲门行动 MEASURE]”。", "name"),
        ("筑牢[四道防线 MEASURE]。", "name"),
        ("实行[网格化管理 MEASURE]。", "kind"),
        ("[金盾小区 FAC]有人值守。", "name"),
        ("[住宅小区 FAC]有人值守。", "kind"),
        ("[杨秋佳 PERSON]值守。", "name"),
        ("[瑞丽市公安部门 ORG]值守。", "kind"),
        ("组建[129支 QUANTITY]“[党员突击队 TEAM]”。", "kind"),
    ],
)
def test_names_are_told_from_kinds(text: str, prefix: str) -> None:
    relations = "党员突击队 HAS_COUNT 129支" if "129支" in text else ""
    (entity,) = entities(export(article("a", text, relations))).values()
    assert entity["id"].partition(":")[0] == prefix


def test_quotation_marks_and_script_make_no_other_name() -> None:
    rows = export(article("a", "[“五级包保”工作机制 MEASURE]。"), article("b", "百色的[“五級包保”工作機制 MEASURE]。"))
    entity = entities(rows)["五级包保工作机制"]
    assert (entity["doc_count"], entity["aliases"]) == (2, ["“五级包保”工作机制"])


@pytest.mark.parametrize(
    ("name", "prefix"),
    [
        ("机场车站", "kind"), ("长途汽车站", "kind"), ("全市医院", "kind"), ("县城医院", "kind"), ("方舱医院", "kind"),
        ("出租公寓", "kind"), ("防火小区", "kind"), ("天水机场", "name"), ("金盾小区", "name"), ("胡家园公寓", "name"),
        ("锦绣花园小区", "name"),
    ],
)  # fmt: skip
def test_generic_words_before_a_head_make_no_name(name: str, prefix: str) -> None:
    (entity,) = entities(export(article("a", f"[{name} FAC]有人值守。"))).values()
    assert entity["id"].partition(":")[0] == prefix and entity["name"] == name


@pytest.mark.parametrize("name", ["全州公安机关", "全州州直机关", "全州党员服务队"])
def test_a_word_for_all_of_a_prefecture_is_not_spelled_out_in_a_name(name: str) -> None:
    assert name in entities(export(article("a", f"[德宏州 GPE]通报。[{name} ORG]值守。")))
