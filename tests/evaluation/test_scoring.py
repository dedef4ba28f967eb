from dataclasses import replace

from jiceng.corpus.article import Article, Relation, Span
from jiceng.evaluation.scoring import relation_keys, span_keys, table

GOLD = Article(
    "a",
    "宁明县成立临时党支部",
    (Span(0, 3, "GPE", 1), Span(5, 10, "TEMP_BRANCH", 2)),
    (Relation("ESTABLISHES", 1, 2, 1),),
)


def test_a_span_counts_only_with_its_exact_extent_and_label() -> None:
    found = replace(GOLD, spans=(Span(0, 3, "ORG", 1), Span(7, 10, "TEMP_BRANCH", 2), Span(0, 3, "GPE", 3)))
    scores = table(span_keys([GOLD]), span_keys([found]))
    assert (scores["gold"], scores["found"], scores["recall"]) == (2, 3, 0.5)
    assert scores["labels"]["GPE"]["f1"] == 1
    assert scores["labels"]["TEMP_BRANCH"]["f1"] == 0


def test_a_relation_counts_only_between_the_right_spans_in_the_right_direction() -> None:
    right = relation_keys([GOLD])
    reversed_ = relation_keys([replace(GOLD, relations=(Relation("ESTABLISHES", 2, 1, 1),))])
    mislabelled = relation_keys([replace(GOLD, spans=(Span(0, 3, "ORG", 1), GOLD.spans[1]))])
    assert table(right, right)["f1"] == 1
    assert table(right, reversed_)["f1"] == 0
    assert table(right, mislabelled)["f1"] == 0


def test_nothing_found_is_zero_not_an_error() -> None:
    assert table(span_keys([GOLD]), set())["f1"] == 0
    assert table(set(), set())["f1"] == 0
