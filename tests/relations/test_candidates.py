import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.markup import read_inline
from jiceng.ontology import Ontology
from jiceng.relations.candidates import by_sentence, pairs_of
from jiceng.text.normalize import normalize

ARTICLE = read_inline("⟦1:GPE|該縣⟧設⟦2:QUANTITY|3個⟧⟦3:CHECKPOINT|卡點⟧。⟦4:GPE|全市⟧參戰", "a")


def test_pairs_join_spans_of_one_sentence_with_allowed_types(ontology: Ontology) -> None:
    sentences = list(by_sentence(normalize(ARTICLE.text), ARTICLE.spans))
    assert [sentence.text for sentence in sentences] == ["该县设3个卡点。", "全市参战"]
    first = sentences[0]
    names = [first.text[slice(*place)] for place in first.places]
    pairs = {(names[pair.head], names[pair.tail]): set(pair.labels) for pair in pairs_of(first, ontology, reach=15)}
    assert pairs[("卡点", "3个")] == {"HAS_COUNT"}
    assert pairs[("该县", "卡点")] == {"ESTABLISHES"}
    assert pairs[("卡点", "该县")] == {"LOCATED_IN"}
    assert ("3个", "卡点") not in pairs
    assert list(pairs_of(sentences[1], ontology, reach=15)) == []


@pytest.mark.parametrize(("reach", "lost"), [(15, 0.01), (1000, 0.0)])
def test_few_gold_relations_are_lost_to_the_candidates(
    gold: dict[str, Article], ontology: Ontology, reach: int, lost: float
) -> None:
    missed, total = 0, 0
    for article in gold.values():
        candidates = {
            (sentence.spans[pair.head].id, sentence.spans[pair.tail].id, label)
            for sentence in by_sentence(normalize(article.text), article.spans)
            for pair in pairs_of(sentence, ontology, reach)
            for label in pair.labels
        }
        missed += len({(r.head, r.tail, r.label) for r in article.relations} - candidates)
        total += len(article.relations)
    assert missed <= lost * total
