"""Texts as pages have them through the export's lines: the values and names of what is written, at true raw offsets."""

import pytest

from jiceng.corpus.article import Article, Relation, Span
from tests.knowledge.reading import article, entities, export


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("设卡[12&nbsp;支 QUANTITY]。", 12, "支"),
        ("设卡[28</b>个 QUANTITY]。", 28, "个"),
        ("服务党员群众[3\n万人次 QUANTITY]。", 30000, "人次"),
        ("设卡[1\u200b2个 QUANTITY]。", 12, "个"),
        ("占[60&#37; QUANTITY]。", 60, "%"),
    ],
)
def test_values_are_those_of_the_words(text: str, amount: int, unit: str) -> None:
    (mention,) = (row for row in export(article("a", text)) if row["type"] == "mention")
    raw = text.replace("[", "").replace(" QUANTITY]", "")
    assert raw[mention["start"] : mention["end"]] == mention["text"]
    assert (mention["value"]["amount"], mention["value"]["unit"]) == (amount, unit)


def test_names_are_those_of_the_words() -> None:
    rows = export(
        article(
            "a",
            "[瑞丽市 GPE]</b><b>[姐相镇 GPE]的&ldquo;[敲门行动 MEASURE]&rdquo;，[宁\u200b明县 GPE]的党员[突\n击队 TEAM]",
        )
    )
    found = entities(rows)
    assert found["敲门行动"]["id"].startswith("name:")
    assert found["宁明县"]["code"]["value"] == "451422"
    assert found["姐相镇"]["place"] == "gbt2260:533102"
    assert found["突击队"]["aliases"] == []


def test_a_relation_may_cross_a_line_that_was_broken_by_hand() -> None:
    text, head, tail = "石门县成立党员突\n击队。", Span(0, 3, "GPE", 1), Span(5, 11, "TEAM", 2)
    rows = export(Article("a", text, (head, tail), (Relation("ESTABLISHES", 1, 2, 1),)))
    (fact,) = (row for row in rows if row["type"] == "fact")
    assert fact["object"]["name"] == "党员突击队"
    assert fact["evidence"][0]["text"] == text
