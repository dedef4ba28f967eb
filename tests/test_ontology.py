from pathlib import Path

import pytest

from jiceng.errors import InputError
from jiceng.ontology import ONTOLOGY_FILE, Ontology, load_ontology


def test_the_ontology_has_17_entity_and_10_relation_types(ontology: Ontology) -> None:
    assert len(ontology.entity_labels) == 17
    assert len(ontology.relation_labels) == 10


@pytest.mark.parametrize(
    ("label", "head", "tail", "allowed"),
    [
        ("HAS_COUNT", "TEMP_BRANCH", "QUANTITY", True),
        ("HAS_COUNT", "DATE", "QUANTITY", False),
        ("ESTABLISHES", "GPE", "TEMP_BRANCH", True),
        ("ESTABLISHES", "TEMP_BRANCH", "GPE", False),
        ("PART_OF", "GPE", "LOC", True),  # place in place
        ("PART_OF", "TEAM", "ORG", True),  # body in body
        ("PART_OF", "GPE", "ORG", False),  # both are allowed ends, but not of one family
        ("PART_OF", "GRID", "GRID", True),
    ],
)
def test_signatures(ontology: Ontology, label: str, head: str, tail: str, allowed: bool) -> None:
    assert ontology.allows(label, head, tail) is allowed


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("hotkey: l", "hotkey: g", "entity hotkey g is used twice"),
        ("label: LOC", "label: GPE", "entity label GPE is used twice"),
        ("tails: [QUANTITY]", "tails: [NUMBER]", "HAS_COUNT names NUMBER, which no entity defines"),
        ("    colour: ", "    color: ", "the field 'colour' is missing"),
        ("entities:", "entities: [", "is not YAML"),
    ],
)
def test_a_faulty_ontology_is_refused_with_what_is_wrong(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "ontology.yaml"
    path.write_text(ONTOLOGY_FILE.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=message):
        load_ontology(path)


def test_a_missing_ontology_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read"):
        load_ontology(tmp_path / "none.yaml")
