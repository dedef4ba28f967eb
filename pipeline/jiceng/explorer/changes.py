"""What two exports say differently: facts that appeared, vanished, or changed their number, place, date or status."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from jiceng.explorer.pairing import pairs
from jiceng.explorer.reading import Export, Line

Kind = Literal["changed", "appeared", "vanished"]
_ORDER: tuple[Kind, ...] = ("changed", "appeared", "vanished")


@dataclass(frozen=True)
class Change:
    """One difference. `what` names what changed: number, place, date, status; it is empty for the other kinds."""

    kind: Kind
    what: tuple[str, ...]
    before: Line | None
    after: Line | None

    @property
    def line(self) -> dict[str, Any]:
        """The change as a line of JSONL: both facts whole, with their sentences."""
        return {
            "type": "change",
            "kind": self.kind,
            "what": list(self.what),
            "before": self.before,
            "after": self.after,
        }


def compare(before: Export, after: Export) -> list[Change]:
    """The changes from one export to the other: numbers first, then what appeared, then what vanished; by article.

    Facts that differ in confidence or evidence only are not changed.
    """
    olds, news = {fact["id"]: fact for fact in before.facts}, {fact["id"]: fact for fact in after.facts}
    changes: list[Change] = []
    only_old, only_new = [], []
    for identity, fact in olds.items():
        if identity not in news:
            only_old.append(fact)
        elif what := _differences(fact, news[identity]):
            changes.append(Change("changed", what, fact, news[identity]))
    only_new = [fact for identity, fact in news.items() if identity not in olds]
    paired: set[int] = set()
    for old, new in pairs(before, after, only_old, only_new):
        paired |= {id(old), id(new)}
        # The same but for ids: another article says what one said before.
        if what := _differences(old, new):
            changes.append(Change("changed", what, old, new))
    changes += [Change("vanished", (), fact, None) for fact in only_old if id(fact) not in paired]
    changes += [Change("appeared", (), None, fact) for fact in only_new if id(fact) not in paired]
    return sorted(changes, key=_order)


def _differences(old: Line, new: Line) -> tuple[str, ...]:
    looks: dict[str, Callable[[Line], Any]] = {
        "number": _numbers,
        "place": _place,
        "date": lambda fact: [fact.get("date"), _date_value(fact)],
        "status": lambda fact: fact.get("status") or "asserted",
    }
    return tuple(name for name, look in looks.items() if look(old) != look(new))


def _numbers(fact: Line) -> Any:
    end = fact["object"]
    value = end.get("value") if end["label"] == "QUANTITY" else None
    # A quantity that could not be read is told by its words.
    words = end["name"] if end["label"] == "QUANTITY" and value is None else None
    return [fact["subject"].get("counts"), end.get("counts"), value, words]


def _place(fact: Line) -> Any:
    place = fact.get("place")
    return (place["label"], place["name"], place.get("counts")) if place else None


def _date_value(fact: Line) -> Any:
    return fact["object"].get("value") if fact["object"]["label"] == "DATE" else None


def _order(change: Change) -> tuple[Any, ...]:
    fact = change.after or change.before
    assert fact is not None
    first = fact["evidence"][0] if fact["evidence"] else {"doc": "", "start": 0}
    return _ORDER.index(change.kind), "number" not in change.what, first["doc"], first["start"], fact["id"]
