"""Writes an export in the shape asked for, to a file that appears whole or not at all, or to standard output."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from jiceng.corpus.files import replacing
from jiceng.corpus.sources import Source
from jiceng.errors import InputError
from jiceng.knowledge.article import ArticleKnowledge
from jiceng.knowledge.decisions import Decision
from jiceng.knowledge.dumped import DumpedArticle
from jiceng.ontology import Ontology
from jiceng.text.controls import visible
from jiceng.writing.apoc import apoc_lines
from jiceng.writing.facts_csv import csv_rows
from jiceng.writing.facts_xlsx import write_xlsx
from jiceng.writing.ntriples import ntriples
from jiceng.writing.order import export_order
from jiceng.writing.parquet import write_parquet
from jiceng.writing.table import article_table

STDOUT = "-"
_FROM_LINES: dict[str, Callable[[Iterable[str]], Iterator[str]]] = {
    "jsonl": iter,
    "ntriples": ntriples,
    "apoc": apoc_lines,
    "csv": csv_rows,
}
_TO_PATHS: dict[str, tuple[Callable[[Iterable[str], Path], None], str]] = {
    "parquet": (write_parquet, "a folder of files"),
    "xlsx": (write_xlsx, "a workbook"),
}


def write_export(
    articles: Iterable[ArticleKnowledge | tuple[Source, DumpedArticle]],
    output: str,
    shape: str,
    ontology: Ontology,
    decisions: Sequence[Decision] = (),
    note: Callable[[str], None] | None = None,
    systems: bool = False,
) -> None:
    """Write what articles say, as records or as their JSON, as `shape`: jsonl, table, csv, xlsx, parquet (a folder), ntriples or apoc.

    `-` is standard output. `decisions` on what is the same are followed; `note` is called with each that fits nothing.
    `systems` adds what each article describes as a whole, which only jsonl can hold.

    Raises:
        InputError: systems in another shape than jsonl, parquet or xlsx to standard output, or a shape whose library is not installed.
    """
    if systems and shape != "jsonl":
        raise InputError(f"--systems --format {shape}", "systems are trees, which only --format jsonl holds")
    if shape in _TO_PATHS:
        write, makes = _TO_PATHS[shape]
        if output == STDOUT:
            raise InputError(f"--format {shape}", f"makes {makes}; name it with -o")
        write(export_order(articles, decisions, note), Path(output))
        return
    if shape == "table":
        rows = _tables(articles, ontology)
    else:
        rows = _FROM_LINES[shape](export_order(articles, decisions, note, systems))
    if output == STDOUT:
        for row in rows:
            _print(f"{row}\n")
        _print("", flush=True)
        return
    with replacing(Path(output)) as file:
        file.writelines(f"{row}\n" for row in rows)


def _print(text: str, flush: bool = False) -> None:
    try:
        sys.stdout.write(text)
        if flush:
            sys.stdout.flush()
    except BrokenPipeError:
        raise  # nobody reads on, which is no fault
    except OSError as error:
        raise InputError("standard output", f"cannot be written ({error.strerror})") from error


def _tables(articles: Iterable[ArticleKnowledge | tuple[Source, DumpedArticle]], ontology: Ontology) -> Iterator[str]:
    """For people, so few: all are held in memory to come in order of id."""
    known = (one if isinstance(one, ArticleKnowledge) else one[1].knowledge(one[0]) for one in articles)
    for article in sorted(known, key=lambda article: article.source.id):
        yield from map(visible, article_table(article.source.text, article.lines, ontology))
