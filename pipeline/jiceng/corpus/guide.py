"""The type tables of the labelling guide, generated from the ontology between two marks in the guide's files."""

import re
from typing import Literal

from jiceng.ontology import EntityType, Ontology, RelationType

Language = Literal["en", "zh"]

_HEADS = {
    "en": (
        "| Label | 中文 | Key | Colour | What it is | Examples | Not |",
        "| Label | 中文 | Reads | Allowed heads | Allowed tails | Wikidata |",
    ),
    "zh": ("| 名称 | 代码 | 快捷键 | 颜色 | 含义 | 例 | 不标 |", "| 名称 | 代码 | 读法 | 头 | 尾 | Wikidata |"),
}


def entity_table(ontology: Ontology, language: Language) -> str:
    """The table of entity types, in Markdown."""
    rows = [_HEADS[language][0], "| --- | --- | --- | --- | --- | --- | --- |"]
    for entity in ontology.entities:
        if language == "en":
            definition, excludes = entity.definition, entity.excludes
        else:
            definition, excludes = entity.definition_zh, entity.excludes_zh
        cells = (
            *_named(entity, language),
            entity.hotkey,
            entity.colour,
            definition,
            " ".join(entity.examples),
            excludes,
        )
        rows.append("| " + " | ".join(cells) + " |")
    return "\n".join(rows)


def _named(type_: EntityType | RelationType, language: Language) -> tuple[str, str]:
    """Label and Chinese name; in Chinese the name first, which is what labellers see everywhere."""
    label = f"`{type_.label}`"
    return (label, type_.name) if language == "en" else (type_.name, label)


def relation_table(ontology: Ontology, language: Language) -> str:
    """The table of relation types, in Markdown."""
    rows = [_HEADS[language][1], "| --- | --- | --- | --- | --- | --- |"]
    for relation in ontology.relations:
        reads = relation.reads if language == "en" else relation.reads_zh
        heads, tails = (
            " ".join(
                entity.label if language == "en" else entity.name
                for entity in ontology.entities
                if entity.label in ends
            )
            for ends in (relation.heads, relation.tails)
        )
        match = "" if relation.wikidata_match == "same" else f" ({relation.wikidata_match})"
        cells = (*_named(relation, language), reads, heads, tails, relation.wikidata + match)
        rows.append("| " + " | ".join(cells) + " |")
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
