"""An export as the page holds it: every text once, what is repeated a million times as short arrays.

`page/model.js` is the reader; the order of a mention's and a relation's items is written down in both places.
"""

from collections.abc import Mapping
from typing import Any

from jiceng.explorer.reading import Export, Line

_MENTION_KEYS = {"type", "id", "doc", "start", "end", "text", "norm", "label", "confidence", "origin", "entity"}
_RELATION_KEYS = {"type", "id", "doc", "label", "head", "tail", "confidence", "origin", "sentence"}
_DOCUMENT_KEYS = ("id", "title", "published", "script", "chars", "model", "source")
Packed = dict[str, Any]


def pack(export: Export, texts: Mapping[str, str]) -> Packed:
    """The page's data of one export; `texts` holds raw texts by document id and may lack any of them."""
    documents: dict[str, Packed] = {}
    for line in export.documents:
        documents[line["id"]] = {
            **{key: line.get(key) for key in _DOCUMENT_KEYS},
            "text": texts.get(line["id"]),
            "mentions": [],
            "relations": [],
        }
    place_of: dict[str, tuple[str, int]] = {}
    for mention in export.mentions:
        if mention["doc"] in documents:
            rows = documents[mention["doc"]]["mentions"]
            place_of[mention["id"]] = (mention["doc"], len(rows))
            rows.append(_mention(mention, texts.get(mention["doc"])))
    for relation in export.relations:
        head, tail = place_of.get(relation["head"]), place_of.get(relation["tail"])
        # A relation whose mentions are not both in its article cannot be shown in it.
        if head and tail and head[0] == tail[0] == relation["doc"]:
            documents[relation["doc"]]["relations"].append(_relation(relation, head[1], tail[1]))
    numbers = {identity: number for number, identity in enumerate(documents)}
    facts = [_fact(fact, numbers) for fact in export.facts]
    for identity, sentences in _sentences(export, numbers, texts).items():
        documents[identity]["sentences"] = sentences
    return {
        "name": export.name,
        "documents": list(documents.values()),
        "entities": [_lean(entity) for entity in export.entities],
        "facts": facts,
        "systems": [{key: value for key, value in line.items() if key != "type"} for line in export.systems],
    }


def _mention(line: Line, text: str | None) -> list[Any]:
    """[start, end, label, confidence, entity, text or 0, norm or 0, what else the line has], zeros at the end cut."""
    start, end = line["start"], line["end"]
    known = text is not None and 0 <= start < end and text[start:end] == line["text"]
    norm = line.get("norm", line["text"])
    more = {key: value for key, value in line.items() if key not in _MENTION_KEYS}
    row = [
        start,
        end,
        line["label"],
        line.get("confidence", 1),
        line.get("entity") or 0,
        0 if known else line["text"],
        0 if norm == line["text"] else norm,
        more or 0,
    ]
    while row[-1] == 0:
        row.pop()
    return row


def _relation(line: Line, head: int, tail: int) -> list[Any]:
    """[label, place of the head among the mentions, of the tail, confidence, what else the line has]."""
    more = {key: value for key, value in line.items() if key not in _RELATION_KEYS}
    row = [line["label"], head, tail, line.get("confidence", 1)]
    return [*row, more] if more else row


def _fact(line: Line, numbers: Mapping[str, int]) -> Packed:
    """The fact's line with [document, start, end] for each evidence; a document that is not known keeps its text."""
    evidence = [
        [numbers[item["doc"]], item["start"], item["end"]] if item["doc"] in numbers else item
        for item in line["evidence"]
    ]
    return {**{key: value for key, value in line.items() if key != "type"}, "evidence": evidence}


def _sentences(export: Export, numbers: Mapping[str, int], texts: Mapping[str, str]) -> dict[str, list[list[Any]]]:
    """[start, end, text] of each sentence of the evidences, in text order; the text is 0 where the article has it."""
    found: dict[str, dict[tuple[int, int], str | int]] = {}
    for fact in export.facts:
        for item in fact["evidence"]:
            if item["doc"] in numbers:
                raw, start, end = texts.get(item["doc"]), item["start"], item["end"]
                known = raw is not None and 0 <= start < end and raw[start:end] == item["text"]
                found.setdefault(item["doc"], {})[start, end] = 0 if known else item["text"]
    return {doc: [[*extent, text] for extent, text in sorted(of.items())] for doc, of in found.items()}


def _lean(entity: Line) -> Packed:
    """An entity without what is empty."""
    return {key: value for key, value in entity.items() if key != "type" and value not in (None, [], "")}
