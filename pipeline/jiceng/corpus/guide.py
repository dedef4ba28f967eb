"""The type tables of the labelling guide, generated from the ontology between two marks in the guide's files."""

import re
from typing import Literal

from jiceng.ontology import Ontology

Language = Literal["en", "zh"]

_HEADS = {
    "en": (
        "| Label | 中文 | Key | Colour | What it is | Examples | Not |",
        "| Label | 中文 | Reads | Allowed heads | Allowed tails | Wikidata |",
    ),
    "zh": ("| 标签 | 名称 | 快捷键 | 颜色 | 含义 | 例 | 不标 |", "| 标签 | 名称 | 读法 | 头实体 | 尾实体 | Wikidata |"),
}


def entity_table(ontology: Ontology, language: Language) -> str:
    """The table of entity types, in Markdown."""
    rows = [_HEADS[language][0], "| --- | --- | --- | --- | --- | --- | --- |"]
    for entity in ontology.entities:
        definition = entity.definition if language == "en" else entity.definition_zh
        cells = (entity.name, entity.hotkey, entity.colour, definition, " ".join(entity.examples), entity.excludes)
        rows.append(f"| `{entity.label}` | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def relation_table(ontology: Ontology, language: Language) -> str:
    """The table of relation types, in Markdown."""
    rows = [_HEADS[language][1], "| --- | --- | --- | --- | --- | --- |"]
    for relation in ontology.relations:
        reads = relation.reads if language == "en" else relation.reads_zh
        heads = " ".join(label for label in ontology.entity_labels if label in relation.heads)
        tails = " ".join(label for label in ontology.entity_labels if label in relation.tails)
        match = "" if relation.wikidata_match == "same" else f" ({relation.wikidata_match})"
        cells = (relation.name, reads, heads, tails, relation.wikidata + match)
        rows.append(f"| `{relation.label}` | " + " | ".join(cells) + " |")
    return "\n".join(rows)


def with_tables(guide: str, ontology: Ontology, language: Language) -> str:
    """The guide with both tables made anew.

    Raises:
        ValueError: a pair of marks such as `<!-- entities -->` and `<!-- /entities -->` is missing.
    """
    for name, table in (
        ("entities", entity_table(ontology, language)),
        ("relations", relation_table(ontology, language)),
    ):
        marked = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not marked.search(guide):
            raise ValueError(f"the guide lacks the marks <!-- {name} --> and <!-- /{name} -->")
        guide = marked.sub(lambda match, table=table: f"{match[1]}{table}\n{match[2]}", guide)  # type: ignore[misc]
    return guide
