import pytest

from jiceng.corpus.agreement import agreement
from jiceng.corpus.agreement_report import agreement_report
from jiceng.corpus.article import Article, Relation, Span

A = Article(
    "a", "边境一线卡点群众", (Span(0, 4, "LOC", 1), Span(4, 6, "CHECKPOINT", 2)), (Relation("LOCATED_IN", 2, 1, 1),)
)
B = Article(
    "a",
    A.text,
    (Span(0, 2, "LOC", 5), Span(4, 6, "CHECKPOINT", 6), Span(6, 8, "ROLE", 7)),
    (Relation("LOCATED_IN", 6, 5, 1),),
)


def test_exact_and_overlapping() -> None:
    result = agreement([A], [B])
    assert (result.entities["ALL"].a, result.entities["ALL"].b, result.entities["ALL"].both) == (2, 3, 1)
    assert result.entities["LOC"].f1 == 0
    assert result.entities_overlapping["LOC"].f1 == 1
    assert result.relations["ALL"].both == 0
    assert result.relations_overlapping["ALL"].both == 1
    assert [(d.who, d.item) for d in result.disagreements] == [
        ("B", "边境 LOC"),
        ("A", "边境一线 LOC"),
        ("B", "群众 ROLE"),
        ("B", "卡点 LOCATED_IN 边境"),
        ("A", "卡点 LOCATED_IN 边境一线"),
    ]
    assert "【边境】一线卡点" in agreement_report(result)


def test_kappa_against_a_case_reckoned_by_hand() -> None:
    # 8 characters; labels agree on 边境 (2) and 卡点 (2): observed 4/8.
    # A: LOC 4, CHECKPOINT 2, outside 2; B: LOC 2, CHECKPOINT 2, ROLE 2, outside 2: expected (4*2 + 2*2 + 2*2) / 64.
    assert agreement([A], [B]).kappa == pytest.approx((4 / 8 - 16 / 64) / (1 - 16 / 64))
    assert agreement([A], [A]).kappa == 1


def test_it_is_symmetric() -> None:
    one, other = agreement([A], [B]), agreement([B], [A])
    assert one.entities["ALL"].f1 == other.entities["ALL"].f1
    assert one.kappa == pytest.approx(other.kappa)


def test_articles_that_only_one_has_are_named_and_texts_that_differ_refused() -> None:
    extra = Article("b", "文")
    assert agreement([A, extra], [B]).only_one == ("b",)
    with pytest.raises(ValueError, match="the two texts of a differ"):
        agreement([A], [Article("a", "别的")])
