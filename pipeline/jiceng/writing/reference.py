"""The export's reference as Markdown, made from the records: every field with its type and its meaning."""

from typing import Any

from jiceng.ontology import Ontology
from jiceng.writing.schema import export_schema

# Lines first, then their parts, in the order in which a reader meets them.
_ORDER = (
    "Fact", "Participant", "Evidence", "Entity", "Code", "Mention", "QuantityValue", "DateValue", "Relation", "Document",
    "System", "SystemUnit", "Holder",
)  # fmt: skip
# Their values are the ontology's, which has a page of its own.
_LABELS = ("label", "predicate")


def reference_tables(ontology: Ontology) -> str:
    """A table a record; fields in the order in which they are written."""
    definitions = export_schema(ontology)["$defs"]
    return "\n\n".join(_table(name, definitions[name]) for name in _ORDER)


def _table(name: str, record: dict[str, Any]) -> str:
    kind = record["properties"].get("type", {}).get("const")
    title = f"### `{kind}`" if kind else f"### {name}"
    required = set(record.get("required", ()))
    rows = [
        f"| `{field}` | {'a label' if field in _LABELS else _type(schema)} | {_meaning(schema, field in required)} |"
        for field, schema in record["properties"].items()
        if field != "type"
    ]
    return "\n".join([title, "", record["description"], "", "| field | type | meaning |", "| --- | --- | --- |", *rows])


def _meaning(schema: dict[str, Any], required: bool) -> str:
    text = str(schema.get("description", ""))
    return (text if required else f"{text} (optional)").replace("|", "\\|")


def _type(schema: dict[str, Any]) -> str:
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(map(_type, schema["anyOf"])))
    if "const" in schema:
        return f'`"{schema["const"]}"`'
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    if schema.get("type") == "array":
        inner = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
        return f"list of {_type(inner)}"
    return str(schema.get("type", "any")).replace("null", "`null`")
