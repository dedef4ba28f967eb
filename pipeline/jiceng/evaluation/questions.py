"""What a policy researcher asks of an article, each question answered by one SQL query over its export."""

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiceng.configs import CONFIGS, read_yaml
from jiceng.errors import InputError

VIEWS = CONFIGS / "knowledge" / "views.sql"
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Question:
    """A question with its query and the rows that answer it; without a query where labels do not carry the answer."""

    article: str
    text: str
    query: str | None
    answer: tuple[Row, ...]


def read_questions(path: Path) -> list[Question]:
    """The questions of a file.

    Raises:
        InputError: the file cannot be read, or a question has neither a query and an answer nor a reason and a proposal.
    """
    data = read_yaml(path)
    return [_question(article, item, path) for article, items in data.items() for item in items]


def _question(article: str, item: Mapping[str, Any], path: Path) -> Question:
    try:
        text = str(item["question"])
        if "not_in_labels" in item:
            # A reason is worth as much as the change that would do away with it.
            item["proposal"]
            return Question(article, text, None, ())
        return Question(article, text, str(item["query"]), tuple(tuple(row) for row in item["answer"]))
    except KeyError as error:
        raise InputError(f"{path}: {article}", f"a question lacks {error}") from error


def ask(lines: Iterable[str], queries: Sequence[str]) -> list[list[Row]]:
    """The rows that each query gives over the views of an export's lines.

    Raises:
        InputError: duckdb is not installed.
    """
    return [rows for _, rows in ask_named(lines, queries)]


def ask_named(lines: Iterable[str], queries: Sequence[str]) -> list[tuple[list[str], list[Row]]]:
    """As `ask`, each query's rows with the names of its columns before them."""
    try:
        import duckdb
    except ImportError as error:
        raise InputError("queries", "need duckdb: pip install jiceng[query]") from error
    results = []
    with tempfile.TemporaryDirectory(prefix="jiceng-") as folder, duckdb.connect() as data:
        export = Path(folder) / "export.jsonl"
        export.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        data.execute(f"SET VARIABLE export = '{export}'")
        data.execute(VIEWS.read_text(encoding="utf-8"))
        for query in queries:
            found = data.execute(query)
            results.append(([column[0] for column in found.description or ()], found.fetchall()))
    return results


def is_answered(question: Question, rows: Iterable[Row]) -> bool:
    """Whether the rows are exactly the answer, in any order."""
    return sorted(map(repr, map(_plain, rows))) == sorted(map(repr, map(_plain, question.answer)))


def _plain(row: Row) -> Row:
    return tuple(float(cell) if isinstance(cell, int | float) else cell for cell in row)


def answered(lines: Iterable[str], questions: Sequence[Question]) -> list[bool]:
    """Which questions an export answers exactly; one without a query is not answered."""
    asked = [question for question in questions if question.query is not None]
    rows = iter(ask(lines, [question.query for question in asked if question.query is not None]))
    return [question.query is not None and is_answered(question, next(rows)) for question in questions]
