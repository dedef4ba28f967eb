"""Characters a second of each stage on one core, the stages and spaCy's default `ner` on the same text in one run."""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from spacy.language import Language
from threadpoolctl import threadpool_limits

from jiceng.corpus.article import Article
from jiceng.corpus.folder import load_corpus
from jiceng.evaluation.baselines import spacy_pipeline
from jiceng.ner.component import SpanTagger
from jiceng.ner.inputs.segmenter import segment
from jiceng.ontology import Ontology, default_ontology
from jiceng.reading.pipeline import load_pipeline
from jiceng.relations.component import RelationExtractor
from jiceng.text.normalize import normalize
from jiceng.text.sentences import sentences

_ROUNDS = 3
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def speeds_alone(model: Path, annotations: Path) -> dict[str, Any]:
    """`stage_speeds` of a trained pipeline over the real articles, in a process that has one thread from its start.

    A limit that is set once the libraries are loaded leaves spaCy a fifth slower than on a single core (measured), and
    would make everything beside it look faster.
    """
    os.environ.update(_ONE_THREAD)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(_measure, model, annotations).result()


def _measure(model: Path, annotations: Path) -> dict[str, Any]:
    ontology = default_ontology()
    return stage_speeds(load_pipeline(model), load_corpus(annotations, ontology).gold, ontology)


def stage_speeds(nlp: Language, articles: Sequence[Article], ontology: Ontology) -> dict[str, Any]:
    """CPU time of the entity stage, the relation stage and spaCy's `ner`; each the best of three rounds.

    The stages take turns article by article, as in reading, where the relations find the words of a sentence cut; a
    round begins with none. spaCy's is trained for one epoch on the articles: its speed does not depend on what it has
    learned.
    """
    tagger, extractor = nlp.get_pipe("jiceng_ner"), nlp.get_pipe("jiceng_relations")
    assert isinstance(tagger, SpanTagger) and isinstance(extractor, RelationExtractor)
    own, classifier = tagger.tagger, extractor.classifier
    assert own is not None and classifier is not None
    baseline = spacy_pipeline(articles, epochs=1)
    pieces = [article.text[start:end] for article in articles for start, end in sentences(article.text)]

    def spacy_ner() -> None:
        for _ in baseline.pipe(pieces, batch_size=64):
            pass

    rounds: list[tuple[float, float, float]] = []
    with threadpool_limits(1):
        for _ in range(_ROUNDS):
            segment.cache_clear()
            entities = relations = 0.0
            for article in articles:
                started = time.process_time()
                text = normalize(article.text)  # once for both stages; the entities, which come first, pay for it
                spans = own.tag(text)
                found = time.process_time()
                classifier.extract(text, spans, ontology)
                entities += found - started
                relations += time.process_time() - found
            rounds.append((entities, relations, _seconds(spacy_ner)))
    characters = sum(len(article.text) for article in articles)
    stages = ("entities", "relations", "spacy_ner")
    seconds = {stage: min(times) for stage, times in zip(stages, zip(*rounds, strict=True), strict=True)}
    speeds = {stage: round(characters / value) for stage, value in seconds.items()}
    return {
        "characters": characters,
        "characters_a_cpu_second": speeds,
        "entities_over_spacy_ner": round(speeds["entities"] / speeds["spacy_ner"], 2),
        "relations_over_entities_time": round(seconds["relations"] / seconds["entities"], 2),
    }


def _seconds(stage: Callable[[], None]) -> float:
    started = time.process_time()
    stage()
    return time.process_time() - started
