"""What a labelling project consists of: its types, made from the ontology, and how they and it are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.ontology import Ontology


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
    """The ontology's entity types."""
    return [WantedType(e.label, shown_as(e.name, e.label), e.colour, e.hotkey) for e in ontology.entities]


def relation_types(ontology: Ontology) -> list[WantedType]:
    """The ontology's relation types."""
    return [WantedType(r.label, shown_as(r.name, r.label), r.colour) for r in ontology.relations]


def shown_as(name: str, label: str) -> str:
    """How a type is called on the page: its Chinese name, then its label, by which it is known again."""
    return f"{name} {label}"


def label_of(text: str) -> str:
    """The label of a type by what it is called on the page."""
    return text.rsplit(" ", 1)[-1]
