"""The queries in README.md with their real output over the export of the annotations, between two marks."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from pipeline.configs import CONFIGS
from pipeline.knowledge.questions import ask_named

EXAMPLES = CONFIGS / "knowledge" / "examples.yaml"
_MARKED = re.compile(r"(<!-- queries -->\n).*?(<!-- /queries -->)", re.DOTALL)


def with_queries(document: str, lines: Iterable[str], path: Path = EXAMPLES) -> str:
    """The document with each query and its output over an export's lines between its marks.

    Raises:
        ValueError: the marks `<!-- queries -->` and `<!-- /queries -->` are missing.
        InputError: duckdb is not installed.
    """
    if not _MARKED.search(document):
        raise ValueError("the document lacks the marks <!-- queries --> and <!-- /queries -->")
    examples = yaml.safe_load(path.read_text(encoding="utf-8"))
    results = ask_named(lines, [example["query"] for example in examples])
    parts = [
        f"**{example['title']}**\n\n```sql\n{example['query']}\n```\n\n{_table(names, rows)}\n"
        for example, (names, rows) in zip(examples, results, strict=True)
    ]
    content = "\n".join(parts)
    return _MARKED.sub(lambda match: f"{match[1]}{content}{match[2]}", document)


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
