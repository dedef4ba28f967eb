import re
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
        ("tails: [QUANTITY]", "tails: [NUMBER]", r"yaml:\d+: relation HAS_COUNT names NUMBER, which no entity defines"),
        (
            "  people: [ROLE, PERSON]",
            "  people: [ROLES]",
            r"yaml:\d+: group people names ROLES, which no entity defines",
        ),
        ("  people: ", "  folk: ", r"yaml:\d+: the group people is missing; give it the labels of its kind"),
        ("  people: ", "  kin: [ROLE]\n  people: ", r"yaml:\d+: the group kin is asked for nowhere; remove it"),
        (
            "  people: [ROLE, PERSON]",
            "  people: [ROLE, GPE]",
            r"yaml:\d+: GPE is in two of the groups place, body, people",
        ),
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


def test_a_fault_of_a_group_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "ontology.yaml"
    lines = ONTOLOGY_FILE.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  quoted:"))
    lines[at] = "  quoted: [MEASURES]"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=rf"ontology\.yaml:{at + 1}: group quoted names MEASURES"):
        load_ontology(path)


def test_a_type_that_code_has_rules_for_is_not_removed(tmp_path: Path) -> None:
    path = tmp_path / "ontology.yaml"
    path.write_text(re.sub(r"\bCASE\b", "EPISODE", ONTOLOGY_FILE.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(InputError, match="CASE is missing; the code has rules of its own for it"):
        load_ontology(path)
