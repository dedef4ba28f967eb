"""Trains a tagger and a relation classifier on any part of a corpus, with inner folds for what must not see its data.

Of each training article the inner folds give what a tagger says that was trained without it. Those readings calibrate
the tagger's probabilities, teach the relations how mentions look that were found and not given, and set thresholds.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from jiceng.configs import project_file
from jiceng.corpus.article import Article, Span
from jiceng.ner.calibration import Calibration
from jiceng.ner.inputs.lexicon import Lexicon, load_lexicon
from jiceng.ner.inputs.prepared import PreparedArticle, prepare_article
from jiceng.ner.inputs.segmenter import segment
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.decoding import LikelySpan
from jiceng.ner.tagger import Tagger, lexicon_for
from jiceng.ontology import Ontology
from jiceng.relations.classifier import RelationClassifier, RelationSettings
from jiceng.relations.verbs import VerbLexicon, load_verbs
from jiceng.text.normalize import normalize
from jiceng.training.calibration import fit_calibration
from jiceng.training.classifier import train_classifier, with_decisions
from jiceng.training.config import TrainingConfig
from jiceng.training.decisions import Scored, fit_decisions
from jiceng.training.pairs import PairData, pair_data, probabilities
from jiceng.training.progress import Step, Watch, connect, listening, tell
from jiceng.training.states import StateStore
from jiceng.training.tagger import train_tagger

Made = TypeVar("Made")

# Probabilities below this tell a calibration nothing of the spans that are ever given.
_CALIBRATED_FROM = 0.05


@dataclass(frozen=True)
class Models:
    """What a training gives. `on_gold` is the classifier with thresholds for mentions that a person marked."""

    tagger: Tagger
    relations: RelationClassifier
    on_gold: RelationClassifier


@dataclass(frozen=True)
class TaggerStage:
    """A calibrated tagger, and what taggers that had not seen them say of its training articles.

    `parts` are the ids of each inner fold; `readings` the likely spans of each article, by the tagger of the others.
    """

    tagger: Tagger
    parts: tuple[frozenset[str], ...]
    readings: Mapping[str, Sequence[LikelySpan]]


class Trainer:
    """Trains with one config; the features of an article are computed once."""

    def __init__(
        self, config: TrainingConfig, ontology: Ontology, workers: int = 1, watch: Watch | None = None
    ) -> None:
        self.config = config
        self.ontology = ontology
        self.workers = workers
        self.watch: Watch = watch or (lambda step: None)
        self.lexicon: Lexicon = load_lexicon(ontology=ontology)
        self.verbs: VerbLexicon = load_verbs()
        self.vectors = Vectors.load(project_file(config.tagger.vectors)) if config.tagger.kind == "hybrid" else None
        encoder = config.tagger.encoder
        self.states = StateStore(project_file(encoder)) if encoder else None
        self._prepared: dict[str, PreparedArticle] = {}
        self._pairs: dict[str, PairData] = {}

    def tagger(self, articles: Sequence[Article], watch: Callable[[float], None] | None = None) -> Tagger:
        """A tagger trained on the spans of these articles, not calibrated; `watch` is told each epoch's loss."""
        prepared = [self._prepare(article) for article in _by_id(articles)]
        given = self.lexicon, self.vectors, self.states.weights if self.states else None
        return train_tagger(prepared, self.config.tagger, self.ontology, *given, self.config.seed, watch)

    def models(self, gold: Sequence[Article], supplement: Sequence[Article]) -> Models:
        """Everything, trained on these articles; `gold` ones calibrate and set thresholds."""
        return self.relation_stage(gold, supplement, self.tagger_stage(gold, supplement))

    def tagger_stage(self, gold: Sequence[Article], supplement: Sequence[Article]) -> TaggerStage:
        """The tagger and its inner folds; `gold` articles calibrate it."""
        parts = self._parts(gold, supplement)
        everything = [*_by_id(gold), *_by_id(supplement)]
        jobs = [[article for article in everything if article.id not in part] for part in parts]
        tagger, *inner = self._taggers([everything, *jobs])  # the longest first, so that no core waits at the end
        readings = {
            article.id: reader.likely(self._prepare(article).prepared)
            for part, reader in zip(parts, inner, strict=True)
            for article in everything
            if article.id in part
        }
        calibration = fit_tagger_calibration(_by_id(gold), readings)
        return TaggerStage(replace(tagger, calibration=calibration), parts, readings)

    def relation_stage(self, gold: Sequence[Article], supplement: Sequence[Article], stage: TaggerStage) -> Models:
        """The relations beside a tagger that was trained on the same articles; `gold` ones set thresholds."""
        everything = [*_by_id(gold), *_by_id(supplement)]
        relations, on_gold = self._classifiers(_by_id(gold), everything, stage.parts, self.found(everything, stage))
        return Models(stage.tagger, relations, on_gold)

    def found(self, articles: Sequence[Article], stage: TaggerStage) -> dict[str, list[Span]]:
        """The spans of articles by id, as taggers found them that had not seen them; those of no inner fold have none."""
        return {
            article.id: stage.tagger.decode(self._prepare(article).prepared.text, stage.readings[article.id])
            for article in articles
            if article.id in stage.readings
        }

    def _taggers(self, jobs: Sequence[Sequence[Article]]) -> list[Tagger]:
        epochs = len(jobs) * self.config.tagger.network.epochs * self.config.tagger.members
        if self.workers == 1:
            return [self.tagger(job, lambda loss: self.watch(Step("taggers", epochs, loss))) for job in jobs]
        with (
            listening(self.watch) as queue,
            ProcessPoolExecutor(self.workers, initializer=connect, initargs=(queue,)) as pool,
        ):
            every = ([value] * len(jobs) for value in (self.config, self.ontology, epochs))
            return list(pool.map(_train_alone, *every, jobs))

    def _parts(self, gold: Sequence[Article], supplement: Sequence[Article]) -> tuple[frozenset[str], ...]:
        """Ids of the articles of each inner fold, the real ones dealt out evenly; none if there is nothing to divide."""
        count = min(self.config.folds, len(gold))
        if count < 2:
            return ()
        parts: list[set[str]] = [set() for _ in range(count)]
        for articles in (_by_id(gold), _by_id(supplement)):
            for number, article in enumerate(articles):
                parts[number % count].add(article.id)
        return tuple(map(frozenset, parts))

    def _classifiers(
        self,
        gold: Sequence[Article],
        everything: Sequence[Article],
        parts: Sequence[frozenset[str]],
        found: Mapping[str, list[Span]],
    ) -> tuple[RelationClassifier, RelationClassifier]:
        own, read = self.pair_data(everything, found)
        wholes = [[article.id for article in everything]]
        wholes += [[article.id for article in everything if article.id not in part] for part in parts]
        classifier, *inner = self._fitted(
            [[own[name] for name in ids] + [read[name] for name in ids if name in read] for ids in wholes]
        )
        scored_read: list[Scored] = []
        scored_own: list[Scored] = []
        for part, judge in zip(parts, inner, strict=True):
            for article in gold:
                if article.id in part:
                    for data, scored in ((read[article.id], scored_read), (own[article.id], scored_own)):
                        scored.append(scores_of(article, data, probabilities(judge, data.features), judge.labels))
        if not scored_read:
            return classifier, classifier
        labels = self.ontology.relation_labels
        return (
            with_decisions(classifier, *fit_decisions(scored_read, labels)),
            with_decisions(classifier, *fit_decisions(scored_own, labels)),
        )

    def pair_data(
        self, articles: Sequence[Article], found: Mapping[str, list[Span]]
    ) -> tuple[dict[str, PairData], dict[str, PairData]]:
        """Candidate pairs of each article between its own spans, and between those that were found in it."""
        jobs: list[tuple[Article, Sequence[Span] | None]] = [(article, None) for article in articles]
        jobs += [(article, found[article.id]) for article in articles if article.id in found]
        settings = self.config.relations, self.verbs, self.ontology
        if self.workers == 1:
            data = self._watched("pairs of mentions", len(jobs), (_pairs_alone(settings, job) for job in jobs))
        else:
            with ProcessPoolExecutor(self.workers) as pool:
                made = pool.map(_pairs_alone, [settings] * len(jobs), jobs, chunksize=8)
                data = self._watched("pairs of mentions", len(jobs), made)
        own = {article.id: item for (article, spans), item in zip(jobs, data, strict=True) if spans is None}
        read = {article.id: item for (article, spans), item in zip(jobs, data, strict=True) if spans is not None}
        self._pairs.update(own)
        return own, read

    def _fitted(self, jobs: Sequence[Sequence[PairData]]) -> list[RelationClassifier]:
        settings = self.config.relations, self.verbs, self.ontology
        if self.workers == 1:
            return self._watched("relations", len(jobs), (train_classifier(job, *settings) for job in jobs))
        # Processes, not threads: liblinear's random numbers are one state a process. The data goes to them by fork.
        with ProcessPoolExecutor(self.workers, initializer=_shared.update, initargs=({"jobs": jobs},)) as pool:
            return self._watched("relations", len(jobs), pool.map(_fit_alone, [settings] * len(jobs), range(len(jobs))))

    def _watched(self, phase: str, total: int, made: Iterable[Made]) -> list[Made]:
        results = []
        for item in made:
            results.append(item)
            self.watch(Step(phase, total))
        return results

    def _prepare(self, article: Article) -> PreparedArticle:
        if article.id not in self._prepared:
            words = segment if self.config.tagger.segmenter else None
            lexicon = lexicon_for(self.config.tagger, self.lexicon)
            made = prepare_article(article, lexicon, words)
            if self.states:
                text = made.prepared
                made = replace(made, prepared=replace(text, states=self.states.of(text.text.norm, text.extents)))
            self._prepared[article.id] = made
        return self._prepared[article.id]

    def pairs(self, article: Article) -> PairData:
        """Candidate pairs of an article between its own spans."""
        if article.id not in self._pairs:
            self._pairs[article.id] = pair_data(article, self.config.relations, self.verbs, self.ontology)
        return self._pairs[article.id]


