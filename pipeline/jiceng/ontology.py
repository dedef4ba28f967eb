"""The ontology: which spans and relations exist, how they look, and which ends a relation may have.

Read from `configs/ontology.yaml`, the one source of the labels in Doccano, the checks, the guide's tables and the
export's schema. Imports neither spaCy nor scikit-learn nor pydantic, so that the labelling environment can use it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jiceng.configs import CONFIGS, read_yaml, yaml_line
from jiceng.errors import InputError

ONTOLOGY_FILE = CONFIGS / "ontology.yaml"
# The groups that the code asks for; what each is for stands beside it in the file.
GROUPS = ("place", "body", "people", "site", "agent", "address", "anchored", "quoted", "flowing")
# Types and relations that the code has rules of its own for: divisions, names of people, posts, mechanisms, cases, values;
# counts, dates, places, posts, parts, founders. The export's contract names them too.
OWN_RULES = (
    *("GPE", "PERSON", "ROLE", "MEASURE", "CASE", "QUANTITY", "DATE"),
    *("HAS_COUNT", "ON_DATE", "LOCATED_IN", "PART_OF", "SERVES_AS", "MEMBER_OF", "ESTABLISHES", "LEADS"),
    *("DEPLOYED_TO", "RESPONSIBLE_FOR"),
)


@dataclass(frozen=True)
class EntityType:
    """A type of span."""

    label: str
    name: str
    colour: str
    hotkey: str
    definition: str
    definition_zh: str
    examples: tuple[str, ...]
    excludes: str
    excludes_zh: str


@dataclass(frozen=True)
class RelationType:
    """A type of directed relation, head → tail."""

    label: str
    name: str
    colour: str
    reads: str
    reads_zh: str
    heads: frozenset[str]
    tails: frozenset[str]
    wikidata: str
    wikidata_match: str
    same_family: bool


@dataclass(frozen=True)
class Ontology:
    """All types, in the order of the file."""

    version: int
    entities: tuple[EntityType, ...]
    relations: tuple[RelationType, ...]
    families: dict[str, frozenset[str]]
    groups: dict[str, frozenset[str]]

    @property
    def entity_labels(self) -> tuple[str, ...]:
        """Labels of the spans, in the order of the file."""
        return tuple(entity.label for entity in self.entities)

    @property
    def relation_labels(self) -> tuple[str, ...]:
        """Labels of the relations, in the order of the file."""
        return tuple(relation.label for relation in self.relations)

    def relation(self, label: str) -> RelationType:
        """The relation type of this label. Raises KeyError if there is none."""
        for relation in self.relations:
            if relation.label == label:
                return relation
        raise KeyError(label)

    def allows(self, label: str, head: str, tail: str) -> bool:
        """Whether relation `label` may run from a `head` span to a `tail` span."""
        return label in self.signatures.get((head, tail), ())

    @property
    def signatures(self) -> dict[tuple[str, str], tuple[str, ...]]:
        """(head label, tail label) → the relation labels that may join them."""
        return _signatures(self)

    def __hash__(self) -> int:
        return id(self)


@cache
def _signatures(ontology: Ontology) -> dict[tuple[str, str], tuple[str, ...]]:
    table: dict[tuple[str, str], tuple[str, ...]] = {}
    for relation in ontology.relations:
        for head in relation.heads:
            for tail in relation.tails:
                if relation.same_family and not any({head, tail} <= family for family in ontology.families.values()):
                    continue
                table[head, tail] = (*table.get((head, tail), ()), relation.label)
    return table


def load_ontology(path: Path = ONTOLOGY_FILE) -> Ontology:
    """Read and check an ontology file.

    Raises:
        InputError: the file is missing, is not YAML, lacks a field, or uses a label, colour or hotkey twice.
    """
    data = read_yaml(path)
    try:
        ontology = Ontology(
            version=int(data["version"]),
            entities=tuple(_entity(item) for item in data["entities"]),
            relations=tuple(_relation(item) for item in data["relations"]),
            families={name: frozenset(labels) for name, labels in data["families"].items()},
            groups={name: frozenset(labels) for name, labels in data["groups"].items()},
        )
    except KeyError as error:
        raise InputError(str(path), f"the field {error} is missing") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise InputError(str(path), f"has another shape than an ontology: {error}") from error
    _check(ontology, path)
    return ontology


@cache
def default_ontology() -> Ontology:
    """The ontology of `configs/ontology.yaml`, read once."""
    return load_ontology()


@cache
def group(name: str) -> frozenset[str]:
    """The labels of a group of `configs/ontology.yaml`, one of `GROUPS`."""
    return default_ontology().groups[name]


@cache
def kind_of(label: str) -> str:
    """`place`, `body` or `people` if a label is of that group, else the label itself: what plays like parts."""
    return next((name for name in ("place", "body", "people") if label in group(name)), label)


def _entity(item: dict[str, Any]) -> EntityType:
    return EntityType(
        label=item["label"],
        name=item["name"],
        colour=item["colour"],
        hotkey=str(item["hotkey"]),
        definition=item["definition"],
        definition_zh=item["definition_zh"],
        examples=tuple(item["examples"]),
        excludes=item["excludes"],
        excludes_zh=item["excludes_zh"],
    )


def _relation(item: dict[str, Any]) -> RelationType:
    return RelationType(
        label=item["label"],
        name=item["name"],
        colour=item["colour"],
        reads=item["reads"],
        reads_zh=item["reads_zh"],
        heads=frozenset(item["heads"]),
        tails=frozenset(item["tails"]),
        wikidata=item["wikidata"],
        wikidata_match=item.get("wikidata_match", "same"),
        same_family=bool(item.get("family", False)),
    )


def _check(ontology: Ontology, path: Path) -> None:
    known = set(ontology.entity_labels)
    for what, values in (
        ("entity label", ontology.entity_labels),
        ("entity hotkey", [entity.hotkey for entity in ontology.entities]),
        ("entity colour", [entity.colour.lower() for entity in ontology.entities]),
        ("relation label", ontology.relation_labels),
        ("relation colour", [relation.colour.lower() for relation in ontology.relations]),
    ):
        twice = sorted({value for value in values if list(values).count(value) > 1})
        if twice:
            raise InputError(str(path), f"{what} {', '.join(twice)} is used twice; each must be unique")
    for keys, where, labels in _named(ontology):
        unknown = sorted(labels - known)
        if unknown:
            raise InputError(
                f"{path}:{yaml_line(path, *keys)}",
                f"{where} names {', '.join(unknown)}, which no entity defines; add the type under entities, or leave it out",
            )
    for wrong, do in (
        (sorted(set(GROUPS) - ontology.groups.keys()), "is missing; give it the labels of its kind, or [] for none"),
        (sorted(ontology.groups.keys() - set(GROUPS)), "is asked for nowhere; remove it, or see GROUPS in ontology.py"),
    ):
        if wrong:
            raise InputError(f"{path}:{yaml_line(path, 'groups', wrong[0])}", f"the group {', '.join(wrong)} {do}")
    twice = sorted(
        label for label in known if sum(label in ontology.groups[name] for name in ("place", "body", "people")) > 1
    )
    if twice:
        line = yaml_line(path, "groups")
        raise InputError(
            f"{path}:{line}", f"{', '.join(twice)} is in two of the groups place, body, people; choose one"
        )
    missing = [label for label in OWN_RULES if label not in {*known, *ontology.relation_labels}]
    if missing:
        raise InputError(
            str(path),
            f"{', '.join(missing)} is missing; the code has rules of its own for it (OWN_RULES in ontology.py)",
        )


def _named(ontology: Ontology) -> Iterator[tuple[tuple[str | int, ...], str, frozenset[str]]]:
    """Where the file names labels: the keys to each place, its name for people, and the labels."""
    for at, relation in enumerate(ontology.relations):
        for end, labels in (("heads", relation.heads), ("tails", relation.tails)):
            yield ("relations", at, end), f"relation {relation.label}", labels
    for name, labels in ontology.families.items():
        yield ("families", name), f"family {name}", labels
    for name, labels in ontology.groups.items():
        yield ("groups", name), f"group {name}", labels
