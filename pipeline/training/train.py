"""Training: a corpus and a config in, a spaCy pipeline out."""

import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from pipeline import __version__
from pipeline.corpus.article import Article
from pipeline.corpus.folder import Corpus, articles_hash
from pipeline.errors import InputError
from pipeline.ner.component import SpanTagger
from pipeline.ner.lexicon import Lexicon, load_lexicon
from pipeline.ner.tagger import TaggedSentence, Tagger, tagged_sentences, train_tagger
from pipeline.ontology import Ontology
from pipeline.relations.classifier import PairData, RelationClassifier, pair_data, train_classifier, with_threshold
from pipeline.relations.component import RelationExtractor
from pipeline.training.config import TrainingConfig

# Thresholds tried when one is fitted.
THRESHOLDS = tuple(i / 100 for i in range(10, 71, 5))


class Trainer:
    """Trains on any part of a corpus; the features of an article are computed once for all of them."""

    def __init__(self, config: TrainingConfig, ontology: Ontology, lexicon: Lexicon | None = None) -> None:
        self.config = config
        self.ontology = ontology
        self.lexicon = lexicon or load_lexicon(ontology=ontology)
        self._sentences: dict[str, list[TaggedSentence]] = {}
        self._pairs: dict[str, PairData] = {}

    def tagger(self, articles: Sequence[Article]) -> Tagger:
        """A tagger trained on the spans of these articles."""
        data = [sentence for article in _by_id(articles) for sentence in self._tagged(article)]
        return train_tagger(data, self.config.tagger, self.lexicon)

    def classifier(self, gold: Sequence[Article], supplement: Sequence[Article]) -> RelationClassifier:
        """A relation classifier trained on these articles; its threshold is fitted on `gold`, each left out in turn."""
        everything = [self.pairs(article) for article in (*_by_id(gold), *_by_id(supplement))]
        classifier = train_classifier(everything, self.config.relations, self.ontology)
        if self.config.fit_threshold:
            return with_threshold(classifier, self._fit_threshold(_by_id(gold), _by_id(supplement)))
        return classifier

    def _fit_threshold(self, gold: list[Article], supplement: list[Article]) -> float:
        """The threshold with the highest micro F1 over the gold articles, each judged by a model without it."""
        if len(gold) < 2:
            return self.config.relations.threshold
        found, truth = [], []
        for held_out in gold:
            rest = [self.pairs(article) for article in (*gold, *supplement) if article.id != held_out.id]
            inner = train_classifier(rest, self.config.relations, self.ontology)
            data = self.pairs(held_out)
            found.append(inner.probabilities(data.features) * data.allowed)
            truth.append(data.truth)
        scores, gold_pairs = np.concatenate(found), np.concatenate(truth)

        def f1(threshold: float) -> float:
            chosen = scores >= threshold
            return float(2 * (chosen & gold_pairs).sum() / max(1, chosen.sum() + gold_pairs.sum()))

        return max(THRESHOLDS, key=lambda threshold: (f1(threshold), -threshold))

    def _tagged(self, article: Article) -> list[TaggedSentence]:
        if article.id not in self._sentences:
            self._sentences[article.id] = tagged_sentences(article, self.config.tagger, self.lexicon)
        return self._sentences[article.id]

    def pairs(self, article: Article) -> PairData:
        """Candidate pairs of an article."""
        if article.id not in self._pairs:
            self._pairs[article.id] = pair_data(article, self.config.relations, self.ontology)
        return self._pairs[article.id]


def blank_pipeline(name: str) -> Language:
    """An untrained pipeline: Chinese, a token a character, both components."""
    nlp = spacy.blank(
        "zh", config={"nlp": {"tokenizer": {"@tokenizers": "spacy.zh.ChineseTokenizer", "segmenter": "char"}}}
    )
    nlp.meta["name"] = name.removeprefix("zh_")
    nlp.add_pipe("jiceng_ner")
    nlp.add_pipe("jiceng_relations")
    return nlp


def train_pipeline(corpus: Corpus, config: TrainingConfig, ontology: Ontology, config_digest: str) -> Language:
    """Train the whole pipeline on all of a corpus. The same corpus and config give the same pipeline."""
    supplement = corpus.supplement if config.supplement else ()
    trainer = Trainer(config, ontology)
    nlp = blank_pipeline(config.name)
    tagger, extractor = nlp.get_pipe("jiceng_ner"), nlp.get_pipe("jiceng_relations")
    assert isinstance(tagger, SpanTagger) and isinstance(extractor, RelationExtractor)
    tagger.tagger = trainer.tagger((*corpus.gold, *supplement))
    extractor.classifier = trainer.classifier(corpus.gold, supplement)
    nlp.meta["version"] = __version__
    nlp.meta["description"] = "Entities and relations of Chinese reporting on grass-roots governance"
    nlp.meta["license"] = "MIT"
    nlp.meta["jiceng"] = {
        "seed": config.seed,
        "data": articles_hash((*corpus.gold, *supplement)),
        "config": config_digest,
        "trained_on": sorted(article.id for article in (*corpus.gold, *supplement)),
    }
    return nlp


def model_name(nlp: Language) -> str:
    """Name, version and data of a trained pipeline, as the export's documents say it."""
    made = nlp.meta.get("jiceng", {})
    return f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}+{made.get('data', 'untrained')[:8]}"


def save_pipeline(nlp: Language, folder: Path) -> None:
    """Write a pipeline; the folder is replaced whole, and only once everything is written."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    temporary = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        nlp.to_disk(temporary)
        temporary.chmod(0o755)
        if folder.exists():
            shutil.rmtree(folder)
        temporary.replace(folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def _by_id(articles: Sequence[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: article.id)


def load_pipeline(folder: Path) -> Language:
    """Read a trained pipeline.

    Raises:
        InputError: there is none, or its files are damaged.
    """
    if not (folder / "config.cfg").is_file():
        raise InputError(str(folder), "holds no trained pipeline; run make train, or name one with --model")
    return spacy.load(folder)
