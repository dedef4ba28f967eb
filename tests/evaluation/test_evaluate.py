from dataclasses import replace

import pytest

from jiceng.corpus.article import Article, Span
from jiceng.corpus.folder import Corpus
from jiceng.evaluation import evaluate as evaluation
from jiceng.evaluation.baselines import memorised, nearest_pairs, spacy_ner
from jiceng.evaluation.report import figures
from jiceng.ontology import Ontology
from jiceng.training.config import TrainingConfig
from tests.conftest import quick


@pytest.fixture(scope="module")
def config() -> TrainingConfig:
    return quick(epochs=2)


@pytest.fixture(scope="module")
def three(corpus: Corpus) -> Corpus:
    return Corpus(tuple(article for article in corpus.gold if article.id in ("baise", "ningming", "lijiang")), ())


def test_the_held_out_article_takes_no_part(three: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    """Labels of the held-out article that are all wrong must not change what is said of it."""
    (fold,) = evaluation.run_folds("ningming", three, config, ontology, [0])
    article = next(item for item in three.gold if item.id == "ningming")
    wrong = replace(article, spans=tuple(Span(s.start, s.end, "CASE", s.id) for s in article.spans), relations=())
    other = replace(three, gold=tuple(wrong if item.id == "ningming" else item for item in three.gold))
    (again,) = evaluation.run_folds("ningming", other, config, ontology, [0])
    assert again.end_to_end == fold.end_to_end
    assert fold.end_to_end.spans and fold.relations_gold.relations


def test_metrics_have_the_promised_shape(three: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    names = [name for name in evaluation.BASELINES if name != "spacy_ner"]
    tasks = evaluation.baseline_tasks(three, config, ontology, names)
    beside = evaluation.summarise_baselines(three, list(evaluation.run_tasks(tasks[: 3 * len(names)], workers=2)))
    folds = [task for task in evaluation.fold_tasks(three, config, ontology, seeds=2) if task.setting == "loao"]
    metrics = evaluation.summarise(three, "digest", list(evaluation.run_tasks(folds, workers=2)), beside)
    for table in evaluation.TABLES:
        assert 0 <= metrics["loao"][table]["f1"] <= 1
        assert len(metrics["loao"][table]["f1_by_seed"]) == 2
        assert metrics["loao"][table]["labels"]
    baselines = metrics["loao"]["baselines"]
    assert set(baselines) == set(names)
    assert baselines["crf"]["entities"]["f1"] > baselines["memorised"]["entities"]["f1"] > 0
    assert baselines["nearest_pairs"]["relations_gold"]["f1"] > 0.2
    assert metrics["data"] == three.hash and metrics["seeds"] == [0, 1]
    assert 0 <= metrics["loao"]["calibration"]["expected_calibration_error"] <= 1
    assert "relations end to end" in figures(metrics)


def test_the_memorised_baseline_finds_what_it_saw_longest_first() -> None:
    seen = Article("a", "临时党支部和党支部", (Span(0, 5, "TEMP_BRANCH", 1), Span(6, 9, "PARTY_ORG", 2)))
    found = memorised([seen])(Article("b", "成立臨時黨支部"))
    assert [(s.start, s.end, s.label) for s in found] == [(2, 7, "TEMP_BRANCH")]


def test_the_nearest_pair_rules_join_a_count_to_its_thing(corpus: Corpus, ontology: Ontology) -> None:
    spans = (Span(2, 5, "QUANTITY", 1), Span(5, 10, "TEMP_BRANCH", 2))
    found = nearest_pairs(corpus.gold, ontology)(Article("b", "成立83个临时党支部", spans))
    assert [(r.label, r.head, r.tail) for r in found] == [("HAS_COUNT", 2, 1)]


def test_the_spacy_baseline_trains_and_predicts(three: Corpus) -> None:
    predict = spacy_ner(three.gold[:1], epochs=1)
    assert isinstance(predict(three.gold[1]), tuple)
