from dataclasses import replace

import pytest
import spacy

from jiceng.configs import project_file
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.bakeoff.compare_taggers import Result, bakeoff_summary, bakeoff_tasks, run_contestant
from jiceng.evaluation.bakeoff.spacy_words import give_vectors, word_tags
from jiceng.evaluation.bakeoff.tables import TAGGERS, tagger_table
from jiceng.evaluation.bakeoff.taggers import TRAININGS
from jiceng.evaluation.evaluate import Task
from jiceng.evaluation.scoring import SETTINGS
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer
from tests.conftest import quick


@pytest.fixture(scope="module")
def two(corpus: Corpus) -> Corpus:
    return Corpus(corpus.gold[:2], ())


@pytest.fixture(scope="module")
def config() -> TrainingConfig:
    return quick(epochs=3)


@pytest.fixture(scope="module")
def hybrids(two: Corpus, config: TrainingConfig, ontology: Ontology) -> list[Result]:
    return run_contestant("hybrid", two.gold[0].id, two, config, ontology, [0, 1])


def test_the_hybrid_of_the_bakeoff_is_the_tagger_that_is_trained_by_default(
    two: Corpus, config: TrainingConfig, ontology: Ontology, hybrids: list[Result]
) -> None:
    article, other = two.gold
    for seed in (0, 1):
        tagger = Trainer(replace(config, seed=seed), ontology).tagger([other])
        (own,) = [item for item in hybrids if (item.row, item.seed) == ("hybrid", seed)]
        assert own.spans == tuple(tagger.tag(normalize(article.text)))


def test_an_ensemble_costs_what_its_members_cost(hybrids: list[Result]) -> None:
    one, three = ([item for item in hybrids if item.row == row] for row in ("hybrid", "ensemble"))
    assert [item.seed for item in one] == [item.seed for item in three] == [0, 1]
    assert three[0].seconds == pytest.approx(3 * one[0].seconds)
    assert three[0].size > one[0].size and three[0].speed < one[0].speed


def test_no_contestant_sees_the_article_it_reads(two: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    held_out = two.gold[0]
    bare = replace(two, gold=(replace(held_out, spans=(), relations=()), two.gold[1]))
    for name in ("crf", "hybrid_pkuseg"):
        (with_labels,), (without,) = (
            run_contestant(name, held_out.id, part, config, ontology, [0]) for part in (two, bare)
        )
        assert with_labels.spans == without.spans


def test_spacy_sees_word_boundaries_and_vectors() -> None:
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    give_vectors(nlp, Vectors.load(project_file("models/vectors.npz")))
    doc = word_tags(nlp.make_doc("临时党支部在口岸"))
    assert [token.tag_ for token in doc] == ["B", "E", "B", "I", "E", "S", "B", "E"]
    assert all(token.has_vector for token in doc)
    assert not (nlp.vocab["岸"].vector == nlp.vocab["党"].vector).all()


def test_every_row_is_trained_by_something(two: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    assert {*TRAININGS, "ensemble"} == set(TAGGERS)
    tasks = bakeoff_tasks(two, config, ontology, 3, ["crf"])
    assert [(task.setting, task.article) for task in tasks] == [(s, a.id) for s in SETTINGS for a in two.gold]
    assert not tasks[-1].arguments[2].supplement


def test_a_perfect_reading_scores_one(two: Corpus) -> None:
    results = [
        (
            Task(setting, "crf", article.id, run_contestant, ()),
            [Result("crf", 0, article.id, article.spans, 61.4, 45_000.4, 1_440_000)],
        )
        for setting in SETTINGS
        for article in two.gold
    ]
    summary = bakeoff_summary(two, "digest", [0], results)
    assert summary["rows"]["crf"]["loao"]["entities"]["f1"] == 1.0
    assert f"| {TAGGERS['crf']} | 1.000 | 1.000 | 61 | 45,000 | 1.4 |" in tagger_table(summary)


def test_rows_of_another_run_stay_only_if_they_were_made_from_the_same(two: Corpus) -> None:
    earlier = {"data": two.hash, "config": "digest", "seeds": [0], "rows": {"hybrid": {"loao": {}}}}
    assert set(bakeoff_summary(two, "digest", [0], [], earlier)["rows"]) == {"hybrid"}
    for other in ({"config": "another"}, {"data": "another"}, {"seeds": [0, 1]}):
        assert not bakeoff_summary(two, "digest", [0], [], earlier | other)["rows"]
