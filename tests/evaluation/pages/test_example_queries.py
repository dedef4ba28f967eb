from pathlib import Path

import pytest

from jiceng.corpus.article import Article
from jiceng.evaluation.pages.example_queries import with_queries
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order

DOCUMENT = "before\n<!-- queries -->\nold\n<!-- /queries -->\nafter\n"


def test_queries_stand_with_their_output_between_the_marks(gold: dict[str, Article], tmp_path: Path) -> None:
    path = tmp_path / "examples.yaml"
    path.write_text(
        "- title: Branches\n  query: SELECT object, object_counts[1].amount AS number, date FROM facts"
        " WHERE predicate = 'ESTABLISHES' AND object_label = 'TEMP_BRANCH'\n",
        encoding="utf-8",
    )
    document = with_queries(DOCUMENT, export_order(annotated([gold["ningming"]])), path)
    assert document.startswith("before\n<!-- queries -->\n**Branches**\n")
    assert "| object | number | date |\n| --- | --- | --- |\n| 临时党支部 | 83 |  |\n<!-- /queries -->" in document
    assert "old" not in document


def test_a_document_without_marks_is_refused() -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        with_queries("no marks", [])
