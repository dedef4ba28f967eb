"""Annotated articles in Doccano's JSON (Relation): ``{id, text, entities, relations}``.

A file `*.jsonl` holds an article a line, as Doccano exports them; a file `*.json` holds one article, a label a line, so
that a changed label is a changed line (`annotations/`). There a label also says what it stands on (`mention`, `reads`),
for who reads a diff; the checks compare it with the text.

A relation may have a `status` (`jiceng.corpus.article.STATUSES`); without one it is asserted.

The reader takes a file as a labeller's export gives it and never drops a span: what cannot be read is an error with
the line, what reads but is wrong (an offset outside the text, an overlap …) is for `jiceng.corpus.checks` to list.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from jiceng.corpus.article import ASSERTED, Article, Relation, Span
from jiceng.corpus.files import read_utf8, write_whole
from jiceng.errors import InputError


def read_doccano(path: Path) -> list[Article]:
    """All articles of a file.

    Raises:
        InputError: the file cannot be read, or a line is not an article; with the line.
    """
    content = read_utf8(path)
    if path.suffix == ".json":
        return [article_of(decoded(content, str(path)), str(path))]
    return list(_articles(content, path))


def decoded(content: str, where: str) -> Any:
    """What a JSON text holds.

    Raises:
        InputError: it is not JSON; with line and column.
    """
    try:
        return json.loads(content)
    except json.JSONDecodeError as error:
        line = f"line {error.lineno}, " if error.lineno > 1 else ""
        raise InputError(where, f"is not JSON ({error.msg} at {line}column {error.colno})") from error


def _articles(content: str, path: Path) -> Iterator[Article]:
    for number, line in enumerate(content.split("\n"), start=1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        yield article_of(decoded(line, where), where)


def article_of(row: Any, where: str) -> Article:
    """An article from one decoded line.

    Raises:
        InputError: a field is missing or of another type.
    """
    for name in ("entities", "relations"):
        if isinstance(row, dict) and name in row and not isinstance(row[name], list):
            raise InputError(
                where, f'"{name}" is {json.dumps(row[name], ensure_ascii=False)[:40]}, not a list; [] if there are none'
            )
    try:
        spans = tuple(
            Span(
                int(item["start_offset"]),
                int(item["end_offset"]),
                str(item["label"]),
                int(item["id"]),
                float(item.get("confidence", 1.0)),
                str(item.get("mention", "")),
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
                str(item.get("status", ASSERTED)),
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
            | ({} if relation.status == ASSERTED else {"status": relation.status})
            | _confidence(relation.confidence)
            for relation in article.relations
        ],
    }


def _confidence(value: float) -> dict[str, float]:
    return {} if value == 1.0 else {"confidence": round(value, 4)}


def plain_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """A decoded article without what `article_text` adds for who reads it."""
    return {
        **row,
        "entities": [{key: value for key, value in item.items() if key != "mention"} for item in row["entities"]],
        "relations": [{key: value for key, value in item.items() if key != "reads"} for item in row["relations"]],
    }


def write_doccano(articles: Iterable[Article], path: Path) -> None:
    """Write articles, in the form that the file's ending asks for; the file appears whole or not at all.

    Raises:
        ValueError: a `.json` file was asked to hold other than one article.
    """
    rows = [row_of(article) for article in articles]
    if path.suffix != ".json":
        write_whole(path, "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    elif len(rows) == 1:
        write_whole(path, article_text(rows[0]))
    else:
        raise ValueError(f"{path} can hold one article, not {len(rows)}")


def article_text(row: Mapping[str, Any]) -> str:
    """The content of a `.json` file: a key a line, a label a line, each with what it stands on."""
    text = row["text"]
    labels: dict[str, list[dict[str, Any]]] = {"entities": [], "relations": []}
    mentions: dict[int, str] = {}
    for item in row["entities"]:
        mentions[item["id"]] = mention = text[item["start_offset"] : item["end_offset"]]
        labels["entities"].append({**item, "mention": mention})
    for item in row["relations"]:
        ends = (mentions.get(item[end], "?") for end in ("from_id", "to_id"))
        labels["relations"].append({**item, "reads": " → ".join(ends)})
    parts = []
    for key, value in (dict(row) | labels).items():
        name = json.dumps(key)
        if key in labels and value:
            lines = ",\n  ".join(json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f"{name}: [\n  {lines}\n ]")
        else:
            parts.append(f"{name}: {json.dumps(value, ensure_ascii=False)}")
    return "{\n " + ",\n ".join(parts) + "\n}\n"
