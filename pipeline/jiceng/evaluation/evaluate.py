"""Leave-one-article-out evaluation over the real articles, with baselines; what it returns is `models/metrics.json`."""

import os
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Any

from jiceng import __version__
from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.baselines import Predictor, memorised, nearest_pairs, spacy_ner
from jiceng.evaluation.held_out import read_held_out
from jiceng.evaluation.scoring import SETTINGS, averaged, relation_keys, span_keys, table
from jiceng.ner.calibration import expected_calibration_error, reliability
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer

TABLES = ("entities", "relations_gold", "relations")
BASELINES = ("memorised", "crf", "crf_no_lexicon", "spacy_ner", "nearest_pairs")


@dataclass(frozen=True)
class Fold:
    """What models trained without an article say of it: relations on its own spans, and everything end to end."""

    article: str
    seed: int
    relations_gold: Article
    end_to_end: Article
    seconds: float
    unreachable: int


def run_folds(
    held_out: str,
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    seeds: Sequence[int],
    store: Path | None = None,
) -> list[Fold]:
    """Train on everything but one gold article and read that article, once a seed.

    The first seed trains all there is. The others train the tagger anew and keep the first one's calibration and
    relations, which have not seen the article either; only the tagger has something random in it. Taggers that `store`
    holds are not trained again.
    """
    read = read_held_out(held_out, corpus, config, ontology, seeds, store)
    article, text = read.article, normalize(read.article.text)

    def reread(spans: tuple[Span, ...], relations: Sequence[Relation]) -> Article:
        return replace(article, spans=spans, relations=tuple(relations))

    started = time.perf_counter()
    trainer = Trainer(replace(config, seed=seeds[0]), ontology)
    models = trainer.relation_stage(read.rest, corpus.supplement, read.stage)
    seconds = read.seconds + time.perf_counter() - started
    relations_gold = reread(article.spans, models.on_gold.extract(text, article.spans, ontology))
    folds = []
    for seed in seeds:
        spans = read.spans(seed)
        end_to_end = reread(spans, models.relations.extract(text, spans, ontology))
        folds.append(Fold(held_out, seed, relations_gold, end_to_end, seconds, trainer.pairs(article).missed))
    return folds


