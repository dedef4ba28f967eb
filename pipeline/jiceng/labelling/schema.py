"""What a labelling project consists of: its types, made from the ontology, and how they and it are called."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from jiceng.ontology import Ontology


@dataclass(frozen=True)
class WantedType:
    """A type of span or relation as the project should have it. `key`: its hotkey, a letter or digit."""

    label: str
    text: str
    colour: str
    key: str | None = None


@dataclass(frozen=True)
class Types:
    """The types of one kind: the server's number → our label, and our label → what the page calls it."""

    labels: Mapping[int, str]
    names: Mapping[str, str]


@dataclass(frozen=True)
class LabellingProject:
    """A project on the server, with its types of spans and of relations."""

    id: int
    name: str
    key: str
    spans: Types = field(repr=False)
    relations: Types = field(repr=False)


def project_name(name: str, labeller: str | None) -> str:
    """The name of a shared project, or of one labeller's own beside it."""
    return name if labeller is None else f"{name} · {labeller}"


def labeller_of(name: str, full: str) -> str | None:
    """Whose own project `full` is, if it is one of the projects of `name`."""
    return full.removeprefix(f"{name} · ") if full.startswith(f"{name} · ") else None


def span_types(ontology: Ontology) -> list[WantedType]:
    """The ontology's entity types. The page shows their Chinese names; labels beside them would crowd the text."""
    return [WantedType(entity.label, entity.name, entity.colour, entity.hotkey) for entity in ontology.entities]


def relation_types(ontology: Ontology) -> list[WantedType]:
    """The ontology's relation types; the first ten get the digits 1 to 9 and 0 as hotkeys, in the order of the file."""
    keys = [*"1234567890", *[None] * len(ontology.relations)]
    return [
        WantedType(relation.label, relation.name, relation.colour, key)
        for relation, key in zip(ontology.relations, keys, strict=False)
    ]


def type_names(ontology: Ontology) -> dict[str, str]:
    """What labellers call each type, of spans and of relations, by label: in the page, in the guide and in notes."""
    return {type_.label: type_.text for type_ in (*span_types(ontology), *relation_types(ontology))}


def identify(wanted: Sequence[WantedType], there: Iterable[tuple[int, str, str]]) -> dict[int, WantedType]:
    """Which type each of the server's (number, text, colour) is: the one of its name, or of its colour if that changed.

    Types that are neither are left out.
    """
    there = list(there)
    by_name = {type_.text: type_ for type_ in wanted}
    colours = Counter(type_.colour.lower() for type_ in wanted)
    by_colour = {type_.colour.lower(): type_ for type_ in wanted if colours[type_.colour.lower()] == 1}
    found = {number: by_name[text] for number, text, _ in there if text in by_name}
    named = {type_.label for type_ in found.values()}
    for number, _, colour in there:
        known = by_colour.get(colour.lower())
        if number not in found and known is not None and known.label not in named:
            found[number] = known
            named.add(known.label)
    return found
