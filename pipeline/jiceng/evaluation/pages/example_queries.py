"""The queries in docs/queries.md with their real output over the export of the annotations, between two marks."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from jiceng.configs import CONFIGS
from jiceng.evaluation.pages.card import between_marks
from jiceng.evaluation.questions import ask_named

EXAMPLES = CONFIGS / "knowledge" / "examples.yaml"


def with_queries(document: str, lines: Iterable[str], path: Path = EXAMPLES) -> str:
    """The document with each query and its output over an export's lines between the marks of `queries`.

    Raises:
        ValueError: the marks are missing.
        InputError: duckdb is not installed.
    """
    examples = yaml.safe_load(path.read_text(encoding="utf-8"))
    results = ask_named(lines, [example["query"] for example in examples])
    parts = [
        f"**{example['title']}**\n\n```sql\n{example['query']}\n```\n\n{_table(names, rows)}"
        for example, (names, rows) in zip(examples, results, strict=True)
    ]
    return between_marks(document, "queries", "\n\n".join(parts))


def _table(names: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    lines = [f"| {' | '.join(names)} |", f"|{' --- |' * len(names)}"]
    lines += [f"| {' | '.join(map(_cell, row))} |" for row in rows]
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(_cell, value))
    if isinstance(value, float):
        return f"{value:,.15g}"
    return str(value).replace("|", "\\|").replace("\n", " ")
