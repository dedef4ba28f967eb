from jiceng.knowledge.records import Fact
from jiceng.ontology import Ontology
from jiceng.writing.reference import reference_tables
from jiceng.writing.schema import export_schema


def test_every_field_of_every_line_has_a_type_and_a_meaning(ontology: Ontology) -> None:
    page = reference_tables(ontology)
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `")]
    assert all(len(row) >= 3 and row[1].strip() and row[2].strip(" |") for row in rows)
    for name, record in export_schema(ontology)["$defs"].items():
        fields = [field for field in record["properties"] if field != "type"]
        assert all(f"| `{field}` |" in page for field in fields), name


def test_a_fact_is_described_first_and_names_its_parts(ontology: Ontology) -> None:
    page = reference_tables(ontology)
    assert page.startswith(f"### `fact`\n\n{Fact.__doc__}\n")
    assert "| `subject` | [Participant](#participant) | The head of the relation |" in page
    assert "| `object` | [Participant](#participant) |" in page
    assert "(optional) |" in page
