"""Files of the project that are made from the ontology, the code, the annotations and the metrics, and must never differ from them."""

import json
from collections.abc import Iterator
from pathlib import Path

from jiceng.configs import CONFIGS
from jiceng.corpus.folder import load_corpus, read_articles
from jiceng.corpus.guide import with_tables
from jiceng.evaluation.bakeoff.tables import relation_tables, tagger_table
from jiceng.evaluation.pages.card import beside_tables, between_marks, short_figures, with_figures
from jiceng.evaluation.pages.example_queries import with_queries
from jiceng.evaluation.pages.supplement import supplement_tables
from jiceng.evaluation.question_figures import questions_paragraph
from jiceng.evaluation.queue_simulation import with_queue_figures
from jiceng.knowledge.article import annotated
from jiceng.ontology import Ontology
from jiceng.writing.order import export_order
from jiceng.writing.reference import reference_tables
from jiceng.writing.schema import schema_text

METRICS = Path("models/metrics.json")
QUESTIONS = Path("models/questions.json")
BENCH, SPEED = Path("models/bench.json"), Path("models/speed.json")
TAGGERS, RELATIONS = Path("models/bakeoff-taggers.json"), Path("models/bakeoff-relations.json")
QUEUE_FIGURES = Path("models/queue.json")
README, CARD = Path("README.md"), Path("models/README.md")
DOCS = Path("docs")
# Documents with the main figures, and whether with those by label.
FIGURES = {DOCS / "figures.md": False, CARD: True}
GUIDES = {"en": Path("annotations/GUIDE.md"), "zh": Path("annotations/GUIDE.zh.md")}
ANNOTATIONS = Path("annotations")
GOLD = ANNOTATIONS / "gold"
METADATA = ANNOTATIONS / "articles" / "metadata.json"
SUPPLEMENT = ANNOTATIONS / "supplement"
CURVE = Path("models/curve.json")
SCHEMA_FILE = CONFIGS / "knowledge.schema.json"


def generated_files(ontology: Ontology) -> Iterator[tuple[Path, str]]:
    """Each generated file with what it should hold."""
    yield GUIDES["en"], with_tables(GUIDES["en"].read_text(encoding="utf-8"), ontology, "en")
    yield GUIDES["zh"], with_tables(GUIDES["zh"].read_text(encoding="utf-8"), ontology, "zh")
    yield SCHEMA_FILE, schema_text(ontology)
    metrics = json.loads(METRICS.read_text(encoding="utf-8"))
    yield SUPPLEMENT / "README.md", _supplement_page(ontology)
    yield README, between_marks(README.read_text(encoding="utf-8"), "short figures", short_figures(metrics))
    for path, labels in FIGURES.items():
        document = with_figures(path.read_text(encoding="utf-8"), metrics, labels)
        yield path, _with_measurements(document) if path == CARD else document
    reference = (DOCS / "export.md").read_text(encoding="utf-8")
    yield DOCS / "export.md", between_marks(reference, "records", reference_tables(ontology))
    yield DOCS / "queries.md", _queries_page()
    if QUEUE_FIGURES.is_file():
        labelling = (DOCS / "labelling.md").read_text(encoding="utf-8")
        yield (
            DOCS / "labelling.md",
            with_queue_figures(labelling, json.loads(QUEUE_FIGURES.read_text(encoding="utf-8"))),
        )


def _queries_page() -> str:
    """The example queries with their output, and how many questions are answered once that was measured."""
    page = (DOCS / "queries.md").read_text(encoding="utf-8")
    if QUESTIONS.is_file():
        page = between_marks(page, "questions", questions_paragraph(json.loads(QUESTIONS.read_text(encoding="utf-8"))))
    return with_queries(page, _gold_export())


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
    curve = json.loads(CURVE.read_text(encoding="utf-8"))
    corpus = load_corpus(ANNOTATIONS, ontology)
    tables = supplement_tables(corpus, SUPPLEMENT, ANNOTATIONS / "passes" / "supplement", curve, ontology)
    return between_marks((SUPPLEMENT / "README.md").read_text(encoding="utf-8"), "supplement", tables)
