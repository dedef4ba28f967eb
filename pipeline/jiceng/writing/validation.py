"""Checks a file of the export against the records: every fault with its line and field."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from jiceng.knowledge.records import (
    AnyLine,
    Document,
    Entity,
    Fact,
    Holder,
    Mention,
    Participant,
    Record,
    Relation,
    System,
    SystemUnit,
)
from jiceng.ontology import Ontology

_RECORDS: dict[str, type[AnyLine]] = {
    "document": Document,
    "mention": Mention,
    "relation": Relation,
    "entity": Entity,
    "fact": Fact,
    "system": System,
}
_ORDER = ("document", "entity", "fact", "system")


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

    Beyond single lines it checks that ids are unique, that a mention's and a relation's document comes before it, that
    relations join mentions of their own document, that their types are allowed, that documents, entities, facts
    and systems follow each other in order of id, and that every entity that a line names has its line.
    """
    seen = _Seen(ontology)
    number = 0
    for number, text in enumerate(lines, start=1):
        record, faults = _parse(text, number, ontology, strict)
        yield from faults
        if record is not None:
            yield from seen.take(record, number)
    if number == 0:
        yield LineFault(0, "", "the file is empty")
    yield from seen.missing_entities()


class _Seen:
    """What the lines before have said."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology
        self.ids: set[str] = set()
        self.document: str | None = None
        self.mentions: dict[str, Mention] = {}
        self.last: tuple[int, str] = (0, "")
        self.entities: set[str] = set()
        # Entity → the first line and field that names it.
        self.named: dict[str, tuple[int, str]] = {}

    def take(self, record: AnyLine, number: int) -> Iterator[LineFault]:
        if record.id in self.ids:
            yield LineFault(number, "id", f"{record.id!r} was used before")
        self.ids.add(record.id)
        if isinstance(record, Document | Entity | Fact | System):
            place = (_ORDER.index(record.type), record.id)
            if place < self.last:
                yield LineFault(number, "id", f"{record.type} {record.id!r} comes after {self.last[1]!r}")
            self.last = place
        if isinstance(record, Document):
            self.document, self.mentions = record.id, {}
        elif isinstance(record, Mention | Relation):
            if record.doc != self.document or self.last[0]:
                yield LineFault(
                    number, "doc", f"{record.doc!r} is not the document before this line ({self.document!r})"
                )
            if isinstance(record, Mention):
                self.mentions[record.id] = record
            else:
                yield from _check_ends(record, self.mentions, number, self.ontology)
        elif isinstance(record, Entity):
            self.entities.add(record.id)
        for field, entity in _entities_named(record):
            self.named.setdefault(entity, (number, field))

    def missing_entities(self) -> Iterator[LineFault]:
        for entity, (number, field) in self.named.items():
            if entity not in self.entities:
                yield LineFault(number, field, f"{entity!r} has no entity line")


def _entities_named(record: AnyLine) -> Iterator[tuple[str, str]]:
    ends: dict[str, str | None] = {}
    if isinstance(record, Mention):
        ends = {"entity": record.entity}
    elif isinstance(record, Entity):
        ends = {"place": record.place}
    elif isinstance(record, Fact):
        ends = {"subject.id": record.subject.id, "object.id": record.object.id}
        ends["place.id"] = record.place.id if record.place else None
    elif isinstance(record, System):
        ends = {f"{path}.id": part.id for path, part in _system_parts(record)}
    return ((field, entity) for field, entity in ends.items() if entity is not None)


def _system_parts(system: System) -> Iterator[tuple[str, SystemUnit | Holder | Participant]]:
    """All things that a system names, with the field in which each stands."""
    if system.place is not None:
        yield "place", system.place
    for number, unit in enumerate(system.units):
        yield from _unit_parts(unit, f"units.{number}")


def _unit_parts(unit: SystemUnit, path: str) -> Iterator[tuple[str, SystemUnit | Holder | Participant]]:
    yield path, unit
    for name, ends in (("set_up_by", unit.set_up_by), ("places", unit.places)):
        yield from ((f"{path}.{name}.{number}", end) for number, end in enumerate(ends))
    yield from ((f"{path}.holders.{number}", holder) for number, holder in enumerate(unit.holders))
    for at, holder in enumerate(unit.holders):
        yield from ((f"{path}.holders.{at}.held_by.{number}", end) for number, end in enumerate(holder.held_by))
    for number, part in enumerate(unit.parts):
        yield from _unit_parts(part, f"{path}.parts.{number}")


def _parse(text: str, number: int, ontology: Ontology, strict: bool) -> tuple[AnyLine | None, list[LineFault]]:
    try:
        row: Any = json.loads(text)
    except json.JSONDecodeError as error:
        return None, [LineFault(number, "", f"is not JSON ({error.msg} at column {error.colno})")]
    kind = row.get("type") if isinstance(row, dict) else None
    if not isinstance(kind, str) or kind not in _RECORDS:
        return None, [LineFault(number, "type", f"{kind!r} is none of {', '.join(_RECORDS)}")]
    try:
        record = _RECORDS[kind].model_validate_json(text)
    except ValidationError as error:
        return None, [
            LineFault(number, ".".join(map(str, item["loc"])), item["msg"].removeprefix("Value error, "))
            for item in error.errors()
        ]
    faults = []
    if strict:
        faults = [LineFault(number, name, "is not a field of the schema") for name in _unknown(record, "")]
    for field, label in _labels(record):
        known = ontology.relation_labels if field == "predicate" or kind == "relation" else ontology.entity_labels
        if label not in known:
            faults.append(LineFault(number, field, f"{label!r} is not a label of the ontology"))
    return record, faults


def _unknown(record: Record, path: str) -> Iterator[str]:
    """Fields that the schema does not know, those of a line's parts included."""
    for name in record.model_extra or {}:
        yield path + name
    for name in type(record).model_fields:
        value = getattr(record, name)
        for at, part in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if isinstance(part, Record):
                yield from _unknown(part, f"{path}{name}." if at is None else f"{path}{name}.{at}.")


def _labels(record: AnyLine) -> Iterator[tuple[str, str]]:
    if isinstance(record, Mention | Relation | Entity):
        yield "label", record.label
    elif isinstance(record, Fact):
        yield "predicate", record.predicate
        for name, end in (("subject", record.subject), ("object", record.object), ("place", record.place)):
            if end is not None:
                yield f"{name}.label", end.label
    elif isinstance(record, System):
        yield from ((f"{path}.label", part.label) for path, part in _system_parts(record))


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
