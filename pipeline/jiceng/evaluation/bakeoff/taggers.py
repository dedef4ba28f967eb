"""The taggers of the bake-off: each is trained on articles from some seeds, reads a text, and can be written to a folder."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from threadpoolctl import threadpool_limits

from jiceng.configs import project_file
from jiceng.corpus.article import Article, Span
from jiceng.evaluation.bakeoff.longest_match import longest_matches
from jiceng.evaluation.baselines import spacy_pipeline, spacy_spans
from jiceng.ner.inputs.lexicon import load_lexicon
from jiceng.ner.inputs.prepared import prepare, prepare_article
from jiceng.ner.inputs.segmenter import segment
from jiceng.ner.inputs.vectors import Vectors
from jiceng.ner.models.hybrid import HybridModel
from jiceng.ner.models.plain_crf import train_plain_crf
from jiceng.ner.storage import save_tagger
from jiceng.ner.tagger import Tagger
from jiceng.ontology import Ontology
from jiceng.text.normalize import normalize
from jiceng.training.config import TrainingConfig
from jiceng.training.hybrid import train_hybrid
from jiceng.training.tagger import tags_of

Words = Callable[[str], Sequence[str]]
# Networks whose probabilities an ensemble averages.
MEMBERS = 3


@dataclass(frozen=True)
class Trained:
    """A contestant trained from one seed: `seconds` of processor time, how it reads, how it is written."""

    row: str
    seed: int
    seconds: float
    read: Callable[[str], Sequence[Span]]
    save: Callable[[Path], None]


Training = Callable[[Sequence[Article], TrainingConfig, Ontology, Sequence[int]], Iterator[Trained]]


def spacy_contestant(
    row: str,
    with_vectors: bool,
    articles: Sequence[Article],
    config: TrainingConfig,
    ontology: Ontology,
    seeds: Sequence[int],
) -> Iterator[Trained]:
    """spaCy's `ner`, as it comes or with word boundaries and vectors."""
    vectors = Vectors.load(project_file(config.tagger.vectors)) if with_vectors else None
    for seed in seeds:
        started = time.process_time()
        with threadpool_limits(1):
            nlp = spacy_pipeline(articles, seed, vectors=vectors)
        yield Trained(row, seed, time.process_time() - started, partial(spacy_spans, nlp), nlp.to_disk)


def crf_contestant(
    row: str, articles: Sequence[Article], config: TrainingConfig, ontology: Ontology, seeds: Sequence[int]
) -> Iterator[Trained]:
    """The plain CRF with lexicon and jieba's words. It is deterministic: one training, whatever the seeds."""
    started = time.process_time()
    lexicon = load_lexicon(ontology=ontology)
    model = train_plain_crf([prepare_article(article, lexicon) for article in articles], config.tagger.crf)
    settings = replace(config.tagger, kind="crf", min_confidence=0.0)
    yield _trained(row, seeds[0], time.process_time() - started, Tagger(settings, lexicon, model), segment)


def hybrid_contestant(
    row: str,
    words: Words | None,
    ensemble: str | None,
    articles: Sequence[Article],
    config: TrainingConfig,
    ontology: Ontology,
    seeds: Sequence[int],
) -> Iterator[Trained]:
    """The hybrid with some source of words; with a name for it also the ensemble that begins at each seed.

    An ensemble is the networks of a seed and the two that follow, so two ensembles share networks.
    """
    started = time.process_time()
    lexicon = load_lexicon(ontology=ontology)
    vectors = Vectors.load(project_file(config.tagger.vectors))
    prepared = [prepare_article(article, lexicon, words) for article in articles]
    more = [seeds[-1] + number for number in range(1, MEMBERS)] if ensemble else []
    # Seeds as `train_tagger` deals them: a hundred apart, to leave room for members.
    numbers = [seed * 100 for seed in (*seeds, *more)]
    model = train_hybrid(prepared, tags_of(ontology), config.tagger.network, vectors, numbers, config.tagger.least)
    seconds = (time.process_time() - started) / len(numbers)
    for at, seed in enumerate(seeds):
        for name, count in ((row, 1), (ensemble, MEMBERS)):
            if name:
                part = HybridModel(model.encoder, model.networks[at : at + count])
                settings = replace(config.tagger, members=count)
                yield _trained(name, seed, seconds * count, Tagger(settings, lexicon, part), words)


def _trained(row: str, seed: int, seconds: float, tagger: Tagger, words: Words | None) -> Trained:
    def read(text: str) -> list[Span]:
        normalised = normalize(text)
        return tagger.decode(normalised, tagger.likely(prepare(normalised, tagger.lexicon, words)))

    return Trained(row, seed, seconds, read, partial(save_tagger, tagger))


# The slowest first, so that no core waits at the end.
TRAININGS: dict[str, Training] = {
    "hybrid": partial(hybrid_contestant, "hybrid", segment, "ensemble"),
    "spacy_ner_vectors": partial(spacy_contestant, "spacy_ner_vectors", True),
    "spacy_ner": partial(spacy_contestant, "spacy_ner", False),
    "hybrid_pkuseg": partial(hybrid_contestant, "hybrid_pkuseg", longest_matches, None),
    "hybrid_no_words": partial(hybrid_contestant, "hybrid_no_words", None, None),
    "crf": partial(crf_contestant, "crf"),
}
