"""Leave-one-article-out evaluation over the real articles, with baselines; what it returns is `models/metrics.json`."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from pipeline import __version__
from pipeline.corpus.article import Article, Relation, Span
from pipeline.corpus.folder import Corpus
from pipeline.ontology import Ontology
from pipeline.text.normalize import normalize
from pipeline.training.baselines import Predictor, memorised, spacy_ner
from pipeline.training.config import TrainingConfig
from pipeline.training.scoring import relation_keys, span_keys, table
from pipeline.training.train import Trainer


@dataclass(frozen=True)
class Fold:
    """What models trained without an article say of it: its spans, relations on gold spans, relations end to end."""

    article: str
    entities: Article
    relations_gold: Article
    end_to_end: Article
    seconds_tagger: float
    seconds_relations: float
    threshold: float


def run_fold(held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> Fold:
    """Train on everything but one gold article and read that article."""
    article = next(item for item in corpus.gold if item.id == held_out)
    gold = [item for item in corpus.gold if item.id != held_out]
    trainer = Trainer(config, ontology)
    started = time.perf_counter()
    tagger = trainer.tagger((*gold, *corpus.supplement))
    tagged = time.perf_counter()
    classifier = trainer.classifier(gold, corpus.supplement)
    related = time.perf_counter()
    text = normalize(article.text)
    spans = tuple(tagger.tag(text))

    def reread(spans: tuple[Span, ...], relations: Sequence[Relation]) -> Article:
        return replace(article, spans=spans, relations=tuple(relations))

    return Fold(
        article=held_out,
        entities=reread(spans, ()),
        relations_gold=reread(article.spans, classifier.extract(text, article.spans, ontology)),
        end_to_end=reread(spans, classifier.extract(text, spans, ontology)),
        seconds_tagger=tagged - started,
        seconds_relations=related - tagged,
        threshold=classifier.settings.threshold,
    )


def summarise(corpus: Corpus, folds: Sequence[Fold]) -> dict[str, Any]:
    """The figures of a leave-one-article-out run: three tables, a row an article, and times."""
    gold = sorted(corpus.gold, key=lambda article: article.id)
    by_article = {}
    for article, fold in zip(gold, sorted(folds, key=lambda fold: fold.article), strict=True):
        by_article[article.id] = {
            "entities": table(span_keys([article]), span_keys([fold.entities]))["f1"],
            "relations_gold": table(relation_keys([article]), relation_keys([fold.relations_gold]))["f1"],
            "relations": table(relation_keys([article]), relation_keys([fold.end_to_end]))["f1"],
            "relation_threshold": fold.threshold,
        }
    return {
        "entities": table(span_keys(gold), span_keys(fold.entities for fold in folds)),
        "relations_gold": table(relation_keys(gold), relation_keys(fold.relations_gold for fold in folds)),
        "relations": table(relation_keys(gold), relation_keys(fold.end_to_end for fold in folds)),
        "articles": by_article,
        "training_seconds": {
            "tagger": round(sum(fold.seconds_tagger for fold in folds) / len(folds), 1),
            "relations": round(sum(fold.seconds_relations for fold in folds) / len(folds), 1),
        },
    }


def run_baseline(name: str, held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> Article:
    """What a baseline trained without an article says of its spans."""
    article = next(item for item in corpus.gold if item.id == held_out)
    training = [item for item in (*corpus.gold, *corpus.supplement) if item.id != held_out]
    predict: Predictor
    if name == "memorised":
        predict = memorised(training)
    elif name == "spacy_ner":
        predict = spacy_ner(training, config.seed)
    elif name == "tagger_no_lexicon":
        trainer = Trainer(replace(config, tagger=replace(config.tagger, lexicon=False)), ontology)
        tagger = trainer.tagger(training)
        predict = lambda item: tuple(tagger.tag(normalize(item.text)))  # noqa: E731
    else:
        raise KeyError(name)
    return replace(article, spans=predict(article), relations=())


BASELINES = ("memorised", "tagger_no_lexicon", "spacy_ner")


@dataclass(frozen=True)
class Task:
    """One unit of an evaluation: `run` (called with the other fields) in a process of its own."""

    key: tuple[str, str, str]
    run: Callable[..., Any]
    arguments: tuple[Any, ...]


def evaluation_tasks(corpus: Corpus, config: TrainingConfig, ontology: Ontology, baselines: bool) -> list[Task]:
    """All folds of a full evaluation, longest first."""
    tasks = []
    for setting, part in (("loao", corpus), ("loao_no_supplement", replace(corpus, supplement=()))):
        for article in corpus.gold:
            for name in reversed(BASELINES if baselines else ()):
                arguments = (name, article.id, part, config, ontology)
                tasks.append(Task((setting, name, article.id), run_baseline, arguments))
            tasks.append(Task((setting, "", article.id), run_fold, (article.id, part, config, ontology)))
    return tasks


def evaluate(
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    config_digest: str,
    tasks: Sequence[Task],
    workers: int | None = None,
) -> Iterator[dict[str, Any]]:
    """Run tasks in processes of their own, one a core; yields an empty dict a finished task, the metrics last."""
    results: dict[tuple[str, str, str], Any] = {}
    started = time.perf_counter()
    with ProcessPoolExecutor(workers or os.cpu_count() or 1) as pool:
        futures = [(task, pool.submit(task.run, *task.arguments)) for task in tasks]
        for task, future in futures:
            results[task.key] = future.result()
            yield {}
    metrics: dict[str, Any] = {
        "version": __version__,
        "data": corpus.hash,
        "config": config_digest,
        "seeds": [config.seed],
        "articles": [article.id for article in corpus.gold],
        "supplement_articles": len(corpus.supplement),
    }
    for setting in ("loao", "loao_no_supplement"):
        folds = [result for key, result in results.items() if key[:2] == (setting, "")]
        metrics[setting] = summarise(corpus, folds)
        metrics[setting]["baselines"] = {
            name: {"entities": table(span_keys(corpus.gold), span_keys(found))}
            for name in BASELINES
            if (found := [result for key, result in results.items() if key[:2] == (setting, name)])
        }
    metrics["seconds"] = round(time.perf_counter() - started, 1)
    yield metrics
