"""The export of the five annotated articles, as `jiceng export` writes it; of the committed ones unless told otherwise."""

from pathlib import Path

from jiceng.cli.inputs import read_metadata
from jiceng.corpus.folder import read_articles
from jiceng.knowledge.article import annotated
from jiceng.ontology import default_ontology
from jiceng.writing.output import write_export

ANNOTATIONS = Path(__file__).parents[2] / "annotations"


def gold_export(path: Path, annotations: Path = ANNOTATIONS) -> Path:
    """Write it; returns the path."""
    metadata = read_metadata(annotations / "articles" / "metadata.json")
    write_export(annotated(read_articles(annotations / "gold"), metadata), str(path), "jsonl", default_ontology())
    return path
