"""Files of the project that are made from the ontology, the code, the annotations and the metrics, and must never differ from them."""

import json
from collections.abc import Iterator
from pathlib import Path

from jiceng.configs import CONFIGS
from jiceng.corpus.folder import load_corpus, read_articles
from jiceng.corpus.guide import with_tables
from jiceng.evaluation.bakeoff.tables import relation_tables, tagger_table
from jiceng.evaluation.pages.card import beside_tables, between_marks, with_figures
from jiceng.evaluation.pages.example_queries import with_queries
from jiceng.evaluation.pages.supplement import supplement_tables
from jiceng.evaluation.question_figures import questions_paragraph
from jiceng.evaluation.queue_simulation import with_queue_figures
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.schema import schema_text

METRICS = Path("models/metrics.json")
QUESTIONS = Path("models/questions.json")
BENCH, SPEED = Path("models/bench.json"), Path("models/speed.json")
TAGGERS, RELATIONS = Path("models/bakeoff-taggers.json"), Path("models/bakeoff-relations.json")
QUEUE_FIGURES = Path("models/queue.json")
README = Path("README.md")
FIGURES = {README: False, Path("models/README.md"): True}
GUIDES = {"en": Path("annotations/GUIDE.md"), "zh": Path("annotations/GUIDE.zh.md")}
ANNOTATIONS = Path("annotations")
GOLD = ANNOTATIONS / "gold"
METADATA = ANNOTATIONS / "articles" / "metadata.json"
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
        document = with_figures(path.read_text(encoding="utf-8"), metrics, labels)
        yield path, _with_more(document) if path == README else _with_measurements(document)


def _with_more(document: str) -> str:
    """README.md with what is said there of the queue and the export, each only once it was measured."""
    if QUEUE_FIGURES.is_file():
        document = with_queue_figures(document, json.loads(QUEUE_FIGURES.read_text(encoding="utf-8")))
    if QUESTIONS.is_file():
        figures = json.loads(QUESTIONS.read_text(encoding="utf-8"))
        document = between_marks(document, "questions", questions_paragraph(figures))
    return with_queries(document, _gold_export())


def _with_measurements(card: str) -> str:
    """The model card with public data and speeds, and the bake-offs once they were run."""
    bench, speed = (json.loads(path.read_text(encoding="utf-8")) for path in (BENCH, SPEED))
    card = between_marks(card, "measurements", beside_tables(bench, speed))
    for path, name, tables in (
        (TAGGERS, "taggers", tagger_table),
        (RELATIONS, "relations", relation_tables),
    ):
        if path.is_file():
            card = between_marks(card, name, tables(json.loads(path.read_text(encoding="utf-8"))))
    return card


def _gold_export() -> Iterator[str]:
    known = json.loads(METADATA.read_text(encoding="utf-8"))
    return export_order(annotated(read_articles(GOLD), known))


def _supplement_page(ontology: Ontology) -> str:
    curve = json.loads((SUPPLEMENT / "curve.json").read_text(encoding="utf-8"))
    corpus = load_corpus(ANNOTATIONS, ontology)
    tables = supplement_tables(corpus, SUPPLEMENT, ANNOTATIONS / "passes" / "supplement", curve, ontology)
    return between_marks((SUPPLEMENT / "README.md").read_text(encoding="utf-8"), "supplement", tables)
