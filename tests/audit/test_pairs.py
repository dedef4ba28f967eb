"""The constructed pairs, on both halves, and real articles: what documents say of them holds."""

import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.checks import check_article
from jiceng.ontology import Ontology
from tests.audit.pairs import Pair, findings, read_pairs, said
from tests.audit.planted import measure

PAIRS = list(read_pairs())


def test_the_pairs_are_two_hundred_and_half_of_them_only_look_like_contradictions() -> None:
    assert [pair.number for pair in PAIRS] == list(range(1, 201))
    for apart in (True, False):
        half = [pair for pair in PAIRS if pair.is_apart is apart]
        assert sum(pair.right == "contradiction" for pair in half) == len(half) / 2 == 50


def test_the_pairs_are_labelled_by_the_rules_of_the_corpus(ontology: Ontology) -> None:
    assert [fault for pair in PAIRS for article in pair.articles for fault in check_article(article, ontology)] == []


@pytest.mark.parametrize(("apart", "found"), [(False, 48), (True, 42)])
def test_what_is_listed_contradicts_and_most_of_what_contradicts_is_listed(apart: bool, found: int) -> None:
    listed = [pair for pair in PAIRS if pair.is_apart is apart and said(pair) == "contradiction"]
    wrong = [pair.number for pair in listed if pair.right != "contradiction"]
    assert wrong == []
    assert len(listed) >= found


@pytest.mark.parametrize("pair", [pair for pair in PAIRS if pair.right == "change"], ids=lambda pair: str(pair.number))
def test_a_change_is_a_change_with_its_direction(pair: Pair) -> None:
    (finding,) = findings(pair.articles, pair.published)
    assert finding.kind == "change"
    first, second = (said.value for said in finding.says)
    assert first is not None and second is not None
    assert finding.direction == ("up" if first.amount < second.amount else "down")


def test_nothing_contradicts_in_the_five_articles(gold: dict[str, Article]) -> None:
    assert findings(list(gold.values())) == []


def test_numbers_that_are_planted_into_a_real_article_are_found_and_nothing_else(gold: dict[str, Article]) -> None:
    there, found, others = measure([gold["ningming"]])
    assert found / there >= 0.7 and others == 0
