import re
from pathlib import Path

import pytest

from jiceng.corpus.guide import entity_table, relation_table, with_tables
from jiceng.ontology import Ontology


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_tables_name_every_type(ontology: Ontology, language: str) -> None:
    entities = entity_table(ontology, language)  # type: ignore[arg-type]
    assert all(f"`{label}`" in entities for label in ontology.entity_labels)
    relations = relation_table(ontology, language)  # type: ignore[arg-type]
    assert all(f"`{label}`" in relations for label in ontology.relation_labels)


def test_a_guide_without_marks_is_refused(ontology: Ontology) -> None:
    with pytest.raises(ValueError, match="lacks the marks"):
        with_tables("# guide", ontology, "en")


def test_the_chinese_guide_speaks_chinese_and_calls_each_type_by_its_one_name(ontology: Ontology) -> None:
    labels = {*ontology.entity_labels, *ontology.relation_labels}
    for entity in ontology.entities:
        assert bool(entity.excludes) == bool(entity.excludes_zh), entity.label
        assert not re.search(r"[A-Za-z]{3,}", entity.excludes_zh), entity.label
    names = {type_.name for type_ in (*ontology.entities, *ontology.relations)}
    guide = Path("annotations/GUIDE.zh.md").read_text(encoding="utf-8")
    assert set(re.findall("【([^】]+)】", guide)) <= names
    prose = re.sub(r"<!-- (\w+) -->.*?<!-- /\1 -->|`[^`]*`", "", guide, flags=re.DOTALL)
    assert not labels & set(re.findall(r"[A-Z_]+", prose)), "labels stand in the tables' second column only"
    cells = [line.split(" | ") for line in entity_table(ontology, "zh").splitlines()[2:]]
    assert [(cell[0].strip("| "), cell[1].strip("`")) for cell in cells] == [
        (e.name, e.label) for e in ontology.entities
    ]
