"""Entities and facts as the JSON lines that Neo4j's `apoc.import.json` reads; every node comes before what joins it.

A node is an entity, with the label Entity and its own (GPE, TEAM …); `place` holds the id of its anchoring place. A fact is
a relationship of its predicate; where its object is a count or a date, that is a node with the label Value. There is no
library that writes this form.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

Row = dict[str, Any]
ENTITY, VALUE = "Entity", "Value"


def apoc_lines(lines: Iterable[str]) -> Iterator[str]:
    """APOC's JSON lines of an export's lines, entities before facts as the export has them.

    Properties are text, numbers, lists of text or, where the export has records, their JSON: Neo4j stores no others.
    """
    for line in lines:
        row = json.loads(line)
        if row["type"] == "entity":
            yield _dumps(_node(row["id"], _labels(row), _entity_properties(row)))
        elif row["type"] == "fact":
            yield from map(_dumps, _fact(row))


def _fact(row: Row) -> Iterator[Row]:
    subject, obj = row["subject"], row["object"]
    end = obj["id"], _labels(obj)
    if obj["id"] is None:
        end = f"{row['id']} value", [VALUE, obj["label"]]
        value = {key: part for key, part in (obj["value"] or {}).items() if part is not None}
        yield _node(*end, {"name": obj["name"], **value})
    yield _relationship(row["id"], row["predicate"], _fact_properties(row), (subject["id"], _labels(subject)), end)


def _entity_properties(row: Row) -> Row:
    properties = {key: row[key] for key in ("name", "label", "aliases", "mentions", "doc_count", "docs")}
    if row["place"]:
        properties["place"] = row["place"]
    if row["code"]:
        properties |= {"code": row["code"]["value"], "scheme": row["code"]["scheme"], "former": row["code"]["former"]}
    return properties


def _fact_properties(row: Row) -> Row:
    properties: Row = {"confidence": row["confidence"], "support": row["support"]}
    for end in ("subject", "object", "place"):
        counts = (row[end] or {}).get("counts")
        if counts:
            properties[f"{end}_counts"] = [_dumps(count) for count in counts]
    if row["place"]:
        properties |= {"place": row["place"]["id"], "place_name": row["place"]["name"]}
    if row["date"]:
        properties["date"] = row["date"]["timex"]
        if row["date"].get("mod"):
            properties["date_mod"] = row["date"]["mod"]
    if "status" in row:
        properties["status"] = row["status"]
    properties["docs"] = sorted({item["doc"] for item in row["evidence"]})
    properties["evidence"] = [item["text"] for item in row["evidence"]]
    return properties


def _labels(row: Row) -> list[str]:
    return [ENTITY, row["label"]]


def _node(node_id: str, labels: list[str], properties: Row) -> Row:
    return {"type": "node", "id": node_id, "labels": labels, "properties": {"id": node_id, **properties}}


def _relationship(
    relation_id: str, label: str, properties: Row, start: tuple[str, list[str]], end: tuple[str, list[str]]
) -> Row:
    return {
        "type": "relationship",
        "id": relation_id,
        "label": label,
        "properties": properties,
        "start": {"id": start[0], "labels": start[1]},
        "end": {"id": end[0], "labels": end[1]},
    }


def _dumps(row: Row) -> str:
    return json.dumps(row, ensure_ascii=False)
