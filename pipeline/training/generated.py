"""Files of the project that are made from the ontology, the code and the metrics, and must never differ from them."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.configs import CONFIGS
from pipeline.corpus.folder import load_corpus
from pipeline.corpus.guide import with_tables
from pipeline.knowledge.schema import schema_text
from pipeline.ontology import Ontology
from pipeline.training.card import between_marks, with_figures
from pipeline.training.queue_simulation import with_queue_figures
from pipeline.training.supplement_page import supplement_tables

METRICS = Path("models/metrics.json")
QUEUE_FIGURES = Path("models/queue.json")
README = Path("README.md")
FIGURES = {README: False, Path("models/README.md"): True}
GUIDES = {"en": Path("annotations/GUIDE.md"), "zh": Path("annotations/GUIDE.zh.md")}
ANNOTATIONS = Path("annotations")
SUPPLEMENT = ANNOTATIONS / "supplement"
SCHEMA_FILE = CONFIGS / "knowledge.schema.json"


def generated_files(ontology: Ontology) -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold."""
    yield GUIDES["en"], with_tables(GUIDES["en"].read_text(encoding="utf-8"), ontology, "en")
    yield GUIDES["zh"], with_tables(GUIDES["zh"].read_text(encoding="utf-8"), ontology, "zh")
    yield SCHEMA_FILE, schema_text(ontology)
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    yield SUPPLEMENT / "README.md", _supplement_page(ontology)
    for path, labels in FIGURES.items():
        content = with_figures(path.read_text(encoding="utf-8"), metrics, labels)
        if path == README:
            content = with_queue_figures(content, json.loads(QUEUE_FIGURES.read_text(encoding="utf-8")))
        yield path, content


def _supplement_page(ontology: Ontology) -> str:
    curve = json.loads((SUPPLEMENT / "curve.json").read_text(encoding="utf-8"))
    corpus = load_corpus(ANNOTATIONS, ontology)
    tables = supplement_tables(corpus, SUPPLEMENT, ANNOTATIONS / "passes" / "supplement", curve, ontology)
    return between_marks((SUPPLEMENT / "README.md").read_text(encoding="utf-8"), "supplement", tables)
