"""Articles as tests write them: inline markup in, what the export says out."""

import json
from typing import Any

from jiceng.corpus.article import Article, Relation, Span
from jiceng.knowledge.article import annotated
from jiceng.writing.order import export_order


def article(doc: str, text: str, relations: str = "") -> Article:
    """An article whose mentions are written [text LABEL]; relations are "HEAD LABEL TAIL" lines, by the mentions' texts.

    A text that stands several times is named by its number: 卡点#2.
    """
    raw, spans = "", []
    for number, piece in enumerate(text.split("[")):
        if number == 0:
            raw += piece
            continue
        inside, after = piece.split("]", 1)
        mention, label = inside.rsplit(" ", 1)
        spans.append(Span(len(raw), len(raw) + len(mention), label, number))
        raw += mention + after
    ids: dict[str, int] = {}
    for span in spans:
        name = raw[span.start : span.end]
        times = sum(raw[other.start : other.end] == name for other in spans[: spans.index(span)]) + 1
        ids[name if times == 1 else f"{name}#{times}"] = span.id
    rows = [line.split() for line in relations.splitlines() if line.strip()]
    edges = [Relation(label, ids[head], ids[tail], at) for at, (head, label, tail) in enumerate(rows, start=1)]
    return Article(doc, raw, tuple(spans), tuple(edges))


def export(*articles: Article, published: str | None = None) -> list[dict[str, Any]]:
    """The lines of an export of the articles, decoded."""
    about = {item.id: {"published": published} for item in articles}
    return [json.loads(line) for line in export_order(annotated(articles, about))]


def entities(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The entity lines by their names, those that only anchor others left out."""
    return {row["name"]: row for row in rows if row["type"] == "entity" and row["mentions"]}


def statements(rows: list[dict[str, Any]]) -> list[str]:
    """The facts as a person would write them down: 宁明县 ESTABLISHES 临时党支部 (83 个) at 卡点 (143 个)."""
    return sorted(_statement(row) for row in rows if row["type"] == "fact")


def _statement(fact: dict[str, Any]) -> str:
    text = f"{_end(fact['subject'])} {fact['predicate']} {_end(fact['object'])}"
    if fact["place"]:
        text += f" at {_end(fact['place'])}"
    return text + (f" on {fact['date']['timex']}" if fact["date"] else "")


def _end(end: dict[str, Any]) -> str:
    counts = ", ".join(f"{count['amount']} {count['unit']}" for count in end["counts"])
    return f"{end['name']} ({counts})" if counts else str(end["name"])
