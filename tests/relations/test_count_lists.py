"""A list of counts behind one thing: what the classifier says of one count is said of all."""

import pytest

from jiceng.corpus.markup import read_inline
from jiceng.relations.count_lists import with_whole_lists
from jiceng.text.normalize import normalize


@pytest.mark.parametrize(
    ("markup", "pairs"),
    [
        ("丙镇分别设⟦1:CHECKPOINT|卡点⟧⟦2:QUANTITY|3个⟧、⟦3:QUANTITY|4个⟧、⟦4:QUANTITY|6个⟧。\n=> 1 HAS_COUNT 2", [(1, 2), (1, 3), (1, 4)]),
        ("⟦1:QUANTITY|3名⟧和⟦2:QUANTITY|2名⟧⟦3:ROLE|民警⟧\n=> 3 HAS_COUNT 2", [(3, 2), (3, 1)]),
        # Another measure word, a comma, or a head of its own: each count is for itself.
        ("⟦1:TEAM|小队⟧⟦2:QUANTITY|3支⟧、⟦3:QUANTITY|28人⟧\n=> 1 HAS_COUNT 2", [(1, 2)]),
        ("建⟦1:TEAM|支队⟧⟦2:QUANTITY|39支⟧，⟦3:QUANTITY|21支⟧整编\n=> 1 HAS_COUNT 2", [(1, 2)]),
        ("⟦1:TEAM|甲队⟧⟦2:QUANTITY|3人⟧、⟦3:QUANTITY|5人⟧⟦4:TEAM|乙队⟧\n=> 1 HAS_COUNT 2\n=> 4 HAS_COUNT 3", [(1, 2), (4, 3)]),
        # Members of a list have their counts by position.
        ("⟦1:TEAM|码头队⟧、⟦2:TEAM|橘园队⟧各有⟦3:QUANTITY|5人⟧、⟦4:QUANTITY|8人⟧\n=> 1 HAS_COUNT 3", [(1, 3)]),
    ],
)  # fmt: skip
def test_a_list_counts_one_thing(markup: str, pairs: list[tuple[int, int]]) -> None:
    article = read_inline(markup, "a")
    found = with_whole_lists(normalize(article.text), article.spans, article.relations)
    assert [(relation.head, relation.tail) for relation in found] == pairs
    assert [relation.id for relation in found] == list(range(1, len(found) + 1))