def run_baseline(name: str, held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> Article:
    """What a baseline trained without an article says of it: spans, or for `nearest_pairs` relations on gold spans."""
    article, others = corpus.leave_out(held_out)
    training = (*others.gold, *others.supplement)
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
    article: str
    run: Callable[..., Any]
    arguments: tuple[Any, ...]


def fold_tasks(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, seeds: int, store: Path | None = None
) -> list[Task]:
    """Every article held out in both settings; each result is a list of `Fold`, one a seed from the config's on."""
    return held_out_tasks("", run_folds, corpus, config, ontology, seeds, store)


def held_out_tasks(
    name: str,
    run: Callable[..., Any],
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    seeds: int,
    *more: Any,
) -> list[Task]:
    """`run(article id, corpus, config, ontology, seeds, *more)` for every article held out, in both settings."""
    numbers = tuple(range(config.seed, config.seed + seeds))
    return [
        Task(setting, name, article.id, run, (article.id, part, config, ontology, numbers, *more))
        for setting, part in _parts(corpus)
        for article in corpus.gold
    ]


def baseline_tasks(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, names: Sequence[str] = BASELINES
) -> list[Task]:
    """Every article held out by every baseline in both settings; each result is an article as the baseline reads it."""
    return [
        Task(setting, name, article.id, run_baseline, (name, article.id, part, config, ontology))
        for setting, part in _parts(corpus)
        for name in names
        for article in corpus.gold
    ]


def _parts(corpus: Corpus) -> tuple[tuple[str, Corpus], ...]:
    return (SETTINGS[0], corpus), (SETTINGS[1], replace(corpus, supplement=()))


def run_tasks(tasks: Sequence[Task], workers: int | None = None) -> Iterator[tuple[Task, Any]]:
    """Run tasks in processes of their own, one a core; yields each with its result, in the order of the tasks."""
    with ProcessPoolExecutor(workers or os.cpu_count() or 1) as pool:
        futures = [pool.submit(task.run, *task.arguments) for task in tasks]
        for task, future in zip(tasks, futures, strict=True):
            yield task, future.result()


def summarise(
    corpus: Corpus, config_digest: str, results: Sequence[tuple[Task, Any]], baselines: dict[str, Any]
) -> dict[str, Any]:
    """The figures of a run: for each setting three tables (mean over seeds), a row an article, calibration, baselines."""
    metrics: dict[str, Any] = {
        "version": __version__,
        "data": corpus.hash,
        "config": config_digest,
        "seeds": sorted({fold.seed for task, folds in results if not task.name for fold in folds}),
        "articles": [article.id for article in corpus.gold],
        "supplement_articles": len(corpus.supplement),
        "supplement_characters": sum(len(article.text) for article in corpus.supplement),
    }
    for setting in SETTINGS:
        folds = [fold for task, found in results if task.setting == setting and not task.name for fold in found]
        if folds:
            metrics[setting] = _folds_summary(corpus, folds)
    return with_baselines(metrics, baselines)


def with_baselines(metrics: dict[str, Any], baselines: dict[str, Any]) -> dict[str, Any]:
    """The figures with those of the baselines under "baselines" in each setting."""
    settings = {name: metrics[name] | {"baselines": baselines.get(name, {})} for name in SETTINGS if name in metrics}
    return metrics | settings


def summarise_baselines(corpus: Corpus, results: Sequence[tuple[Task, Any]]) -> dict[str, Any]:
    """Tables of the baselines by setting and name: of entities, or of relations on gold entities."""
    summary: dict[str, Any] = {}
    for setting in SETTINGS:
        for name in BASELINES:
            found = [article for task, article in results if (task.setting, task.name) == (setting, name)]
            if found and name == "nearest_pairs":
                row = {"relations_gold": table(relation_keys(corpus.gold), relation_keys(found))}
            elif found:
                row = {"entities": table(span_keys(corpus.gold), span_keys(found))}
            else:
                continue
            summary.setdefault(setting, {})[name] = row
    return summary


def _folds_summary(corpus: Corpus, folds: Sequence[Fold]) -> dict[str, Any]:
    seeds = sorted({fold.seed for fold in folds})
    tables: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for seed in seeds:
        for name, row in _tables(corpus.gold, [fold for fold in folds if fold.seed == seed]).items():
            tables[name].append(row)
    by_article = {}
    for article in corpus.gold:
        own = [_tables([article], [fold]) for fold in folds if fold.article == article.id]
        by_article[article.id] = {name: round(fmean(row[name]["f1"] for row in own), 4) for name in TABLES}
    gold_keys = span_keys(corpus.gold)
    cases = [
        (span.confidence, (fold.article, span.start, span.end, span.label) in gold_keys)
        for fold in folds
        for span in fold.end_to_end.spans
    ]
    bins = reliability([confidence for confidence, _ in cases], [right for _, right in cases])
    relations = [
        (relation.confidence, key in relation_keys(corpus.gold))
        for fold in folds
        for relation in fold.end_to_end.relations
        for key in relation_keys([replace(fold.end_to_end, relations=(relation,))])
    ]
    relation_bins = reliability([confidence for confidence, _ in relations], [right for _, right in relations])
    first = [fold for fold in folds if fold.seed == seeds[0]]
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
        "training_seconds": round(fmean(fold.seconds for fold in first), 1),
    }


def _tables(gold: Sequence[Article], folds: Sequence[Fold]) -> dict[str, dict[str, Any]]:
    end_to_end = [fold.end_to_end for fold in folds]
    return {
        "entities": table(span_keys(gold), span_keys(end_to_end)),
        "relations_gold": table(relation_keys(gold), relation_keys(fold.relations_gold for fold in folds)),
        "relations": table(relation_keys(gold), relation_keys(end_to_end)),
    }
