"""An export's lines as plain dicts, by type; a line that the page could not show is one clear error."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiceng.corpus.files import read_utf8
from jiceng.errors import InputError

Line = dict[str, Any]
# What the page reads without asking whether it is there. Everything else of a line is optional to it.
_NEEDED: dict[str, dict[str, type | tuple[type, ...]]] = {
    "document": {"id": str},
    "mention": {"id": str, "doc": str, "start": int, "end": int, "text": str, "label": str},
    "relation": {"id": str, "doc": str, "label": str, "head": str, "tail": str},
    "entity": {"id": str, "label": str, "name": str},
    "fact": {"id": str, "predicate": str, "subject": dict, "object": dict, "evidence": list},
    "system": {},
}


@dataclass
class Export:
    """The lines of one export; types that are not known are left out, as the contract asks of readers."""

    name: str
    documents: list[Line] = field(default_factory=list)
    mentions: list[Line] = field(default_factory=list)
    relations: list[Line] = field(default_factory=list)
    entities: list[Line] = field(default_factory=list)
    facts: list[Line] = field(default_factory=list)
    systems: list[Line] = field(default_factory=list)


def read_export(path: Path) -> Export:
    """Read an export file.

    Raises:
        InputError: the file cannot be read, or a line is not one of an export; with its number.
    """
    # Not splitlines(): an article's text may hold U+2028 and its like, which end no line of JSON.
    return collect(read_utf8(path).split("\n"), str(path), path.name)


def collect(lines: Iterable[str], where: str, name: str) -> Export:
    """The lines of an export by type. `where` names it in errors, `name` on the page.

    Raises:
        InputError: a line is not one of an export; with its number.
    """
    export = Export(name)
    kinds = {
        "document": export.documents,
        "mention": export.mentions,
        "relation": export.relations,
        "entity": export.entities,
        "fact": export.facts,
        "system": export.systems,
    }
    for number, text in enumerate(lines, start=1):
        if text.strip():
            line = _parse(text, f"{where}:{number}")
            if line["type"] in kinds:
                kinds[line["type"]].append(line)
    if not export.documents:
        raise InputError(where, "has no document line; is it an export of jiceng?")
    return export


def _parse(text: str, where: str) -> Line:
    try:
        line = json.loads(text)
    except (json.JSONDecodeError, RecursionError) as error:
        raise InputError(where, f"is not JSON ({error}); jiceng validate names every fault of an export") from error
    if not isinstance(line, dict) or not isinstance(line.get("type"), str):
        raise InputError(where, 'is no line of an export: an object with "type"')
    _check(line, line["type"], _NEEDED.get(line["type"], {}), where)
    if line["type"] == "fact":
        _check_fact(line, where)
    return line


def _check_fact(fact: Line, where: str) -> None:
    for role in ("subject", "object", "place"):
        if role != "place" or fact.get("place") is not None:
            part = fact[role]
            if not isinstance(part, dict) or not all(isinstance(part.get(key), str) for key in ("label", "name")):
                raise InputError(where, f'the fact\'s "{role}" has no label and name')
    for evidence in fact["evidence"]:
        if not isinstance(evidence, dict):
            raise InputError(where, 'the fact\'s "evidence" is no list of objects')
        _check(evidence, "evidence", {"doc": str, "start": int, "end": int, "text": str}, where)


def _check(line: Line, kind: str, needed: dict[str, type | tuple[type, ...]], where: str) -> None:
    for key, wanted in needed.items():
        if not isinstance(line.get(key), wanted):
            raise InputError(where, f'the {kind} has no valid "{key}"; jiceng validate names every fault of an export')
