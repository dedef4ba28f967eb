"""What an export holds, as a short table for a terminal."""

import json
from collections import Counter
from collections.abc import Iterable

from jiceng.ontology import Ontology


def summarise(lines: Iterable[str], ontology: Ontology) -> str:
    """Numbers of articles, entities, facts, and of mentions and relations by type, side by side."""
    kinds: Counter[str] = Counter()
    labels: Counter[tuple[str, str]] = Counter()
    for line in lines:
        row = json.loads(line)
        kinds[row["type"]] += 1
        if "label" in row:
            labels[row["type"], row["label"]] += 1
    names = {entity.label: entity.name for entity in ontology.entities}
    names.update({relation.label: relation.name for relation in ontology.relations})

    def rows(kind: str, order: tuple[str, ...]) -> list[str]:
        counted = sorted(order, key=lambda label: (-labels[kind, label], order.index(label)))
        return [f"{label:<16}{_pad(names[label], 12)}{labels[kind, label]:>6}" for label in counted]

    left, right = rows("mention", ontology.entity_labels), rows("relation", ontology.relation_labels)
    width = 34
    table = [f"{'mentions':<28}{kinds['mention']:>6}    {'relations':<28}{kinds['relation']:>6}"]
    for i in range(max(len(left), len(right))):
        one = left[i] if i < len(left) else " " * width
        table.append(f"{one}    {right[i] if i < len(right) else ''}".rstrip())
    return f"{kinds['document']} articles, {kinds['entity']} entities, {kinds['fact']} facts\n\n" + "\n".join(table)


def _pad(text: str, columns: int) -> str:
    """Pad to a number of terminal columns; Chinese characters take two."""
    return text + " " * (columns - sum(2 if ord(char) > 0x2E80 else 1 for char in text))
