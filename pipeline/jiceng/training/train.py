"""Training: a corpus and a config in, a spaCy pipeline out."""

from spacy.language import Language

from jiceng import __version__
from jiceng.corpus.folder import Corpus, articles_hash
from jiceng.ner.component import SpanTagger
from jiceng.ontology import Ontology
from jiceng.reading.pipeline import blank_pipeline
from jiceng.relations.component import RelationExtractor
from jiceng.training.config import TrainingConfig
from jiceng.training.progress import Watch
from jiceng.training.trainer import Trainer


def train_pipeline(
    corpus: Corpus,
    config: TrainingConfig,
    ontology: Ontology,
    config_digest: str,
    workers: int = 1,
    watch: Watch | None = None,
) -> Language:
    """Train the whole pipeline on all of a corpus, in `workers` processes; `watch` is told each step.

    The same corpus and config give the same pipeline, whatever the number of workers.
    """
    supplement = corpus.supplement if config.supplement else ()
    models = Trainer(config, ontology, workers, watch).models(corpus.gold, supplement)
    nlp = blank_pipeline(config.name)
    tagger, extractor = nlp.get_pipe("jiceng_ner"), nlp.get_pipe("jiceng_relations")
    assert isinstance(tagger, SpanTagger) and isinstance(extractor, RelationExtractor)
    tagger.tagger, extractor.classifier = models.tagger, models.relations
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
