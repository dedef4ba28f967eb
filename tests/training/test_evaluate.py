from dataclasses import replace

import pytest

from pipeline.corpus.article import Article, Span
from pipeline.corpus.folder import Corpus
from pipeline.ontology import Ontology
from pipeline.training import evaluate as evaluation
from pipeline.training.baselines import memorised, spacy_ner
from pipeline.training.config import TrainingConfig, load_config
from pipeline.training.report import figures


@pytest.fixture(scope="module")
def config() -> TrainingConfig:
    config = load_config()
    return replace(config, tagger=replace(config.tagger, iterations=10))


@pytest.fixture(scope="module")
def two(corpus: Corpus) -> Corpus:
    return Corpus(tuple(article for article in corpus.gold if article.id in ("ningming", "lijiang")), ())


def test_the_held_out_article_takes_no_part(two: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    """Labels of the held-out article that are all wrong must not change what is said of it."""
    fold = evaluation.run_fold("ningming", two, config, ontology)
    article = next(item for item in two.gold if item.id == "ningming")
    wrong = replace(article, spans=tuple(Span(s.start, s.end, "CASE", s.id) for s in article.spans), relations=())
    other = replace(two, gold=tuple(wrong if item.id == "ningming" else item for item in two.gold))
    again = evaluation.run_fold("ningming", other, config, ontology)
    assert again.entities == fold.entities
    assert again.end_to_end == fold.end_to_end
    assert again.threshold == fold.threshold


def test_metrics_have_the_promised_shape(two: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    tasks = [
        task
        for task in evaluation.evaluation_tasks(two, config, ontology, baselines=True)
        if task.key[1] != "spacy_ner"
    ]
    *progress, metrics = evaluation.evaluate(two, config, ontology, "digest", tasks, workers=2)
    assert len(progress) == len(tasks)
    for setting in ("loao", "loao_no_supplement"):
        for table in ("entities", "relations_gold", "relations"):
            assert 0 <= metrics[setting][table]["f1"] <= 1
            assert metrics[setting][table]["labels"]
        assert set(metrics[setting]["baselines"]) == {"memorised", "tagger_no_lexicon"}
    assert metrics["loao"]["entities"]["f1"] > metrics["loao"]["baselines"]["memorised"]["entities"]["f1"] > 0
    assert metrics["data"] == two.hash and metrics["seeds"] == [0]
    assert "relations end to end" in figures(metrics)


def test_the_memorised_baseline_finds_what_it_saw_longest_first() -> None:
    seen = Article("a", "临时党支部和党支部", (Span(0, 5, "TEMP_BRANCH", 1), Span(6, 9, "PARTY_ORG", 2)))
    found = memorised([seen])(Article("b", "成立臨時黨支部"))
    assert [(span.start, span.end, span.label) for span in found] == [(2, 7, "TEMP_BRANCH")]


def test_spacys_ner_trains_on_our_spans_and_is_seeded(two: Corpus) -> None:
    article = next(item for item in two.gold if item.id == "lijiang")
    one, other = (spacy_ner([article], seed=1, epochs=2)(article) for _ in range(2))
    assert one == other
    assert all(article.text[span.start : span.end].strip() for span in one)
