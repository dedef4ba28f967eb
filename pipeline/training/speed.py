"""Characters a second of each stage on one core, the stages and spaCy's default `ner` on the same text in one run."""

import time
from collections.abc import Callable, Sequence
from typing import Any

from spacy.language import Language
from threadpoolctl import threadpool_limits

from pipeline.corpus.article import Article, Span
from pipeline.ner.component import SpanTagger
from pipeline.ontology import Ontology
from pipeline.relations.component import RelationExtractor
from pipeline.text.normalize import NormalizedText, normalize
from pipeline.text.sentences import sentences
from pipeline.training.baselines import spacy_pipeline

_ROUNDS = 3


def stage_speeds(nlp: Language, articles: Sequence[Article], ontology: Ontology) -> dict[str, Any]:
    """CPU time of the entity stage, the relation stage and spaCy's `ner`; each the best of three rounds.

    spaCy's is trained for one epoch on the articles: its speed does not depend on what it has learned.
    """
    tagger, extractor = nlp.get_pipe("jiceng_ner"), nlp.get_pipe("jiceng_relations")
    assert isinstance(tagger, SpanTagger) and isinstance(extractor, RelationExtractor)
    own, classifier = tagger.tagger, extractor.classifier
    assert own is not None and classifier is not None
    baseline = spacy_pipeline(articles, epochs=1)
    pieces = [article.text[start:end] for article in articles for start, end in sentences(article.text)]
    found: list[tuple[NormalizedText, list[Span]]] = []

    def entities() -> None:
        found[:] = [(text, own.tag(text)) for text in (normalize(article.text) for article in articles)]

    def relations() -> None:
        for text, spans in found:
            classifier.extract(text, spans, ontology)

    def spacy_ner() -> None:
        for _ in baseline.pipe(pieces, batch_size=64):
            pass

    characters = sum(len(article.text) for article in articles)
    with threadpool_limits(1):
        seconds = {stage.__name__: _best(stage) for stage in (entities, relations, spacy_ner)}
    speeds = {name: round(characters / value) for name, value in seconds.items()}
    return {
        "characters": characters,
        "characters_a_cpu_second": speeds,
        "entities_over_spacy_ner": round(speeds["entities"] / speeds["spacy_ner"], 2),
        "relations_over_entities_time": round(seconds["relations"] / seconds["entities"], 2),
    }


def _best(stage: Callable[[], None]) -> float:
    times = []
    for _ in range(_ROUNDS):
        started = time.process_time()
        stage()
        times.append(time.process_time() - started)
    return min(times)
