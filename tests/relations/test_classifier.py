import json
from pathlib import Path

import numpy as np
import pytest

from jiceng.corpus.article import Article
from jiceng.ontology import Ontology
from jiceng.relations.classifier import RelationClassifier, RelationSettings
from jiceng.relations.verbs import load_verbs
from jiceng.text.normalize import normalize
from jiceng.training.classifier import train_classifier, with_decisions
from jiceng.training.pairs import PairData, pair_data, probabilities

SETTINGS = RelationSettings(bits=18)
VERBS = load_verbs()


@pytest.fixture(scope="module")
def data(gold: dict[str, Article], ontology: Ontology) -> dict[str, PairData]:
    return {name: pair_data(article, SETTINGS, VERBS, ontology) for name, article in gold.items()}


@pytest.fixture(scope="module")
def classifier(data: dict[str, PairData], ontology: Ontology) -> RelationClassifier:
    return train_classifier(
        [data[name] for name in ("ruili", "baise", "menglian", "lijiang")], SETTINGS, VERBS, ontology
    )


def test_nearly_all_gold_relations_are_in_the_data(data: dict[str, PairData], gold: dict[str, Article]) -> None:
    for name, item in data.items():
        assert item.truth.sum() + item.missed == len(gold[name].relations)
        assert item.missed <= 0.03 * len(gold[name].relations)
        assert not (item.truth & ~item.allowed).any()


def test_it_generalises_to_an_article_it_has_not_seen(
    classifier: RelationClassifier, gold: dict[str, Article], ontology: Ontology
) -> None:
    article = gold["ningming"]
    found = at(classifier, 0.3).extract(normalize(article.text), article.spans, ontology)
    counts = {(r.head, r.tail) for r in found if r.label == "HAS_COUNT"}
    wanted = {(r.head, r.tail) for r in article.relations if r.label == "HAS_COUNT"}
    assert len(counts & wanted) > 0.7 * len(wanted)
    assert all(ontology.allows(r.label, _label(article, r.head), _label(article, r.tail)) for r in found)


def at(classifier: RelationClassifier, threshold: float) -> RelationClassifier:
    return with_decisions(classifier, dict.fromkeys(classifier.labels, threshold), {})


def _label(article: Article, span_id: int) -> str:
    return next(span.label for span in article.spans if span.id == span_id)


def test_a_higher_threshold_only_takes_away(
    classifier: RelationClassifier, gold: dict[str, Article], ontology: Ontology
) -> None:
    article = gold["ningming"]
    text = normalize(article.text)
    low, high = (
        {(r.label, r.head, r.tail) for r in at(classifier, t).extract(text, article.spans, ontology)}
        for t in (0.2, 0.6)
    )
    assert high < low


def test_saving_and_training_twice_change_nothing(
    classifier: RelationClassifier, data: dict[str, PairData], ontology: Ontology, tmp_path: Path
) -> None:
    classifier.save(tmp_path / "weights.npz")
    back = RelationClassifier.load(tmp_path / "weights.npz", json.loads(json.dumps(classifier.settings_json())))
    assert back.settings == classifier.settings and back.verbs == classifier.verbs
    np.testing.assert_array_equal(back.coef, classifier.coef)
    again = train_classifier(
        [data[name] for name in ("ruili", "baise", "menglian", "lijiang")], SETTINGS, VERBS, ontology
    )
    np.testing.assert_array_equal(again.coef, classifier.coef)


def test_a_relation_without_examples_is_never_found(data: dict[str, PairData], ontology: Ontology) -> None:
    item = data["ningming"]
    empty = PairData(item.ends, item.features, np.zeros_like(item.truth), item.allowed, 0)
    silent = train_classifier([empty], SETTINGS, VERBS, ontology)
    assert probabilities(silent, item.features).max() < 0.01


def test_a_text_without_spans_has_no_relations(classifier: RelationClassifier, ontology: Ontology) -> None:
    assert classifier.extract(normalize("全市参战。"), (), ontology) == []
