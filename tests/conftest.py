"""Fixtures that several rooms share: the real articles, and a small pipeline trained on them once."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings
from spacy.language import Language

from jiceng.corpus.article import Article
from jiceng.corpus.folder import Corpus, load_corpus
from jiceng.ontology import Ontology, default_ontology
from jiceng.reading.pipeline import save_pipeline
from jiceng.training.config import TrainingConfig, load_config
from jiceng.training.train import train_pipeline

ROOT = Path(__file__).parent.parent
# A frozen copy of annotations: tests stay green whatever is labelled; make figures checks what is committed.
DATA = ROOT / "tests" / "data" / "annotations"

# A deadline would say how busy the machine is, not how good the code.
settings.register_profile("jiceng", deadline=None)
settings.load_profile("jiceng")


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return default_ontology()


@pytest.fixture(scope="session")
def corpus(ontology: Ontology) -> Corpus:
    return load_corpus(DATA, ontology)


@pytest.fixture(scope="session")
def gold(corpus: Corpus) -> dict[str, Article]:
    return {article.id: article for article in corpus.gold}


def quick(epochs: int, folds: int = 2) -> TrainingConfig:
    """The default config with a small network that trains in seconds, without the supplement."""
    config = load_config()
    network = replace(config.tagger.network, hidden=24, epochs=epochs)
    return replace(config, supplement=False, folds=folds, tagger=replace(config.tagger, network=network))


@pytest.fixture(scope="session")
def small_pipeline(corpus: Corpus, ontology: Ontology) -> Language:
    """Trained on the five articles alone with few epochs: real parts, in seconds."""
    return train_pipeline(corpus, quick(epochs=10), ontology, "test")


@pytest.fixture(scope="session")
def small_model(small_pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "pipeline"
    save_pipeline(small_pipeline, folder)
    return folder
