"""What spaCy's documents carry for us: `span._.confidence` of entities and `doc._.relations`.

Both lie in the attributes of one span group, because those travel with a document everywhere: `Doc.to_bytes`, `DocBin`
(which drops extension attributes unless told otherwise) and the processes of `nlp.pipe(n_process=2)`.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from spacy.tokens import Doc, SpanGroup
from spacy.tokens import Span as DocSpan

from jiceng.corpus.article import Relation, Span

GROUP = "jiceng"


class DocRelation(NamedTuple):
    """A relation of a document: its label, the positions of head and tail in `doc.ents`, its calibrated confidence."""

    label: str
    head: int
    tail: int
    confidence: float


def set_spans(doc: Doc, spans: Iterable[Span]) -> None:
    """Make spans the entities of a document, with their confidences.

    Raises:
        ValueError: a span does not fall on token boundaries; nothing is dropped silently.
    """
    ents = []
    confidences = {}
    for span in spans:
        ent = doc.char_span(span.start, span.end, label=span.label)
        if ent is None:
            mention = doc.text[span.start : span.end]
            raise ValueError(f"“{mention}” at {span.start} does not fall on the document's tokens")
        ents.append(ent)
        confidences[_place(ent)] = float(span.confidence)
    doc.ents = tuple(ents)
    doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=ents, attrs={"confidences": confidences, "relations": []})


def spans_of(doc: Doc) -> list[Span]:
    """The entities of a document as spans in raw offsets, ids from 1 in text order."""
    return [
        Span(ent.start_char, ent.end_char, ent.label_, number, 1.0 if ent._.confidence is None else ent._.confidence)
        for number, ent in enumerate(doc.ents, start=1)
    ]


def relations_of(doc: Doc) -> list[Relation]:
    """The relations of a document, between the ids that `spans_of` gives its entities; ids from 1."""
    return [
        Relation(label, head + 1, tail + 1, number, confidence)
        for number, (label, head, tail, confidence) in enumerate(doc._.relations, start=1)
    ]


def _place(span: DocSpan) -> str:
    return f"{span.start}-{span.end}"


def _attributes(doc: Doc) -> dict[str, Any]:
    attributes: dict[str, Any] = doc.spans[GROUP].attrs if GROUP in doc.spans else {}
    return attributes


def _confidence(span: DocSpan) -> float | None:
    confidence: float | None = _attributes(span.doc).get("confidences", {}).get(_place(span))
    return confidence


def _relations(doc: Doc) -> list[DocRelation]:
    return [DocRelation(*row) for row in _attributes(doc).get("relations", [])]


def _set_relations(doc: Doc, relations: Iterable[Sequence[Any]]) -> None:
    if GROUP not in doc.spans:
        doc.spans[GROUP] = SpanGroup(doc, name=GROUP, spans=list(doc.ents))
    doc.spans[GROUP].attrs["relations"] = [list(DocRelation(*row)) for row in relations]


if not DocSpan.has_extension("confidence"):
    DocSpan.set_extension("confidence", getter=_confidence)
if not Doc.has_extension("relations"):
    Doc.set_extension("relations", getter=_relations, setter=_set_relations)
