"""Doccano's JSONL (Relation): one article a line, ``{id, text, entities, relations}``.

The reader takes a file as a labeller's export gives it and never drops a span: what cannot be read is an error with
the line, what reads but is wrong (an offset outside the text, an overlap …) is for `jiceng.corpus.checks` to list.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.files import read_utf8, write_whole
from jiceng.errors import InputError


def read_doccano(path: Path) -> list[Article]:
    """All articles of a file.

    Raises:
        InputError: the file cannot be read, or a line is not an article; with the line.
    """
    content = read_utf8(path)
    return list(_articles(content, path))


def _articles(content: str, path: Path) -> Iterator[Article]:
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise InputError(where, f"is not JSON ({error.msg} at column {error.colno})") from error
        yield article_of(row, where)


def article_of(row: Any, where: str) -> Article:
    """An article from one decoded line.

    Raises:
        InputError: a field is missing or of another type.
    """
    try:
        spans = tuple(
            Span(
                int(item["start_offset"]),
                int(item["end_offset"]),
                str(item["label"]),
                int(item["id"]),
                float(item.get("confidence", 1.0)),
            )
            for item in row["entities"]
        )
        relations = tuple(
            Relation(
                str(item["type"]),
                int(item["from_id"]),
                int(item["to_id"]),
                int(item["id"]),
                float(item.get("confidence", 1.0)),
            )
            for item in row["relations"]
        )
        if not isinstance(row["text"], str):
            raise TypeError("text is not a string")
        return Article(str(row["id"]), row["text"], spans, relations)
    except KeyError as error:
        raise InputError(
            where, f"the field {error} is missing; an article has id, text, entities, relations"
        ) from error
    except (TypeError, ValueError) as error:
        raise InputError(where, f"is not an article in Doccano's relation form: {error}") from error


def row_of(article: Article) -> dict[str, Any]:
    """The article as Doccano's JSON object, spans in text order; a confidence only where it is not 1."""
    return {
        "id": article.id,
        "text": article.text,
        "entities": [
            {"id": span.id, "label": span.label, "start_offset": span.start, "end_offset": span.end}
            | _confidence(span.confidence)
            for span in sorted(article.spans)
        ],
        "relations": [
            {"id": relation.id, "from_id": relation.head, "to_id": relation.tail, "type": relation.label}
            | _confidence(relation.confidence)
            for relation in article.relations
        ],
    }


def _confidence(value: float) -> dict[str, float]:
    return {} if value == 1.0 else {"confidence": round(value, 4)}


def write_doccano(articles: Iterable[Article], path: Path) -> None:
    """Write articles, one a line; the file appears whole or not at all."""
    write_whole(path, "".join(json.dumps(row_of(article), ensure_ascii=False) + "\n" for article in articles))
