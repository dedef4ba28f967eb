"""Leave-one-article-out evaluation over the real articles, with baselines; what it returns is `models/metrics.json`."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from statistics import fmean
from typing import Any

from pipeline import __version__
from pipeline.corpus.article import Article, Relation, Span
from pipeline.corpus.folder import Corpus
from pipeline.ner.calibration import expected_calibration_error, reliability
from pipeline.ontology import Ontology
from pipeline.text.normalize import normalize
from pipeline.training.baselines import Predictor, memorised, nearest_pairs, spacy_ner
from pipeline.training.config import TrainingConfig
from pipeline.training.scoring import averaged, relation_keys, span_keys, table
from pipeline.training.trainer import Trainer

SETTINGS = ("loao", "loao_no_supplement")
TABLES = ("entities", "relations_gold", "relations")
BASELINES = ("memorised", "crf", "crf_no_lexicon", "spacy_ner", "nearest_pairs")


@dataclass(frozen=True)
class Fold:
    """What models trained without an article say of it: relations on its own spans, and everything end to end."""

    article: str
    relations_gold: Article
    end_to_end: Article
    seconds: float
    unreachable: int


def run_fold(held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> Fold:
    """Train on everything but one gold article and read that article."""
    article = next(item for item in corpus.gold if item.id == held_out)
    started = time.perf_counter()
    trainer = Trainer(config, ontology)
    models = trainer.models([item for item in corpus.gold if item.id != held_out], corpus.supplement)
    seconds = time.perf_counter() - started
    text = normalize(article.text)
    spans = tuple(models.tagger.tag(text))

    def reread(spans: tuple[Span, ...], relations: Sequence[Relation]) -> Article:
        return replace(article, spans=spans, relations=tuple(relations))

    return Fold(
        article=held_out,
        relations_gold=reread(article.spans, models.on_gold.extract(text, article.spans, ontology)),
        end_to_end=reread(spans, models.relations.extract(text, spans, ontology)),
        seconds=seconds,
        unreachable=trainer.pairs(article).missed,
    )


def run_baseline(name: str, held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> Article:
    """What a baseline trained without an article says of it: spans, or for `nearest_pairs` relations on gold spans."""
    article = next(item for item in corpus.gold if item.id == held_out)
    training = [item for item in (*corpus.gold, *corpus.supplement) if item.id != held_out]
    if name == "nearest_pairs":
        return replace(article, relations=nearest_pairs(training, ontology)(article))
    predict: Predictor
    if name == "memorised":
        predict = memorised(training)
    elif name == "spacy_ner":
        predict = spacy_ner(training, config.seed)
    elif name in ("crf", "crf_no_lexicon"):
        settings = replace(config.tagger, kind="crf", lexicon=name == "crf", min_confidence=0.0)
        tagger = Trainer(replace(config, tagger=settings), ontology).tagger(training)
        predict = lambda item: tuple(tagger.tag(normalize(item.text)))  # noqa: E731
    else:
        raise KeyError(name)
    return replace(article, spans=predict(article), relations=())


@dataclass(frozen=True)
class Task:
    """One unit of an evaluation, run in a process of its own; `name` is a baseline or empty."""

    setting: str
    name: str
    seed: int
    article: str
    run: Callable[..., Any]
    arguments: tuple[Any, ...]


def evaluation_tasks(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, baselines: Sequence[str], seeds: int
) -> list[Task]:
    """All folds of a full evaluation, `seeds` of each from the config's on; only spaCy's baseline has seeds too."""
    tasks = []
    for setting, part in zip(SETTINGS, (corpus, replace(corpus, supplement=())), strict=True):
        for seed in range(config.seed, config.seed + seeds):
            seeded = replace(config, seed=seed)
            for article in corpus.gold:
                tasks.append(Task(setting, "", seed, article.id, run_fold, (article.id, part, seeded, ontology)))
                for name in baselines:
                    if seed == config.seed or name == "spacy_ner":
                        arguments = (name, article.id, part, seeded, ontology)
                        tasks.append(Task(setting, name, seed, article.id, run_baseline, arguments))
    return tasks


def evaluate(tasks: Sequence[Task], workers: int | None = None) -> Iterator[tuple[Task, Any]]:
    """Run tasks in processes of their own, one a core; yields each with its result, in the order of the tasks."""
    with ProcessPoolExecutor(workers or os.cpu_count() or 1) as pool:
        futures = [pool.submit(task.run, *task.arguments) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            yield task, future.result()


def summarise(corpus: Corpus, config_digest: str, results: Sequence[tuple[Task, Any]]) -> dict[str, Any]:
    """The figures of a run: for each setting three tables (mean over seeds), a row an article, baselines, calibration."""
    metrics: dict[str, Any] = {
        "version": __version__,
        "data": corpus.hash,
        "config": config_digest,
        "seeds": sorted({task.seed for task, _ in results if not task.name}),
        "articles": [article.id for article in corpus.gold],
        "supplement_articles": len(corpus.supplement),
        "supplement_characters": sum(len(article.text) for article in corpus.supplement),
    }
    for setting in SETTINGS:
        folds = [(task.seed, result) for task, result in results if task.setting == setting and not task.name]
        if folds:
            metrics[setting] = _folds_summary(corpus, folds)
            metrics[setting]["baselines"] = {
                name: summary
                for name in BASELINES
                if (summary := _baseline_summary(corpus, [r for r in results if r[0].setting == setting], name))
            }
    return metrics


def _folds_summary(corpus: Corpus, folds: Sequence[tuple[int, Fold]]) -> dict[str, Any]:
    seeds = sorted({seed for seed, _ in folds})
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for seed in seeds:
        for name, row in _tables(corpus.gold, [fold for number, fold in folds if number == seed]).items():
            tables[name].append(row)
    by_article = {}
    for article in corpus.gold:
        own = [_tables([article], [fold]) for _, fold in folds if fold.article == article.id]
        by_article[article.id] = {name: round(fmean(row[name]["f1"] for row in own), 4) for name in TABLES}
    gold_keys = span_keys(corpus.gold)
    cases = [
        (span.confidence, (fold.article, span.start, span.end, span.label) in gold_keys)
        for _, fold in folds
        for span in fold.end_to_end.spans
    ]
    bins = reliability([confidence for confidence, _ in cases], [right for _, right in cases])
    relations = [
        (relation.confidence, key in relation_keys(corpus.gold))
        for _, fold in folds
        for relation in fold.end_to_end.relations
        for key in relation_keys([replace(fold.end_to_end, relations=(relation,))])
    ]
    relation_bins = reliability([confidence for confidence, _ in relations], [right for _, right in relations])
    first = [fold for number, fold in folds if number == seeds[0]]
    return {
        **{name: averaged(rows) for name, rows in tables.items()},
        "articles": by_article,
        "calibration": {
            "expected_calibration_error": round(expected_calibration_error(bins), 4),
            "reliability": [asdict(row) for row in bins],
            "relations_expected_calibration_error": round(expected_calibration_error(relation_bins), 4),
        },
        "unreachable_relations": round(
            sum(fold.unreachable for fold in first) / max(1, sum(len(a.relations) for a in corpus.gold)), 4
        ),
        "training_seconds": round(fmean(fold.seconds for _, fold in folds), 1),
    }


def _tables(gold: Sequence[Article], folds: Sequence[Fold]) -> dict[str, dict[str, Any]]:
    end_to_end = [fold.end_to_end for fold in folds]
    return {
        "entities": table(span_keys(gold), span_keys(end_to_end)),
        "relations_gold": table(relation_keys(gold), relation_keys(fold.relations_gold for fold in folds)),
        "relations": table(relation_keys(gold), relation_keys(end_to_end)),
    }


def _baseline_summary(corpus: Corpus, results: Sequence[tuple[Task, Any]], name: str) -> dict[str, Any]:
    found = [(task.seed, result) for task, result in results if task.name == name]
    if not found:
        return {}
    rows = []
    for seed in sorted({number for number, _ in found}):
        articles = [article for number, article in found if number == seed]
        if name == "nearest_pairs":
            rows.append(table(relation_keys(corpus.gold), relation_keys(articles)))
        else:
            rows.append(table(span_keys(corpus.gold), span_keys(articles)))
    return {"relations_gold" if name == "nearest_pairs" else "entities": averaged(rows)}
