"""How the page shows the ontology's types: colour, letter, shape and lane, so that no type is told by colour alone."""

from typing import Any, Final

from jiceng.ontology import Ontology

# A second set of colours for people who cannot tell red from green: Okabe and Ito's eight, a hue for each family of
# types. Types of one hue are told apart by letter and shape, as all types are.
_ORANGE, _SKY, _GREEN, _YELLOW = "#e69f00", "#56b4e9", "#009e73", "#f0e442"
_BLUE, _RED, _PURPLE, _GREY = "#0072b2", "#d55e00", "#cc79a7", "#4d4d4d"

# lane: the column of the graph, from those who decide to what they use. shape: a symbol of the graph library.
LOOKS: Final[dict[str, tuple[str, int, str]]] = {
    "GPE": (_BLUE, 0, "square"),
    "LOC": (_SKY, 0, "diamond2"),
    "FAC": (_SKY, 3, "square2"),
    "ORG": (_PURPLE, 1, "circle"),
    "PARTY_ORG": (_RED, 1, "star"),
    "COMMAND": (_RED, 1, "wye"),
    "TEMP_BRANCH": (_RED, 3, "asterisk"),
    "GRID": (_GREEN, 2, "diamond"),
    "CHECKPOINT": (_YELLOW, 3, "triangle"),
    "TEAM": (_ORANGE, 4, "cross"),
    "ROLE": (_ORANGE, 5, "circle"),
    "PERSON": (_ORANGE, 5, "triangle2"),
    "MEASURE": (_GREEN, 6, "times"),
    "RESOURCE": (_GREY, 6, "plus"),
    "CASE": (_GREY, 6, "star"),
}
_OTHER: Final = (_GREY, 6, "circle")


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
                "safe": LOOKS.get(entity.label, _OTHER)[0],
                "lane": LOOKS.get(entity.label, _OTHER)[1],
                "shape": LOOKS.get(entity.label, _OTHER)[2],
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
