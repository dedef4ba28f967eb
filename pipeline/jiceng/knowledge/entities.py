"""One entity for each thing of an article, with ids that are the same in every run and file."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from jiceng.knowledge.anchors import Place, above, anchors, place_of
from jiceng.knowledge.mention_values import Value
from jiceng.knowledge.mentions import Edge, LinkedMention
from jiceng.knowledge.names import canonical_name, is_name
from jiceng.knowledge.records import VALUE_LABELS, Code, Entity, QuantityValue
from jiceng.knowledge.references import Reference, find_references
from jiceng.places.divisions import Divisions, default_divisions

_SCHEMES = {"GB/T 2260": "gbt2260", "ISO 3166-1": "iso3166"}


@dataclass(frozen=True)
class ArticleEntities:
    """`of` is the entity of each mention, None for QUANTITY and DATE; `every` are all, anchoring divisions included.

    `anchors` is the id of the place that each mention's own sentence anchors it at, which is more than its entity's place:
    that one may come from another mention of the entity.
    """

    of: list[Entity | None]
    anchors: list[str | None]
    every: list[Entity]

    def by_id(self) -> dict[str, Entity]:
        """The entities by their ids."""
        return {entity.id: entity for entity in self.every}


@dataclass(frozen=True)
class _Thing:
    """What makes a mention the same thing as another."""

    label: str
    name: str
    place: Place | None
    division: Place | None = None  # for a division itself
    named: bool = False


def stable_id(*parts: str | None) -> str:
    """An id made of what makes a thing the thing it is: 16 hex digits of a hash."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def article_entities(
    doc: str, text: str, mentions: Sequence[LinkedMention], edges: Sequence[Edge], values: Sequence[Value | None]
) -> ArticleEntities:
    """The entities of one article; their counts are those of this article alone."""
    divisions = default_divisions()
    names = [canonical_name(mention) for mention in mentions]
    references = find_references(text, mentions, names)
    for at, reference in references.items():
        names[at] = names[reference.target]
    own = anchors(mentions, edges, divisions)
    places = _agreed(mentions, names, own)
    named = _named(mentions, edges, names, references, values)
    things = [
        None
        if mention.label in VALUE_LABELS
        else _Thing(
            mention.label,
            names[at],
            places[at],
            division=place_of(mention.link) if mention.is_place and mention.link else None,
            named=(mention.label, names[at]) in named,
        )
        for at, mention in enumerate(mentions)
    ]
    of, every = _collect(doc, mentions, references, things, divisions)
    return ArticleEntities(of, [_place_id(place, divisions) for place in own], every)


def _agreed(
    mentions: Sequence[LinkedMention], names: Sequence[str], places: Sequence[Place | None]
) -> list[Place | None]:
    """A mention that nothing anchors is where the others of its name are, if they are all at one place."""
    known: dict[tuple[str, str], set[Place]] = defaultdict(set)
    for mention, name, place in zip(mentions, names, places, strict=True):
        if place is not None:
            known[mention.label, name].add(place)
    agreed = []
    for mention, name, place in zip(mentions, names, places, strict=True):
        others = known[mention.label, name]
        agreed.append(next(iter(others)) if place is None and len(others) == 1 else place)
    return agreed


def _named(
    mentions: Sequence[LinkedMention],
    edges: Sequence[Edge],
    names: Sequence[str],
    references: dict[int, Reference],
    values: Sequence[Value | None],
) -> set[tuple[str, str]]:
    """(label, name) of what is named: one mention that is a name makes the others of that name names too."""
    many = set()
    for edge in edges:
        value = values[edge.tail] if edge.label == "HAS_COUNT" else None
        if isinstance(value, QuantityValue) and (value.amount != 1 or value.per):
            many.add((mentions[edge.head].label, names[edge.head]))
    return {
        (mention.label, names[at])
        for at, mention in enumerate(mentions)
        if at not in references and is_name(mention, names[at], (mention.label, names[at]) in many)
    }


def _collect(
    doc: str,
    mentions: Sequence[LinkedMention],
    references: dict[int, Reference],
    things: Sequence[_Thing | None],
    divisions: Divisions,
) -> tuple[list[Entity | None], list[Entity]]:
    ids = [None if thing is None else _id(doc, thing, divisions) for thing in things]
    members: dict[str, list[int]] = defaultdict(list)
    for at, entity_id in enumerate(ids):
        if entity_id is not None:
            members[entity_id].append(at)
    entities = {}
    for entity_id, positions in members.items():
        thing = things[positions[0]]
        assert thing is not None
        called = {mentions[at].norm for at in positions if not _points(mentions[at], references.get(at))}
        entities[entity_id] = Entity(
            type="entity",
            id=entity_id,
            label=thing.label,
            name=thing.name,
            aliases=sorted(called - {thing.name}),
            place=_place_id(thing.place, divisions),
            code=_code(thing.division, divisions),
            mentions=len(positions),
            doc_count=1,
            docs=[doc],
        )
    for place in {thing.place for thing in things if thing is not None}:
        for entity in _anchoring(place, divisions):
            entities.setdefault(entity.id, entity)
    of = [None if entity_id is None else entities[entity_id] for entity_id in ids]
    return of, [entities[entity_id] for entity_id in sorted(entities)]


def _points(mention: LinkedMention, reference: Reference | None) -> bool:
    if reference is not None:
        return reference.pointer
    return mention.link is not None and mention.link.kind == "pointer"


def _id(doc: str, thing: _Thing, divisions: Divisions) -> str:
    if thing.division is not None:
        return place_id(thing.division, divisions)
    place = _place_id(thing.place, divisions)
    if thing.named:
        return f"name:{stable_id(thing.label, thing.name, place)}"
    return f"kind:{stable_id(doc, thing.label, thing.name, place)}"


def place_id(place: Place, divisions: Divisions) -> str:
    """The id of a place's entity: its code for divisions and countries; what lies below is named within its division."""
    division = f"{_SCHEMES[divisions.by_code[place.code].scheme]}:{place.code}"
    return f"name:{stable_id('GPE', place.lower, division)}" if place.lower else division


def _place_id(place: Place | None, divisions: Divisions) -> str | None:
    return None if place is None else place_id(place, divisions)


def _code(place: Place | None, divisions: Divisions) -> Code | None:
    if place is None or place.lower:
        return None
    division = divisions.by_code[place.code]
    before = (*(former.code for former in division.former), *divisions.absorbed(place.code))
    former = dict.fromkeys(code for code in before if code != place.code)
    return Code(scheme=division.scheme, value=place.code, former=list(former))


def _anchoring(place: Place | None, divisions: Divisions) -> Iterable[Entity]:
    """A place that anchors something and all that it lies in, as entities that nobody has mentioned yet."""
    while place is not None:
        higher = above(place, divisions)
        yield Entity(
            type="entity",
            id=place_id(place, divisions),
            label="GPE",
            name=place.lower or divisions.by_code[place.code].name,
            aliases=[],
            place=_place_id(higher, divisions),
            code=_code(place, divisions),
            mentions=0,
            doc_count=0,
            docs=[],
        )
        place = higher
