"""What a model said of unlabelled texts, read from the export that `jiceng extract` wrote: the file by which anything
that needs a model reaches the labelling environment."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiceng.corpus.article import Article, Relation, Span
from jiceng.corpus.sources import Source, read_sources
from jiceng.errors import InputError


@dataclass
class _Document:
    sha256: str
    spans: list[Span] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    mentions: list[str] = field(default_factory=list)


def read_predictions(export: Path, texts: Iterable[str]) -> dict[str, Article]:
    """Predicted articles by id: the export's mentions and relations, with confidences, on the texts they were made of.

    `texts`: the files that were given to `jiceng extract`, for the export does not repeat them.

    Raises:
        InputError: a file cannot be read, a text is not in the export, or it changed since.
    """
    documents = _read_export(export)
    articles: dict[str, Article] = {}
    for source in read_sources(texts):
        if isinstance(source, InputError):
            raise source
        if source.id not in documents:
            raise InputError(str(export), f"says nothing of {source.id}; run jiceng extract on it, too")
        articles[source.id] = _article(source, documents[source.id], export)
    return articles


def _article(source: Source, document: _Document, export: Path) -> Article:
    if document.sha256 != source.sha256:
        raise InputError(str(export), f"was made of another text of {source.id}; run jiceng extract anew")
    for span, mention in zip(document.spans, document.mentions, strict=True):
        if source.text[span.start : span.end] != mention:
            raise InputError(str(export), f"{source.id}:{span.start}: “{mention}” does not stand there in the text")
    return Article(source.id, source.text, tuple(document.spans), tuple(document.relations))


def _read_export(export: Path) -> dict[str, _Document]:
    try:
        lines = export.read_bytes().decode("utf-8").split("\n")
    except OSError as error:
        raise InputError(str(export), f"cannot be read ({error.strerror}); jiceng extract makes it") from error
    except UnicodeDecodeError as error:
        raise InputError(str(export), f"is not UTF-8 at byte {error.start}") from error
    documents: dict[str, _Document] = {}
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                _add(json.loads(line), documents)
            except (KeyError, TypeError, ValueError) as error:
                raise InputError(
                    f"{export}:{number}", f"is not a line of an export ({error}); see jiceng validate"
                ) from error
    return documents


def _add(row: dict[str, Any], documents: dict[str, _Document]) -> None:
    """Take one line in; kinds of lines that labelling has no use for are passed over."""
    if row["type"] == "document":
        documents[row["id"]] = _Document(row["sha256"])
    elif row["type"] == "mention":
        document = documents[row["doc"]]
        number = len(document.spans) + 1
        document.numbers[row["id"]] = number
        document.spans.append(Span(int(row["start"]), int(row["end"]), row["label"], number, float(row["confidence"])))
        document.mentions.append(row["text"])
    elif row["type"] == "relation":
        document = documents[row["doc"]]
        head, tail = document.numbers[row["head"]], document.numbers[row["tail"]]
        number = len(document.relations) + 1
        document.relations.append(Relation(row["label"], head, tail, number, float(row["confidence"])))
