from dataclasses import replace

import numpy as np
import pytest

from jiceng.corpus.article import Article, Span
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.bakeoff import tables as bakeoff_tables
from jiceng.evaluation.bakeoff.compare_relations import (
    Result,
    relation_bakeoff_summary,
    relation_bakeoff_tasks,
    run_scorers,
)
from jiceng.evaluation.bakeoff.pair_scorers import SCORERS, pair_states
from jiceng.evaluation.bakeoff.tables import relation_tables
from jiceng.evaluation.evaluate import Task, run_folds
from jiceng.evaluation.scoring import SETTINGS, relation_keys
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer
from tests.conftest import quick


@pytest.fixture(scope="module")
def config() -> TrainingConfig:
    return quick(epochs=6)


@pytest.fixture(scope="module")
def three(corpus: Corpus) -> Corpus:
    return Corpus(corpus.gold[:3], ())


@pytest.fixture(scope="module")
def results(three: Corpus, config: TrainingConfig, ontology: Ontology) -> list[Result]:
    return run_scorers(three.gold[0].id, three, config, ontology, (0, 1))


def test_the_logistic_regression_of_the_bakeoff_is_the_default(
    three: Corpus, config: TrainingConfig, ontology: Ontology, results: list[Result]
) -> None:
    own = [item for item in results if item.row == "logistic_regression"]
    for fold, item in zip(run_folds(three.gold[0].id, three, config, ontology, (0, 1)), own, strict=True):
        assert relation_keys([item.relations_gold]) == relation_keys([fold.relations_gold]) != set()
        assert relation_keys([item.relations]) == relation_keys([fold.end_to_end])


def test_every_scorer_reads_and_learns_something(three: Corpus, results: list[Result]) -> None:
    assert {item.row for item in results} == set(bakeoff_tables.SCORERS) == {*SCORERS, "nearest_pairs"}
    gold = relation_keys(three.gold[:1])
    for item in results:
        found = relation_keys([item.relations_gold])
        assert len(gold & found) > 0.02 * len(gold), item.row
        assert item.relations.spans != three.gold[0].spans


def test_states_are_those_of_the_places_of_a_pair(three: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    """The state of a character depends on its sentence alone, so the same sentence twice gives the same rows."""
    tagger = Trainer(config, ontology).tagger(three.gold)
    sentence = "宁明县成立83个临时党支部。"
    shift = len(sentence) + 1
    first = (Span(0, 3, "GPE", 1), Span(8, 13, "TEMP_BRANCH", 2))
    again = tuple(replace(span, start=span.start + shift, end=span.end + shift) for span in first)
    ends = np.array([[1, 2], [2, 1]])
    one, two = (
        pair_states(text, spans, ends, tagger, ontology)
        for text, spans in ((sentence, first), (f"{sentence}\n{sentence}", again))
    )
    assert one.shape == two.shape and one.shape[0] == 2
    assert np.allclose(one[:, :-1], two[:, :-1], atol=1e-4)
    width = config.tagger.network.hidden * 2
    prepared = tagger.prepare(normalize(sentence))
    states = tagger.model.states(prepared.sentences, prepared.bags)  # type: ignore[attr-defined]
    assert np.allclose(one[0, : 4 * width].reshape(4, width), states[[0, 2, 8, 12]])
    assert np.allclose(one[0, 4 * width : 5 * width], states[3:8].mean(axis=0), atol=1e-4)
    assert np.allclose(one[1, : 2 * width].reshape(2, width), states[[8, 12]])


def test_both_settings_are_read(three: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    tasks = relation_bakeoff_tasks(three, config, ontology, 3)
    assert [(task.setting, task.article) for task in tasks] == [(s, a.id) for s in SETTINGS for a in three.gold]


def test_a_perfect_reading_scores_one(three: Corpus) -> None:
    def result(article: Article) -> Result:
        return Result("nearest_pairs", 0, article, replace(article, relations=()))

    results = [
        (Task(setting, "relations", article.id, run_scorers, ()), [result(article)])
        for setting in SETTINGS
        for article in three.gold
    ]
    summary = relation_bakeoff_summary(three, "digest", results)
    text = relation_tables(summary)
    assert "| nearest-pair rules | 1.000 | 1.000 | 0.000 | 0.000 |" in text
    assert "| 1.00 / 0.00 |" in text
