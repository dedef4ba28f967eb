"""The export's JSON Schema (draft 2020-12), generated from the records and the ontology."""

import json
from typing import Any

from pydantic import TypeAdapter

from jiceng.knowledge.records import SCHEMA, AnyLine
from jiceng.ontology import Ontology

DRAFT = "https://json-schema.org/draft/2020-12/schema"
LINES = ("Document", "Mention", "Relation", "Entity", "Fact", "System")


def export_schema(ontology: Ontology) -> dict[str, Any]:
    """The schema of one line: an object whose `type` says which of the records it is."""
    body = TypeAdapter[AnyLine](AnyLine).json_schema(ref_template="#/$defs/{model}", mode="validation")
    definitions = body["$defs"]
    for name, field, labels in (
        ("Mention", "label", ontology.entity_labels),
        ("Relation", "label", ontology.relation_labels),
        ("Entity", "label", ontology.entity_labels),
        ("Participant", "label", ontology.entity_labels),
        ("Fact", "predicate", ontology.relation_labels),
        ("SystemUnit", "label", ontology.entity_labels),
        ("Holder", "label", ontology.entity_labels),
    ):
        definitions[name]["properties"][field]["enum"] = list(labels)
    return {
        "$schema": DRAFT,
        "$id": f"urn:jiceng:knowledge:{SCHEMA}",
        "title": f"A line of jiceng's knowledge export, schema {SCHEMA}",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in LINES],
        "$defs": definitions,
    }


def schema_text(ontology: Ontology) -> str:
    """The schema as the file that is committed and shipped."""
    return json.dumps(export_schema(ontology), ensure_ascii=False, indent=2) + "\n"
