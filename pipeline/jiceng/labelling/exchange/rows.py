"""A piece as Doccano's JSON and back. On the way offsets change their units, and nothing may get lost."""

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from jiceng.labelling.exchange.labels import Labels, RelationKey, SpanKey, labels_of
from jiceng.labelling.exchange.offsets import Utf16
from jiceng.labelling.exchange.pieces import Piece
from jiceng.labelling.exchange.place import Place, place_of
from jiceng.labelling.schema import LabellingProject

# Pre-annotated spans below this confidence are named to the labeller, the least sure ones first.
_UNSURE = 0.6
_LISTED = 12
# How much of the neighbours is shown, in characters.
_BESIDE = 80
# What the page calls the metadata, in the order in which it shows them.
BEFORE, AFTER, REASON, UNSURE, CONFIDENCE = "上文", "下文", "选它的原因", "请先看", "模型把握"
PLACE, ARTICLE, FOLDER = "段", "文章", "存入"


def metadata(piece: Piece, span_names: Mapping[str, str]) -> dict[str, str]:
    """What the labelling page shows beside the text, and what `pull` needs to bring the labels home.

    `span_names`: what the page calls each label.
    """
    item = piece.item
    confidences = [span.confidence for span in item.article.spans]
    unsure = sorted(
        (span for span in item.article.spans if span.confidence < _UNSURE), key=lambda span: span.confidence
    )
    shown = [
        f"{item.article.mention(span)}（{span_names[span.label]} {span.confidence:.2f}）" for span in unsure[:_LISTED]
    ]
    notes = [note for _, note in item.notes]
    more = [f"……另{len(notes) - _LISTED}处"] if len(notes) > _LISTED else []
    machine = any(confidence < 1.0 for confidence in confidences)
    return {
        BEFORE: _tail(piece.before),
        AFTER: _head(piece.after),
        REASON: item.reason,
        UNSURE: "；".join([*notes[:_LISTED], *more] or shown),
        CONFIDENCE: f"{min(confidences):.2f}–{max(confidences):.2f}" if machine else "",
        PLACE: str(piece.place),
        ARTICLE: item.article.id,
        FOLDER: item.folder,
    }


def belongs(meta: Mapping[str, Any]) -> tuple[str, str, Place]:
    """Article, folder and place of an example, of its metadata; the first is empty if jiceng did not upload it.

    Projects that were made before articles went to the server in pieces have English names for them.
    """
    article, folder = meta.get(ARTICLE) or meta.get("article"), meta.get(FOLDER) or meta.get("folder")
    return str(article or ""), str(folder or ""), place_of(meta.get(PLACE))


def _tail(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _BESIDE else "……" + text[-_BESIDE:]


def _head(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _BESIDE else text[:_BESIDE] + "……"


def upload_row(
    piece: Piece, project_key: str, span_names: Mapping[str, str], relation_names: Mapping[str, str]
) -> dict[str, Any]:
    """The piece as a line of Doccano's relation import. The two tables say how each label is called in the project.

    The example's UUID is made from project, article and place, so that the server itself refuses the same piece twice.
    """
    item = piece.item
    units = Utf16(item.article.text)
    labels = labels_of(item.article)
    number = {key: place for place, key in enumerate(sorted(labels.spans), start=1)}
    content = json.dumps(
        [project_key, item.article.id, item.article.text, *([] if piece.place.whole else [piece.place.start])]
    )
    return {
        "text": item.article.text,
        "example_uuid": str(_uuid4(content)),
        "entities": [
            {
                "id": number[key],
                "start_offset": units.units(key[0]),
                "end_offset": units.units(key[1]),
                "label": span_names[key[2]],
            }
            for key in sorted(labels.spans)
        ],
        "relations": [
            {"id": place, "from_id": number[head], "to_id": number[tail], "type": relation_names[label]}
            for place, (head, tail, label) in enumerate(sorted(labels.relations), start=1)
        ],
        **metadata(piece, span_names),
    }


def upload_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows as JSON Lines in ASCII: Doccano guesses the encoding of a file, and guesses wrong."""
    return "".join(json.dumps(row, ensure_ascii=True) + "\n" for row in rows).encode("ascii")


def _uuid4(content: str) -> uuid.UUID:
    """A UUID that is always the same for the same content, in the form of version 4, which Doccano insists on."""
    return uuid.UUID(bytes=hashlib.sha256(content.encode("utf-8", "surrogatepass")).digest()[:16], version=4)


def labels_of_rows(
    text: str, spans: Iterable[Mapping[str, Any]], relations: Iterable[Mapping[str, Any]], project: LabellingProject
) -> tuple[Labels, list[str]]:
    """The server's spans and relations as labels in code points, and what could not be converted."""
    units = Utf16(text)
    faults: list[str] = []
    keys: dict[int, SpanKey] = {}
    for span in spans:
        label = project.spans.labels.get(span["label"])
        try:
            start, end = units.code_points(span["start_offset"]), units.code_points(span["end_offset"])
        except ValueError as error:
            faults.append(f"a span cannot be placed: {error}")
            continue
        if label is None:
            faults.append(f"at {start}: “{text[start:end]}” has a type that the project has no more")
            continue
        keys[span["id"]] = (start, end, label)
    found: set[RelationKey] = set()
    for relation in relations:
        label = project.relations.labels.get(relation["type"])
        head, tail = keys.get(relation["from_id"]), keys.get(relation["to_id"])
        if label is None or head is None or tail is None:
            faults.append(f"the relation {label or relation['type']} has lost an end or its type")
            continue
        found.add((head, tail, label))
    return Labels(frozenset(keys.values()), frozenset(found)), faults
