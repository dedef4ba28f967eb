"""An export read back as records: documents, entities, facts, and where each article first mentions an entity."""

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from pydantic import ValidationError

from jiceng.errors import InputError
from jiceng.knowledge.records import Document, Entity, Fact, Mention, Relation


@dataclass
class Knowledge:
    """What an export says. `starts` are document → entity → where it is first mentioned, in code points.

    `mentions` and `relations` are by document, in the order of the export, and only there if they were asked for.
    """

    documents: dict[str, Document] = field(default_factory=dict)
    entities: dict[str, Entity] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    starts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))
    mentions: dict[str, list[Mention]] = field(default_factory=lambda: defaultdict(list))
    relations: dict[str, list[Relation]] = field(default_factory=lambda: defaultdict(list))


def read_back(lines: Iterable[str], where: str, spans: bool = False) -> Knowledge:
    """Read the lines of an export; types of lines that are not needed are passed over. `where` names it in errors.

    With `spans` mentions and relations are kept, too.

    Raises:
        InputError: a line is not one of an export; with its number.
    """
    knowledge = Knowledge()
    for number, text in enumerate(lines, start=1):
        if text.strip():
            try:
                _take(text, knowledge, spans)
            except (json.JSONDecodeError, ValidationError, KeyError, TypeError, RecursionError) as error:
                problem = "is no line of an export; jiceng validate names every fault"
                raise InputError(f"{where}:{number}", problem) from error
    if not knowledge.documents:
        raise InputError(where, "has no document line; is it an export of jiceng?")
    return knowledge


def _take(text: str, knowledge: Knowledge, spans: bool) -> None:
    row = json.loads(text)
    kind = row["type"]
    if kind == "document":
        document = Document.model_validate_json(text)
        knowledge.documents[document.id] = document
    elif kind == "mention" and row["entity"] is not None:
        if spans:
            knowledge.mentions[row["doc"]].append(Mention.model_validate_json(text))
        starts = knowledge.starts[row["doc"]]
        starts[row["entity"]] = min(int(row["start"]), starts.get(row["entity"], int(row["start"])))
    elif kind == "mention" and spans:
        knowledge.mentions[row["doc"]].append(Mention.model_validate_json(text))
    elif kind == "relation" and spans:
        knowledge.relations[row["doc"]].append(Relation.model_validate_json(text))
    elif kind == "entity":
        entity = Entity.model_validate_json(text)
        knowledge.entities[entity.id] = entity
    elif kind == "fact":
        knowledge.facts.append(Fact.model_validate_json(text))
