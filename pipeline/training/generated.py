"""Files of the project that are made from the ontology, the code, the annotations and the metrics, and must never differ from them."""

import json
from collections.abc import Iterator
from pathlib import Path

from pipeline.configs import CONFIGS
from pipeline.corpus.folder import read_articles
from pipeline.corpus.guide import with_tables
from pipeline.knowledge.export import annotated
from pipeline.knowledge.schema import schema_text
from pipeline.knowledge.writer import export_order
from pipeline.ontology import Ontology
from pipeline.training.card import with_figures
from pipeline.training.example_queries import with_queries

METRICS = Path("models/metrics.json")
README = Path("README.md")
GOLD = Path("annotations/gold")
METADATA = Path("annotations/articles/metadata.json")
FIGURES = {README: False, Path("models/README.md"): True}
GUIDES = {"en": Path("annotations/GUIDE.md"), "zh": Path("annotations/GUIDE.zh.md")}
SCHEMA_FILE = CONFIGS / "knowledge.schema.json"


def generated_files(ontology: Ontology) -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold."""
    yield GUIDES["en"], with_tables(GUIDES["en"].read_text(encoding="utf-8"), ontology, "en")
    yield GUIDES["zh"], with_tables(GUIDES["zh"].read_text(encoding="utf-8"), ontology, "zh")
    yield SCHEMA_FILE, schema_text(ontology)
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    for path, labels in FIGURES.items():
        document = with_figures(path.read_text(encoding="utf-8"), metrics, labels)
        yield path, with_queries(document, _gold_export()) if path == README else document


def _gold_export() -> Iterator[str]:
    known = json.loads(METADATA.read_text(encoding="utf-8"))
    return export_order(annotated(read_articles(GOLD), known))
