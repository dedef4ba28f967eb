"""The export's JSON Schema (draft 2020-12), generated from the records and the ontology."""

import json
from typing import Any

from pydantic import TypeAdapter

from pipeline.knowledge.records import SCHEMA, AnyLine
from pipeline.ontology import Ontology

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def export_schema(ontology: Ontology) -> dict[str, Any]:
    """The schema of one line: an object whose `type` says which of the records it is."""
    body = TypeAdapter[AnyLine](AnyLine).json_schema(ref_template="#/$defs/{model}", mode="serialization")
    definitions = body["$defs"]
    definitions["Mention"]["properties"]["label"]["enum"] = list(ontology.entity_labels)
    definitions["Relation"]["properties"]["label"]["enum"] = list(ontology.relation_labels)
    return {
        "$schema": DRAFT,
        "$id": f"urn:jiceng:knowledge:{SCHEMA}",
        "title": f"A line of jiceng's knowledge export, schema {SCHEMA}",
        "oneOf": [{"$ref": f"#/$defs/{name}"} for name in ("Document", "Mention", "Relation")],
        "$defs": definitions,
    }


def schema_text(ontology: Ontology) -> str:
    """The schema as the file that is committed and shipped."""
    return json.dumps(export_schema(ontology), ensure_ascii=False, indent=2) + "\n"
