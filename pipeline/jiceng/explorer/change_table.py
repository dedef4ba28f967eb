"""Changes between two exports as text for a person: what changed, and the sentences."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from jiceng.explorer.changes import Change
from jiceng.ontology import Ontology
from jiceng.writing.fact_rows import counts_text, date_text, quantity_text

_MARKS: Final = {"appeared": "+", "vanished": "-", "changed": "~"}


def change_table(changes: Iterable[Change], ontology: Ontology) -> Iterator[str]:
    """Rows of text: each change with its sentence, then how many there were of each kind."""
    names = {relation.label: relation.name for relation in ontology.relations}
    counts = dict.fromkeys(("changed", "appeared", "vanished"), 0)
    for change in changes:
        counts[change.kind] += 1
        yield f"{_MARKS[change.kind]} {change.kind}" + (f" ({', '.join(change.what)})" if change.what else "")
        for mark, fact in (("-", change.before), ("+", change.after)):
            if fact is not None:
                yield f"    {mark} {_said(fact, names)}"
                yield from (f"      {item['doc']}: {_one_line(item['text'])}" for item in fact["evidence"][:1])
    yield ", ".join(f"{count} {kind}" for kind, count in counts.items())


def _said(fact: Mapping[str, Any], names: Mapping[str, str]) -> str:
    predicate = fact["predicate"]
    words = [_part(fact["subject"]), f"─{predicate} {names.get(predicate, predicate)}→", _part(fact["object"])]
    if fact.get("place"):
        words.append(f"@ {_part(fact['place'])}")
    if fact.get("date"):
        words.append(date_text(fact["date"]))
    if (fact.get("status") or "asserted") != "asserted":
        words.append(f"[{fact['status']}]")
    return _one_line("  ".join([*words, f"{fact.get('confidence', 1):.2f}"]))


def _part(part: Mapping[str, Any]) -> str:
    if part["label"] == "QUANTITY":
        return quantity_text(part.get("value")) or str(part["name"])
    return " ".join(filter(None, (str(part["name"]), counts_text(part))))


def _one_line(text: str) -> str:
    return " ".join(text.split())
