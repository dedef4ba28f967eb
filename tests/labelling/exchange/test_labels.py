import json

import pytest
from hypothesis import given

from jiceng.corpus.article import Article, Relation, Span
from jiceng.labelling.exchange.labels import Labels, labels_from_json, labels_of, with_labels
from tests.labelling.strategies import articles


@given(articles())
def test_labels_survive_json_and_their_article(article: Article) -> None:
    labels = labels_of(article)
    assert labels_from_json(json.loads(json.dumps(labels.to_json()))) == labels
    assert with_labels(article, labels) == article
    assert labels_of(with_labels(Article("b", article.text), labels)) == labels


def test_the_real_articles_keep_every_number(gold: dict[str, Article]) -> None:
    for article in gold.values():
        assert with_labels(article, labels_of(article)).relations == article.relations


def test_what_is_new_gets_new_numbers_and_the_rest_keeps_its_own() -> None:
    old = Article("a", "宁明县卡点143个", (Span(0, 3, "GPE", 9), Span(3, 5, "CHECKPOINT", 4)))
    count, post = (5, 9, "QUANTITY"), (3, 5, "CHECKPOINT")
    new = with_labels(old, Labels(frozenset({post, count}), frozenset({(post, count, "HAS_COUNT")})))
    assert new.spans == (Span(3, 5, "CHECKPOINT", 4), Span(5, 9, "QUANTITY", 10))
    assert [span.id for span in new.spans] == [4, 10]
    assert new.relations == (Relation("HAS_COUNT", 4, 10, 1),)


def test_a_relation_without_its_end_is_an_error() -> None:
    with pytest.raises(ValueError, match="LEADS names the span 2, which does not exist"):
        labels_of(Article("a", "书记", (Span(0, 2, "ROLE", 1),), (Relation("LEADS", 1, 2, 1),)))


def test_a_changed_label_keeps_its_number_its_relations_and_their_status() -> None:
    spans = (Span(0, 3, "GPE", 7), Span(3, 5, "CHECKPOINT", 3), Span(5, 9, "QUANTITY", 5))
    relations = (Relation("HAS_COUNT", 3, 5, 12, status="negated"), Relation("LOCATED_IN", 3, 7, 4, status="planned"))
    old = Article("a", "宁明县卡点143个", spans, relations)
    place, post, count = (0, 3, "GPE"), (3, 5, "FAC"), (5, 9, "QUANTITY")
    found = {(post, count, "HAS_COUNT"), (post, place, "LOCATED_IN")}
    new = with_labels(old, Labels(frozenset({place, post, count}), frozenset(found)))
    assert new.relations == relations
    assert {span.id: span.label for span in new.spans} == {7: "GPE", 3: "FAC", 5: "QUANTITY"}
