import pytest

from tests.knowledge.reading import article, export, statements

NINGMING = article(
    "ningming",
    "[宁明县 GPE]在[边境一线 LOC][143个 QUANTITY][卡点 CHECKPOINT]成立[83个 QUANTITY][临时党支部 TEMP_BRANCH]。",
    """
    宁明县 ESTABLISHES 临时党支部
    卡点 LOCATED_IN 边境一线
    卡点 HAS_COUNT 143个
    临时党支部 LOCATED_IN 卡点
    临时党支部 HAS_COUNT 83个
    """,
)


def test_a_fact_is_understood_without_the_article() -> None:
    assert statements(export(NINGMING)) == [
        "临时党支部 (83 个) LOCATED_IN 卡点 (143 个) at 边境一线",
        "临时党支部 HAS_COUNT 83个 at 卡点 (143 个)",
        "卡点 (143 个) LOCATED_IN 边境一线",
        "卡点 HAS_COUNT 143个 at 边境一线",
        "宁明县 ESTABLISHES 临时党支部 (83 个) at 卡点 (143 个)",
    ]


def test_a_fact_quotes_the_sentence_that_says_it() -> None:
    fact = next(row for row in export(NINGMING) if row["type"] == "fact")
    (evidence,) = fact["evidence"]
    assert evidence == {"doc": "ningming", "start": 0, "end": len(NINGMING.text), "text": NINGMING.text}
    assert (fact["support"], fact["confidence"]) == (1, 1.0)


def test_dates_are_folded_in_and_are_facts_too() -> None:
    rows = export(
        article(
            "ruili",
            "[9月14日 DATE]，[瑞丽 GPE]出现[2例 QUANTITY][确诊病例 CASE]。",
            "确诊病例 ON_DATE 9月14日\n确诊病例 LOCATED_IN 瑞丽\n确诊病例 HAS_COUNT 2例",
        ),
        published="2020-09-20",
    )
    assert statements(rows) == [
        "确诊病例 (2 例) LOCATED_IN 瑞丽市 on 2020-09-14",
        "确诊病例 (2 例) ON_DATE 9月14日 at 瑞丽市",
        "确诊病例 HAS_COUNT 2例 at 瑞丽市 on 2020-09-14",
    ]
    count = next(row for row in rows if row.get("predicate") == "HAS_COUNT")
    assert count["object"]["id"] is None
    assert count["object"]["value"] == {"amount": 2, "unit": "例", "bound": "exact", "upper": None}


def test_as_many_counts_as_places_go_to_them_in_turn() -> None:
    rows = export(
        article(
            "baise",
            "[广西 GPE]有[224例 QUANTITY][确诊病例 CASE]，其中[百色市 GPE][223例 QUANTITY]。",
            """
            确诊病例 LOCATED_IN 广西
            确诊病例 LOCATED_IN 百色市
            确诊病例 HAS_COUNT 224例
            确诊病例 HAS_COUNT 223例
            """,
        )
    )
    assert statements(rows) == [
        "确诊病例 (223 例) LOCATED_IN 百色市",
        "确诊病例 (224 例) LOCATED_IN 广西壮族自治区",
        "确诊病例 HAS_COUNT 223例 at 百色市",
        "确诊病例 HAS_COUNT 224例 at 广西壮族自治区",
    ]


def test_where_a_sentence_names_no_place_the_anchoring_division_stands() -> None:
    rows = export(
        article(
            "ruili",
            "[瑞丽市 GPE]设置[执勤点 CHECKPOINT][502个 QUANTITY]。",
            "瑞丽市 ESTABLISHES 执勤点\n执勤点 HAS_COUNT 502个",
        )
    )
    assert statements(rows) == ["执勤点 HAS_COUNT 502个 at 瑞丽市", "瑞丽市 ESTABLISHES 执勤点 (502 个)"]


def test_what_a_relation_says_of_a_thing_and_itself_is_no_fact() -> None:
    rows = export(article("ruili", "[瑞丽 GPE]即[瑞丽市 GPE]。", "瑞丽 PART_OF 瑞丽市"))
    assert statements(rows) == []
    assert [row["label"] for row in rows if row["type"] == "relation"] == ["PART_OF"]


def test_the_same_fact_from_several_articles_is_one_line() -> None:
    text = "[宁明县 GPE]位于[广西 GPE]。"
    rows = export(*(article(doc, text, "宁明县 PART_OF 广西") for doc in ("c", "a", "b")))
    (fact,) = (row for row in rows if row["type"] == "fact")
    assert [item["doc"] for item in fact["evidence"]] == ["a", "b", "c"] and fact["support"] == 3


@pytest.mark.parametrize(("amounts", "lines"), [(("约20余万人", "20余万人"), 1), (("20余万人", "21余万人"), 2)])
def test_counts_are_compared_by_their_values(amounts: tuple[str, str], lines: int) -> None:
    articles = [
        article(
            doc,
            f"[瑞丽市 GPE]有[{amount} QUANTITY]。",
            f"瑞丽市 HAS_COUNT {amount}",
        )
        for doc, amount in zip("ab", amounts, strict=True)
    ]
    assert sum(row["type"] == "fact" for row in export(*articles)) == lines
