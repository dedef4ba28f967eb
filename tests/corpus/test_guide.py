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
