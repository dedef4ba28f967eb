from dataclasses import replace

import pytest

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.checks import check_article
from jiceng.corpus.folder import Corpus
from jiceng.ontology import Ontology

TEXT = "宁明县在143个卡点成立83个临时党支部。\n全县参战。"
SPANS = (
    Span(0, 3, "GPE", 1),
    Span(4, 8, "QUANTITY", 2),
    Span(8, 10, "CHECKPOINT", 3),
    Span(12, 15, "QUANTITY", 4),
    Span(15, 20, "TEMP_BRANCH", 5),
    Span(22, 24, "GPE", 6),
)
GOOD = Article("a", TEXT, SPANS, (Relation("HAS_COUNT", 3, 2, 1), Relation("ESTABLISHES", 1, 5, 2)))


def test_a_good_article_has_no_fault(ontology: Ontology) -> None:
    assert list(check_article(GOOD, ontology, TEXT)) == []


def test_the_corpus_has_no_fault(corpus: Corpus, ontology: Ontology) -> None:
    for article in (*corpus.gold, *corpus.supplement):
        assert list(check_article(article, ontology)) == []


@pytest.mark.parametrize(
    ("spans", "relations", "expected"),
    [
        (
            [Span(0, 99, "GPE", 9)],
            [],
            "a:0: “宁明县在143个卡点成立83个临时党支部。\n全县参战。” offset: 0 to 99 is not a stretch",
        ),
        ([Span(21, 24, "GPE", 9)], [], "white space"),
        ([Span(19, 23, "GPE", 9)], [], "line break: a span crosses a line break"),
        ([Span(2, 5, "GPE", 9)], [], "overlap: overlaps “宁明县” (GPE at 0)"),
        ([Span(10, 12, "VERB", 9)], [], "label: VERB is not a label of the ontology"),
        ([Span(10, 12, "LOC", 1)], [], "duplicate: the span id 1 is used twice"),
        ([Span(0, 3, "GPE", 9)], [], "duplicate: GPE is marked twice on the same characters"),
        ([], [Relation("ESTABLISHES", 1, 77, 3)], "a:0: “宁明县” missing end: ESTABLISHES (id 3) names the span 77"),
        ([], [Relation("ESTABLISHES", 5, 1, 3)], "ESTABLISHES may not run from TEMP_BRANCH to GPE"),
        ([], [Relation("MAKES", 1, 5, 3)], "label: MAKES is not a relation of the ontology"),
        (
            [],
            [Relation("PART_OF", 1, 6, 3)],
            "sentence: 宁明县 PART_OF 全县 (at 22): the ends stand in different sentences",
        ),
        ([], [Relation("PART_OF", 1, 1, 3)], "joins a span with itself"),
        ([], [Relation("HAS_COUNT", 3, 2, 3)], "duplicate: 卡点 HAS_COUNT 143个 (at 4) twice"),
    ],
)
def test_each_rule(ontology: Ontology, spans: list[Span], relations: list[Relation], expected: str) -> None:
    bad = replace(GOOD, spans=(*SPANS, *spans), relations=(*GOOD.relations, *relations))
    faults = [str(fault) for fault in check_article(bad, ontology)]
    assert any(expected in fault for fault in faults), faults


def test_a_text_that_differs_from_its_article_is_shown_where_it_begins_to(ontology: Ontology) -> None:
    (fault,) = check_article(GOOD, ontology, TEXT.replace("卡点", "卡點"))
    assert (fault.offset, fault.rule) == (9, "text")
    (fault,) = check_article(GOOD, ontology, TEXT + "\n")
    assert fault.offset == len(TEXT)


def test_all_faults_of_an_article_are_listed(ontology: Ontology) -> None:
    bad = replace(GOOD, spans=(*SPANS, Span(10, 12, "VERB", 9), Span(21, 24, "GPE", 10)))
    assert {fault.rule for fault in check_article(bad, ontology)} == {"label", "white space", "overlap", "line break"}
