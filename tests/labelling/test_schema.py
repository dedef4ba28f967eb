import re
from dataclasses import replace
from pathlib import Path

from jiceng.labelling.schema import WantedType, identify, labeller_of, project_name, relation_types, span_types
from jiceng.ontology import Ontology


def test_types_have_the_ontologys_names_colours_and_hotkeys(ontology: Ontology) -> None:
    assert WantedType("CHECKPOINT", "卡点", "#bcbd22", "k") in span_types(ontology)
    assert [type_.label for type_ in relation_types(ontology)] == list(ontology.relation_labels)
    for types in (span_types(ontology), relation_types(ontology)):
        assert len({type_.text for type_ in types}) == len(types), "names are how types are known again"


def test_the_labellers_guide_gives_the_hotkeys_that_the_project_has(ontology: Ontology) -> None:
    guide = Path("annotations/LABELLING.zh.md").read_text(encoding="utf-8")
    rows = [line.split(" | ")[:2] for line in guide.splitlines() if line.startswith("| `")]
    assert rows == [[f"| `{type_.key}`", type_.text] for type_ in relation_types(ontology)]
    keys = {type_.text: type_.key for type_ in span_types(ontology)}
    assert all(f"{name} `{keys[name]}`" in guide for name in ("卡点", "数量", "物资装备"))


def test_every_picture_of_the_guide_is_there_and_small() -> None:
    guide = Path("annotations/LABELLING.zh.md").read_text(encoding="utf-8")
    named = {Path("annotations") / name for name in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", guide)}
    assert named == set(Path("annotations/labelling").glob("*.png"))
    assert sum(path.stat().st_size for path in named) < 300_000


def test_a_type_is_known_again_by_its_name_or_by_its_colour(ontology: Ontology) -> None:
    wanted = span_types(ontology)
    there = [(number, type_.text, type_.colour) for number, type_ in enumerate(wanted, start=1)]
    assert identify(wanted, there) == dict(enumerate(wanted, start=1))
    renamed = [replace(wanted[0], text="行政区域"), *wanted[1:]]
    assert identify(renamed, there)[1].label == "GPE"
    recoloured = [replace(wanted[0], colour="#000000"), *wanted[1:]]
    assert identify(recoloured, there)[1].label == "GPE"
    assert identify(wanted, [(99, "别的", "#123456")]) == {}


def test_a_labellers_own_project_is_told_from_the_shared_one() -> None:
    assert labeller_of("试标", project_name("试标", "anna")) == "anna"
    assert labeller_of("试标", project_name("试标", None)) is None
