import json
from dataclasses import replace

import pytest

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.queue_simulation import (
    Plan,
    curve,
    queue_sentence,
    reach,
    saved,
    simulate,
    simulation_table,
    summarise,
    with_queue_figures,
)
from jiceng.ontology import Ontology
from jiceng.text.sentences import sentences
from jiceng.training.config import load_config


def beginning(article: Article, length: int) -> Article:
    """The first sentences of an article, as far as they end within so many characters."""
    end = max(end for _, end in sentences(article.text) if end <= length)
    spans = tuple(span for span in article.spans if span.end <= end)
    return replace(article, text=article.text[:end], spans=spans, relations=())


def test_a_small_simulation_of_real_articles(gold: dict[str, Article], ontology: Ontology) -> None:
    parts = tuple(beginning(gold[name], 1200) for name in ("menglian", "ruili"))
    plan = Plan(start=6, batch=4, batches=1, seeds=(0,))
    corpus = Corpus(parts, ())
    points = list(simulate(corpus, load_config(), ontology, plan))
    assert len(points) == plan.trainings * len(parts)
    for name in ("menglian", "ruili"):
        own = {(p.order, p.step): p for p in points if p.held_out == name}
        assert own["queue", 0] == replace(own["random", 0], order="queue"), "both orders start from the same sentences"
        for order in ("queue", "random"):
            assert (own[order, 0].sentences, own[order, 1].sentences) == (6, 10)
            assert own[order, 1].labels > own[order, 0].labels
    results = summarise(points, corpus, plan, "config", 0.0)
    assert [row["sentences"] for row in results["curves"]["queue"]] == [6, 10]
    assert "random" in simulation_table(results)
    assert json.loads(json.dumps(results))["saved"].keys() == {"sentences", "labels", "characters"}


ROWS = [{"labels": 100.0, "f1": 0.5}, {"labels": 200.0, "f1": 0.6}, {"labels": 300.0, "f1": 0.58}]


@pytest.mark.parametrize(("f1", "labels"), [(0.4, 100.0), (0.5, 100.0), (0.55, 150.0), (0.6, 200.0), (0.61, None)])
def test_what_a_curve_needs_for_an_f1(f1: float, labels: float | None) -> None:
    assert reach(ROWS, f1, "labels") == labels


def test_savings_are_shares_of_what_random_order_took_and_losses_are_negative() -> None:
    other = [
        {"labels": 100.0, "f1": 0.5},
        {"labels": 250.0, "f1": 0.55},
        {"labels": 120.0, "f1": 0.55},
        {"labels": 400.0, "f1": 0.7},
    ]
    assert [row["saved"] for row in saved(ROWS, other, "labels")] == [0.4, -0.25, None]


def test_a_curve_without_a_find_is_zero() -> None:
    assert curve([]) == []


def test_the_readme_gets_the_result_in_words() -> None:
    row = {"f1": 0.55, "random": 250.0, "queue": 150.0, "saved": 0.4}
    steps = [{"sentences": 40.0, "labels": 100.0, "f1": 0.5}, {"sentences": 80.0, "labels": 200.0, "f1": 0.6}]
    results = {"saved": {"labels": [row]}, "curves": {"queue": steps}, "plan": {"batch": 40}}
    done = with_queue_figures("a\n<!-- queue -->\nold\n<!-- /queue -->\nb", results)
    assert "the queue needs 150 labels instead of 250 (+40% saved)" in done and "old" not in done
    never = {**results, "saved": {"labels": [{**row, "queue": None, "saved": None}]}}
    assert "does not reach" in queue_sentence(never)
    with pytest.raises(ValueError, match="lacks the marks"):
        with_queue_figures("a", results)
