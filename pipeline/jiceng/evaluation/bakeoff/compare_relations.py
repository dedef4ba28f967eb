"""The bake-off of relation scorers: each relation's F1 on gold mentions and on found ones, in one table.

The pairs, the tagger's inner folds and the fitting of thresholds are those of the default pipeline, so its row is the
default's own figures. What is compared is the scorer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.folder import Corpus
from jiceng.evaluation.bakeoff import tables as bakeoff_tables
from jiceng.evaluation.bakeoff.pair_scorers import RANDOM, SCORERS, Fit, Pairs, Scorer, pair_states
from jiceng.evaluation.bakeoff.tables import MENTIONS
from jiceng.evaluation.baselines import nearest_pairs
from jiceng.evaluation.evaluate import Task, held_out_tasks
from jiceng.evaluation.held_out import HeldOut, read_held_out
from jiceng.evaluation.scoring import SETTINGS, averaged, relation_keys, table
from jiceng.ontology import Ontology
from jiceng.training.config import TrainingConfig
from jiceng.training.decisions import Scored, fit_decisions
from jiceng.training.pairs import PairData, pair_data
from jiceng.training.trainer import Trainer, scores_of


@dataclass(frozen=True)
class Result:
    """What a scorer says of a held-out article: relations between its own spans, and between found ones.

    Found ones are those of the tagger with this seed; the scorer has the same seed if it has something random in it.
    """

    row: str
    seed: int
    relations_gold: Article
    relations: Article


def relation_bakeoff_tasks(
    corpus: Corpus, config: TrainingConfig, ontology: Ontology, seeds: int, store: Path | None = None
) -> list[Task]:
    """Every article held out in both settings; each result is a list of `Result`."""
    return held_out_tasks("relations", run_scorers, corpus, config, ontology, seeds, store)


def run_scorers(
    held_out: str,
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    seeds: Sequence[int],
    store: Path | None = None,
) -> list[Result]:
    """Train the taggers and every scorer without an article, and read that article; taggers in `store` are taken."""
    read = read_held_out(held_out, corpus, config, ontology, seeds, store)
    article = read.article
    spans = {seed: read.spans(seed) for seed in seeds}
    rules = nearest_pairs([*read.rest, *corpus.supplement], ontology)
    results = []
    for seed in seeds:
        bare = replace(article, spans=spans[seed], relations=())
        by_rules = (replace(item, relations=rules(item)) for item in (article, bare))
        results.append(Result("nearest_pairs", seed, *by_rules))
    fold = _Fold(read, corpus.supplement, config, ontology)
    own = fold.pairs(article, None)
    found = {seed: fold.pairs(article, spans[seed]) for seed in seeds}
    for row, fit in SCORERS.items():
        # One thread: there is a process a core already, and digits must not depend on the number of cores.
        with threadpool_limits(1):
            scorers = {seed: fold.fitted(fit, seed) for seed in (seeds if row in RANDOM else seeds[:1])}
        for seed in seeds:
            scorer = scorers.get(seed, scorers[seeds[0]])
            results.append(
                Result(
                    row,
                    seed,
                    scorer.read(article, article.spans, own, on_gold=True),
                    scorer.read(article, spans[seed], found[seed], on_gold=False),
                )
            )
    return results


@dataclass(frozen=True)
class _Decider:
    """A scorer with its thresholds by relation, for mentions as they are found and as a person marked them."""

    scorer: Scorer
    labels: tuple[str, ...]
    found: Mapping[str, float]
    gold: Mapping[str, float]

    def read(self, article: Article, spans: Sequence[Span], pairs: Pairs, on_gold: bool) -> Article:
        """The article with these spans and the relations that reach their thresholds."""
        thresholds = self.gold if on_gold else self.found
        needed = np.array([thresholds[label] for label in self.labels])
        chosen = (self.scorer(pairs) >= needed) & pairs.data.allowed
        rows, columns = np.nonzero(chosen)
        relations = [
            Relation(self.labels[column], head, tail, number)
            for number, (column, (head, tail)) in enumerate(
                zip(columns.tolist(), pairs.data.ends[rows].tolist(), strict=True), start=1
            )
        ]
        return replace(article, spans=tuple(spans), relations=tuple(relations))


class _Fold:
    """The pairs of one fold's training articles, which every scorer is fitted on."""

    def __init__(
        self, read: HeldOut, supplement: Sequence[Article], config: TrainingConfig, ontology: Ontology
    ) -> None:
        self._stage = read.stage
        self._gold = {article.id: article for article in read.rest}
        self._trainer = Trainer(config, ontology)
        everything = sorted((*read.rest, *supplement), key=lambda article: article.id)
        found = self._trainer.found(everything, read.stage)
        own, between_found = self._trainer.pair_data(everything, found)
        self._ids = [article.id for article in everything]
        self._own = {article.id: self._with_states(article, article.spans, own[article.id]) for article in everything}
        self._found = {
            article.id: self._with_states(article, found[article.id], between_found[article.id])
            for article in everything
            if article.id in found
        }

    def pairs(self, article: Article, spans: Sequence[Span] | None) -> Pairs:
        """The pairs of an article between its own spans or between others."""
        trainer = self._trainer
        data = pair_data(article, trainer.config.relations, trainer.verbs, trainer.ontology, spans)
        return self._with_states(article, article.spans if spans is None else spans, data)

    def fitted(self, fit: Fit, seed: int) -> _Decider:
        """A scorer fitted on everything, its thresholds on scores of the inner folds, as the default's are."""
        scorer = self._fit(fit, self._ids, seed)
        scored: dict[bool, list[Scored]] = {True: [], False: []}
        labels = self._trainer.ontology.relation_labels
        for part in self._stage.parts:
            judge = self._fit(fit, [name for name in self._ids if name not in part], seed)
            for name in sorted(part & self._gold.keys()):
                for on_gold, pairs in ((True, self._own[name]), (False, self._found[name])):
                    scored[on_gold].append(scores_of(self._gold[name], pairs.data, judge(pairs), labels))
        return _Decider(scorer, labels, *(fit_decisions(scored[on_gold], labels)[0] for on_gold in (False, True)))

    def _fit(self, fit: Fit, names: Iterable[str], seed: int) -> Scorer:
        names = list(names)
        pairs = [self._own[name] for name in names] + [self._found[name] for name in names if name in self._found]
        return fit(pairs, self._trainer.config.relations, self._trainer.verbs, self._trainer.ontology, seed)

    def _with_states(self, article: Article, spans: Sequence[Span], data: PairData) -> Pairs:
        return Pairs(data, pair_states(article.text, spans, data.ends, self._stage.tagger, self._trainer.ontology))


def relation_bakeoff_summary(
    corpus: Corpus, config_digest: str, results: Sequence[tuple[Task, Sequence[Result]]]
) -> dict[str, Any]:
    """The table as JSON: for each row and setting the tables of relations on gold mentions and on found ones."""
    rows: dict[str, Any] = {}
    for row in bakeoff_tables.SCORERS:
        for setting in SETTINGS:
            found = [item for task, items in results if task.setting == setting for item in items if item.row == row]
            if found:
                rows.setdefault(row, {})[setting] = {name: _figures(corpus, found, name) for name in MENTIONS}
    seeds = sorted({item.seed for _, items in results for item in items})
    return {"data": corpus.hash, "config": config_digest, "seeds": seeds, "rows": rows}


def _figures(corpus: Corpus, found: Sequence[Result], name: str) -> dict[str, Any]:
    gold = relation_keys(corpus.gold)
    seeds = sorted({item.seed for item in found})
    return averaged(
        [table(gold, relation_keys(getattr(item, name) for item in found if item.seed == seed)) for seed in seeds]
    )
