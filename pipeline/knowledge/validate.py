"""Checks a file of the export against the records: every fault with its line and field."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from pipeline.knowledge.records import Document, Line, Mention, Relation
from pipeline.ontology import Ontology

_RECORDS: dict[str, type[Line]] = {"document": Document, "mention": Mention, "relation": Relation}


@dataclass(frozen=True)
class LineFault:
    """One thing wrong with a line; `field` is empty where the line as a whole is meant."""

    line: int
    field: str
    problem: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.field + ': ' if self.field else ''}{self.problem}"


def validate_lines(lines: Iterable[str], ontology: Ontology, strict: bool = False) -> Iterator[LineFault]:
    """Faults of an export. `strict` also refuses fields that the schema does not know.

    Beyond single lines it checks that ids are unique, that a mention's and a relation's document comes before it,
    that relations join mentions of their own document and that their types are allowed.
    """
    ids: set[str] = set()
    document: str | None = None
    mentions: dict[str, Mention] = {}
    number = 0
    for number, text in enumerate(lines, start=1):
        record, faults = _parse(text, number, ontology, strict)
        yield from faults
        if record is None:
            continue
        if record.id in ids:
            yield LineFault(number, "id", f"{record.id!r} was used before")
        ids.add(record.id)
        if isinstance(record, Document):
            document, mentions = record.id, {}
            continue
        if record.doc != document:
            yield LineFault(number, "doc", f"{record.doc!r} is not the document before this line ({document!r})")
        if isinstance(record, Mention):
            mentions[record.id] = record
        else:
            yield from _check_ends(record, mentions, number, ontology)
    if number == 0:
        yield LineFault(0, "", "the file is empty")


def _parse(
    text: str, number: int, ontology: Ontology, strict: bool
) -> tuple[Document | Mention | Relation | None, list[LineFault]]:
    try:
        row: Any = json.loads(text)
    except json.JSONDecodeError as error:
        return None, [LineFault(number, "", f"is not JSON ({error.msg} at column {error.colno})")]
    kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(kind, str) or kind not in _RECORDS:
        return None, [LineFault(number, "type", f"{kind!r} is none of {', '.join(_RECORDS)}")]
    record_type = _RECORDS[kind]
    try:
        record = record_type.model_validate_json(text)
    except ValidationError as error:
        return None, [
            LineFault(number, ".".join(map(str, item["loc"])), item["msg"].removeprefix("Value error, "))
            for item in error.errors()
        ]
    assert isinstance(record, Document | Mention | Relation)
    faults = []
    if strict and record.model_extra:
        faults = [LineFault(number, name, "is not a field of the schema") for name in record.model_extra]
    known = {Mention: ontology.entity_labels, Relation: ontology.relation_labels}.get(type(record))
    if known is not None and not isinstance(record, Document) and record.label not in known:
        faults.append(LineFault(number, "label", f"{record.label!r} is not a label of the ontology"))
    return record, faults


def _check_ends(
    relation: Relation, mentions: dict[str, Mention], number: int, ontology: Ontology
) -> Iterator[LineFault]:
    ends = {"head": mentions.get(relation.head), "tail": mentions.get(relation.tail)}
    for field, mention in ends.items():
        if mention is None:
            name = relation.head if field == "head" else relation.tail
            yield LineFault(number, field, f"{name!r} is no mention of this document")
        elif not relation.sentence[0] <= mention.start < mention.end <= relation.sentence[1]:
            yield LineFault(
                number, "sentence", f"{relation.sentence} does not hold the {field}, {mention.start} to {mention.end}"
            )
    head, tail = ends["head"], ends["tail"]
    if (
        head
        and tail
        and relation.label in ontology.relation_labels
        and not ontology.allows(relation.label, head.label, tail.label)
    ):
        yield LineFault(number, "label", f"{relation.label} may not run from {head.label} to {tail.label}")
