"""Fixtures that several rooms share: the real articles, and a small pipeline trained on them once."""

from dataclasses import replace
from pathlib import Path

import pytest
from spacy.language import Language

from pipeline.corpus.article import Article
from pipeline.corpus.folder import Corpus, load_corpus
from pipeline.ontology import Ontology, default_ontology
from pipeline.training.config import load_config
from pipeline.training.train import save_pipeline, train_pipeline

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return default_ontology()


@pytest.fixture(scope="session")
def corpus(ontology: Ontology) -> Corpus:
    return load_corpus(ROOT / "annotations", ontology)


@pytest.fixture(scope="session")
def gold(corpus: Corpus) -> dict[str, Article]:
    return {article.id: article for article in corpus.gold}


@pytest.fixture(scope="session")
def small_pipeline(corpus: Corpus, ontology: Ontology) -> Language:
    """Trained on the five articles alone with few iterations: real parts, in seconds."""
    config = load_config()
    config = replace(config, supplement=False, tagger=replace(config.tagger, iterations=25))
    return train_pipeline(corpus, config, ontology, "test")


@pytest.fixture(scope="session")
def small_model(small_pipeline: Language, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "pipeline"
    save_pipeline(small_pipeline, folder)
    return folder
