"""The learning curve: how leave-one-article-out scores grow with the number of supplement articles."""

import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from statistics import fmean
from typing import Any

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.scoring import relation_keys, span_keys, table
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.classifier import train_classifier
from jiceng.training.config import TrainingConfig
from jiceng.training.trainer import Trainer


@dataclass(frozen=True)
class Point:
    """One article read by models trained on the other real ones and the first `size` supplement articles of an order."""

    size: int
    order: int
    article: str
    entities: Article
    relations_gold: Article


def curve_points(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, sizes: Sequence[int], orders: int
) -> Iterator[Point]:
    """Train and read for every size, order and held-out article, one process a core.

    Models are those of the config without inner folds: no calibration, the common threshold. An order is a shuffle of
    the supplement, and a training with the config's seed and its number; a smaller size is always part of a larger one.
    """
    jobs = [(size, order, article.id) for size in sizes for order in range(orders) for article in corpus.gold]
    with ProcessPoolExecutor(os.cpu_count() or 1, initializer=_prepare, initargs=(corpus, config, ontology)) as pool:
        yield from pool.map(_point, *zip(*jobs, strict=True))


# What a worker process computes once for all of its points: the features of every article.
_shared: dict[str, Any] = {}


def _prepare(corpus: Corpus, config: TrainingConfig, ontology: Ontology) -> None:
    _shared.update(corpus=corpus, config=config, trainer=Trainer(config, ontology))


def _point(size: int, order: int, held_out: str) -> Point:
    corpus: Corpus = _shared["corpus"]
    trainer: Trainer = _shared["trainer"]
    config: TrainingConfig = _shared["config"]
    trainer.config = replace(config, seed=config.seed + order)
    supplement = sorted(corpus.supplement, key=lambda article: article.id)
    random.Random(order).shuffle(supplement)
    article, others = corpus.leave_out(held_out)
    training = [*others.gold, *supplement[:size]]
    tagger = trainer.tagger(training)
    pairs = [trainer.pairs(item) for item in training]
    classifier = train_classifier(pairs, config.relations, trainer.verbs, trainer.ontology)
    text = normalize(article.text)
    relations = classifier.extract(text, article.spans, trainer.ontology)
    return Point(
        size,
        order,
        held_out,
        replace(article, spans=tuple(tagger.tag(text)), relations=()),
        replace(article, relations=tuple(relations)),
    )


def curve_summary(corpus: Corpus, points: Sequence[Point]) -> dict[str, Any]:
    """F1 of entities and of relations on gold entities by size: the mean of the orders, and each."""
    rows = []
    for size in sorted({point.size for point in points}):
        entities, relations = [], []
        for order in sorted({point.order for point in points if point.size == size}):
            own = [point for point in points if (point.size, point.order) == (size, order)]
            entities.append(table(span_keys(corpus.gold), span_keys(point.entities for point in own))["f1"])
            relations.append(
                table(relation_keys(corpus.gold), relation_keys(point.relations_gold for point in own))["f1"]
            )
        rows.append(
            {
                "articles": size,
                "entities": round(fmean(entities), 4),
                "entities_by_order": entities,
                "relations_gold": round(fmean(relations), 4),
                "relations_gold_by_order": relations,
            }
        )
    return {"data": corpus.hash, "points": rows}
