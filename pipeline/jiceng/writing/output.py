"""Writes an export in the shape asked for, to a file that appears whole or not at all, or to standard output."""

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from jiceng.corpus.files import replacing
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.ontology import Ontology
from jiceng.text.controls import visible
from jiceng.writing.apoc import apoc_lines
from jiceng.writing.ntriples import ntriples
from jiceng.writing.order import export_order
from jiceng.writing.parquet import write_parquet
from jiceng.writing.table import article_table

STDOUT = "-"
_FROM_LINES: dict[str, Callable[[Iterable[str]], Iterator[str]]] = {
    "jsonl": iter,
    "ntriples": ntriples,
    "apoc": apoc_lines,
}


def write_export(articles: Iterable[ArticleKnowledge], output: str, shape: str, ontology: Ontology) -> None:
    """Write what articles say as `shape`: jsonl, table, parquet (a folder), ntriples or apoc; `-` is standard output.

    Raises:
        InputError: parquet to standard output, or a shape whose library is not installed.
    """
    if shape == "parquet":
        if output == STDOUT:
            raise InputError("--format parquet", "makes a folder of files; name it with -o")
        write_parquet(export_order(articles), Path(output))
        return
    rows = _tables(articles, ontology) if shape == "table" else _FROM_LINES[shape](export_order(articles))
    if output == STDOUT:
        sys.stdout.writelines(f"{row}\n" for row in rows)
        return
    with replacing(Path(output)) as file:
        file.writelines(f"{row}\n" for row in rows)


def _tables(articles: Iterable[ArticleKnowledge], ontology: Ontology) -> Iterator[str]:
    """For people, so few: all are held in memory to come in order of id."""
    for article in sorted(articles, key=lambda article: article.source.id):
        yield from map(visible, article_table(article.source.text, article.lines, ontology))