def fit_tagger_calibration(gold: Sequence[Article], readings: Mapping[str, Sequence[LikelySpan]]) -> Calibration:
    """Fit on what taggers said of articles that they had not seen, `readings` by article id."""
    probabilities: list[float] = []
    right: list[bool] = []
    for article in gold:
        text = normalize(article.text)
        keys = article.span_keys()
        for low, high, label, probability in readings.get(article.id, ()):
            if probability >= _CALIBRATED_FROM:
                probabilities.append(probability)
                right.append((*text.to_raw(low, high), label) in keys)
    return fit_calibration(probabilities, right)


def scores_of(article: Article, data: PairData, probabilities: NDArray[np.float64], labels: Sequence[str]) -> Scored:
    """Probabilities (pairs, relations) of an article's pairs with what its relations say of them."""
    total = np.array([sum(relation.label == label for relation in article.relations) for label in labels])
    return Scored(probabilities * data.allowed, data.truth, data.allowed, total - data.truth.sum(axis=0))


def _train_alone(config: TrainingConfig, ontology: Ontology, epochs: int, articles: Sequence[Article]) -> Tagger:
    return Trainer(config, ontology).tagger(articles, lambda loss: tell(Step("taggers", epochs, loss)))


# What the processes that fit classifiers read: the data of each job, too large to be sent one by one.
_shared: dict[str, Sequence[Sequence[PairData]]] = {}


def _fit_alone(settings: tuple[RelationSettings, VerbLexicon, Ontology], job: int) -> RelationClassifier:
    return train_classifier(_shared["jobs"][job], *settings)


def _pairs_alone(
    settings: tuple[RelationSettings, VerbLexicon, Ontology], job: tuple[Article, Sequence[Span] | None]
) -> PairData:
    return pair_data(job[0], *settings, job[1])


def _by_id(articles: Sequence[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: article.id)
