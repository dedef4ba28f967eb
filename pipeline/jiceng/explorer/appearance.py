"""How the page shows the ontology's types: colour, letter, shape and lane, so that no type is told by colour alone."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

from jiceng.configs import CONFIGS, read_rows
from jiceng.errors import InputError
from jiceng.ontology import Ontology

# Symbols of the graph library that the page knows.
_SHAPES: Final = frozenset(
    [
        "asterisk",
        "circle",
        "cross",
        "diamond",
        "diamond2",
        "plus",
        "square",
        "square2",
        "star",
        "times",
        "triangle",
        "triangle2",
        "wye",
    ]
)


class Look(NamedTuple):
    """How a type is drawn: a colour that all people can tell, a column of the graph, a symbol of its library."""

    safe: str
    lane: int
    shape: str


_OTHER: Final = Look("#4d4d4d", 6, "circle")


@cache
def looks() -> dict[str, Look]:
    """The rows of `configs/explorer.tsv` by label.

    Raises:
        InputError: a row has no colour as #rrggbb, no lane from 0 to 6, or a shape that the library has not; with its label.
    """
    path = CONFIGS / "explorer.tsv"
    found = {}
    for label, colour, lane, shape in read_rows(path, 4):
        if not re.fullmatch("#[0-9a-f]{6}", colour) or lane not in "0123456" or shape not in _SHAPES:
            raise InputError(
                str(path),
                f"{label}: needs a colour as #rrggbb, a lane from 0 to 6, and one of {', '.join(sorted(_SHAPES))}",
            )
        found[label] = Look(colour, int(lane), shape)
    return found


def appearance(ontology: Ontology) -> dict[str, list[dict[str, Any]]]:
    """The ontology's types as the page needs them, in the order of the ontology."""
    return {
        "entities": [
            {
                "label": entity.label,
                "name": entity.name,
                "about": entity.definition,
                "about_zh": entity.definition_zh,
                "letter": entity.hotkey,
                "colour": entity.colour,
                **looks().get(entity.label, _OTHER)._asdict(),
            }
            for entity in ontology.entities
        ],
        "relations": [
            {
                "label": relation.label,
                "name": relation.name,
                "colour": relation.colour,
                "reads": relation.reads,
                "reads_zh": relation.reads_zh,
            }
            for relation in ontology.relations
        ],
    }
