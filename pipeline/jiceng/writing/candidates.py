"""Pairs of entities of an export that look like one, best first, as rows of a table of decisions (`jiceng.knowledge.decisions`).

瑞丽市疫情防控指挥部, 市疫情防控指挥部      the end of a longer name
磨憨经济合作区 of two articles              one name, at places of which one holds the other or is not known
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from jiceng.knowledge.decisions import UNDECIDED, Decision
from jiceng.text.controls import visible

# Shorter ends of names (队伍, 小组) are words.
_SHORTEST = 4
# A word for a kind in another article must have so much of the name.
_MUCH = 0.7
# Of the many entities of one name no more are paired with another.
_MOST = 20


@dataclass(frozen=True)
class Pair:
    """Two entities that look like one: `one` would become `other`. `score` is from 0 to 1."""

    one: dict[str, Any]
    other: dict[str, Any]
    score: float


@dataclass
class _Export:
    entities: dict[str, dict[str, Any]] = field(default_factory=dict)
    sentences: dict[str, dict[str, Any]] = field(default_factory=dict)
    mentions: dict[str, tuple[str, str]] = field(default_factory=dict)


def candidate_rows(lines: Iterable[str], decisions: Sequence[Decision] = ()) -> Iterator[str]:
    """The rows, each behind comments that show the two and a sentence of each; what is decided is left out."""
    export = _read(lines)
    decided = {frozenset((decision.one.called, decision.other.called)) for decision in decisions}
    for pair in pairs(export.entities):
        called = [{pair.one["id"], pair.one["name"]}, {pair.other["id"], pair.other["name"]}]
        if any(frozenset((a, b)) in decided for a in called[0] for b in called[1]):
            continue
        # An id with a line end must not make a row of its own.
        yield visible(f"# {pair.score:.2f}  {_shown(pair.one, export)}  |  {_shown(pair.other, export)}")
        for end in (pair.one, pair.other):
            yield visible(f"#   {_sentence(end, export)}")
        yield "\t".join((UNDECIDED, pair.one["label"], pair.one["id"], pair.other["id"]))


def _read(lines: Iterable[str]) -> _Export:
    export = _Export()
    for line in lines:
        if not line.strip():
            continue
        row = json.loads(line)
        if row["type"] == "entity":
            export.entities[row["id"]] = row
        elif row["type"] == "mention" and row["entity"]:
            export.mentions.setdefault(row["entity"], (row["doc"], row["text"]))
        elif row["type"] == "fact":
            for end in (row["subject"], row["object"]):
                if end["id"]:
                    export.sentences.setdefault(end["id"], row["evidence"][0])
    return export


def pairs(entities: dict[str, dict[str, Any]]) -> list[Pair]:
    """Pairs that look like one, best first. One of them at least is a name: words for kinds are never one by their words."""
    by_name: defaultdict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for entity in entities.values():
        if entity["mentions"] and entity["code"] is None and entity["label"] != "ROLE":
            by_name[entity["label"], entity["name"]].append(entity)
    found: dict[frozenset[str], Pair] = {}
    for (label, name), longer in by_name.items():
        for start in range(max(1, len(name) - _SHORTEST + 1)):
            shorter = by_name.get((label, name[start:]), [])
            for one in shorter[:_MOST]:
                for other in longer[:_MOST]:
                    if one is not other:
                        key = frozenset((one["id"], other["id"]))
                        pair = _pair(one, other, entities)
                        if pair is not None and key not in found:
                            found[key] = pair
    return sorted(found.values(), key=lambda pair: (-pair.score, pair.one["id"], pair.other["id"]))


def _pair(one: dict[str, Any], other: dict[str, Any], entities: dict[str, dict[str, Any]]) -> Pair | None:
    if not any(end["id"].startswith("name:") for end in (one, other)):
        return None
    together = _together(one["place"], other["place"], entities)
    if together is None:
        return None
    shared = bool(set(one["docs"]) & set(other["docs"]))
    # The part of the name that is missing says how much has to be guessed, a shared place and article how little.
    alike = len(one["name"]) / len(other["name"])
    kinds = any(end["id"].startswith("kind:") for end in (one, other))
    if kinds and not shared and together < 1 and alike < _MUCH:
        # 村党支部 of one article is no branch of a village in another.
        return None
    score = 0.5 * alike + 0.35 * together + 0.15 * shared
    if one["name"] == other["name"] and (one["mentions"], other["id"]) > (other["mentions"], one["id"]):
        one, other = other, one
    if other["id"].startswith("kind:") and one["name"] == other["name"]:
        one, other = other, one
    return Pair(one, other, score)


def _together(one: str | None, other: str | None, entities: dict[str, dict[str, Any]]) -> float | None:
    """1 for one place, less for one within the other or unknown; None for places apart, of which the names tell two things."""
    if one is None or other is None:
        return 0.4
    if one == other:
        return 1.0
    if one in _above(other, entities) or other in _above(one, entities):
        return 0.6
    return None


def _above(place: str, entities: dict[str, dict[str, Any]]) -> list[str]:
    found: list[str] = []
    while (entity := entities.get(place)) is not None and entity["place"] is not None and entity["place"] not in found:
        place = entity["place"]
        found.append(place)
    return found


def _shown(entity: dict[str, Any], export: _Export) -> str:
    place = export.entities.get(entity["place"] or "")
    at = f" ({place['name']})" if place else ""
    return f"{entity['name']}{at}, {entity['mentions']}× in {', '.join(entity['docs'][:3])}"


def _sentence(entity: dict[str, Any], export: _Export) -> str:
    evidence = export.sentences.get(entity["id"])
    if evidence is not None:
        return f"{evidence['doc']}: {' '.join(evidence['text'].split())}"
    doc, text = export.mentions.get(entity["id"], (entity["docs"][0], entity["name"]))
    return f"{doc}: … {' '.join(text.split())} …"
