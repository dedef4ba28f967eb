"""The bake-off of taggers: accuracy held out, time to train, speed and size of each, in one table.

Each contestant is trained on everything but one real article and reads that article, with and without the supplement.
None is calibrated, so their thresholds are the config's on raw probabilities: what is compared is the models.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any

from threadpoolctl import threadpool_limits

from jiceng.corpus.article import Article, Span
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.bakeoff.tables import TAGGERS
from jiceng.evaluation.bakeoff.taggers import TRAININGS
from jiceng.evaluation.evaluate import Task, held_out_tasks
from jiceng.evaluation.scoring import SETTINGS, averaged, span_keys, table
from jiceng.ner.inputs.segmenter import segment
from jiceng.ontology import Ontology
from jiceng.training.config import TrainingConfig

_ROUNDS = 3


@dataclass(frozen=True)
class Result:
    """What one trained contestant found in its held-out article, and what it costs.

    `seconds` of processor time for the training, characters a second of it for reading all real articles, bytes on disk.
    """

    row: str
    seed: int
    article: str
    spans: tuple[Span, ...]
    seconds: float
    speed: float
    size: int


def bakeoff_tasks(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, seeds: int, names: Sequence[str]
) -> list[Task]:
    """Every article held out by every contestant in both settings; each result is a list of `Result`."""
    return [
        task
        for name in TRAININGS
        if name in names
        for task in held_out_tasks(name, partial(run_contestant, name), corpus, config, ontology, seeds)
    ]


def run_contestant(
    name: str, held_out: str, corpus: Corpus, config: TrainingConfig, ontology: Ontology, seeds: Sequence[int]
) -> list[Result]:
    """Train a contestant without an article, read that article, and measure."""
    article, others = corpus.leave_out(held_out)
    training = (*others.gold, *others.supplement)
    return [
        Result(
            trained.row,
            trained.seed,
            held_out,
            tuple(trained.read(article.text)),
            trained.seconds,
            _speed(trained.read, corpus.gold),
            _size(trained.save),
        )
        for trained in TRAININGS[name](training, config, ontology, seeds)
    ]


def _speed(read: Callable[[str], Sequence[Span]], articles: Sequence[Article]) -> float:
    """Characters a second of processor time, one thread, the best of three rounds."""
    times = []
    with threadpool_limits(1):
        for _ in range(_ROUNDS):
            segment.cache_clear()  # words that an earlier round has cut cost nothing
            started = time.process_time()
            for article in articles:
                read(article.text)
            times.append(time.process_time() - started)
    return sum(len(article.text) for article in articles) / min(times)


def _size(save: Callable[[Path], None]) -> int:
    with TemporaryDirectory() as folder:
        save(Path(folder) / "model")
        return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def bakeoff_summary(
    corpus: Corpus,
    config_digest: str,
    seeds: Sequence[int],
    results: Sequence[tuple[Task, Sequence[Result]]],
    earlier: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The table as JSON: a row a contestant, in each setting entities (mean and each seed), costs as means.

    Rows of an `earlier` table from the same data, config and seeds stay where there are no new ones.
    """
    made = {"data": corpus.hash, "config": config_digest, "seeds": list(seeds)}
    rows: dict[str, Any] = {}
    for row in TAGGERS:
        for setting in SETTINGS:
            found = [item for task, items in results if task.setting == setting for item in items if item.row == row]
            if found:
                rows.setdefault(row, {})[setting] = _figures(corpus, found)
    if earlier and all(earlier.get(key) == value for key, value in made.items()):
        rows = {row: rows.get(row) or earlier["rows"][row] for row in TAGGERS if row in rows or row in earlier["rows"]}
    return {**made, "rows": rows}


def _figures(corpus: Corpus, found: Sequence[Result]) -> dict[str, Any]:
    by_seed = []
    for seed in sorted({item.seed for item in found}):
        spans = {item.article: item.spans for item in found if item.seed == seed}
        read = [replace(article, spans=spans[article.id], relations=()) for article in corpus.gold]
        by_seed.append(table(span_keys(corpus.gold), span_keys(read)))
    scores = averaged(by_seed)
    return {
        "entities": {key: scores[key] for key in ("f1", "precision", "recall", "f1_by_seed")},
        "training_seconds": round(fmean(item.seconds for item in found), 1),
        "characters_a_cpu_second": round(fmean(item.speed for item in found)),
        "megabytes": round(fmean(item.size for item in found) / 1e6, 1),
    }
