"""A person's decisions on identity: this is that, or these two are not the same. They hold in every run.

    same    COMMAND    市疫情防控指挥部         瑞丽市疫情防控指挥部
    not     TEAM       党员突击队 @ ruili       党员突击队 @ ningming

A row has the decision, a type of entity, and two things, each by its name or its id, with ` @ ID` only as one article has it. In
`same` the first is the second, whose id and name stay. `jiceng candidates` writes rows with `?` for what a person has to decide.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from jiceng.errors import InputError
from jiceng.knowledge.entities import stable_id
from jiceng.knowledge.records import Entity

Verdict = Literal["same", "not"]
UNDECIDED = "?"
_IDS = ("name:", "kind:", "gbt2260:", "iso3166:")


@dataclass(frozen=True)
class Side:
    """One of the two things: its name or its id, in one article or in all."""

    called: str
    doc: str | None = None

    @property
    def is_id(self) -> bool:
        """Whether it is named by its id."""
        return self.called.startswith(_IDS)


@dataclass(frozen=True)
class Decision:
    """A row of the table; `where` is its file and line."""

    verdict: Verdict
    label: str
    one: Side
    other: Side
    where: str


def read_decisions(path: Path, labels: Iterable[str]) -> list[Decision]:
    """The rows of a table, checked; `labels` are the types of entities.

    Raises:
        InputError: the file cannot be read, or a row is faulty, is not decided yet, or contradicts one before it.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise InputError(str(path), f"is not UTF-8 at byte {error.start}") from error
    known = frozenset(labels)
    decisions: list[Decision] = []
    before: dict[tuple[str, frozenset[Side]], Decision] = {}
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        decision = _decision(line, f"{path}:{number}", known)
        pair = decision.label, frozenset((decision.one, decision.other))
        first = before.setdefault(pair, decision)
        if first.verdict != decision.verdict:
            raise InputError(decision.where, f"says the contrary of {first.where}")
        decisions.append(decision)
    return decisions


def _decision(line: str, where: str, labels: frozenset[str]) -> Decision:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != 4:
        raise InputError(where, f"{len(cells)} columns, 4 are needed, separated by tabs: same or not, type, one, other")
    verdict, label = cells[0], cells[1]
    if verdict == UNDECIDED:
        raise InputError(where, "is not decided yet: write same or not for the question mark, or # before the line")
    if verdict not in ("same", "not"):
        raise InputError(where, f"{verdict} is no decision; it is same or not")
    if label not in labels:
        raise InputError(where, f"{label} is not a label of the ontology")
    one, other = (_side(cell, where) for cell in cells[2:])
    if one == other:
        raise InputError(where, "names one thing twice; say in which articles with @")
    return Decision("same" if verdict == "same" else "not", label, one, other, where)


def _side(cell: str, where: str) -> Side:
    called, at, doc = f"{cell} ".partition(" @ ")
    if not called.strip() or (at and not doc.strip()):
        raise InputError(where, f"{cell!r} is no name or id, with an article behind @ if need be")
    return Side(called.strip(), doc.strip() or None)


# A thing in one article, or (None) in all that have it.
_Node = tuple[str | None, str]


@dataclass
class Identities:
    """What the decisions make of the entities of an export: `id_of` tells the new id, `notes` what they did not fit."""

    notes: list[str] = field(default_factory=list)
    _leads: dict[_Node, _Node] = field(default_factory=dict)
    _parted: dict[_Node, str] = field(default_factory=dict)

    @property
    def changed(self) -> frozenset[str]:
        """Ids that are not what they were, in one article or in all."""
        return frozenset(entity for _, entity in (*self._leads, *self._parted))

    @property
    def decided(self) -> frozenset[str]:
        """Ids of the entities that a decision has made what they are."""
        joined = {self._id(self._root(node)) for node in self._leads}
        return frozenset(joined | set(self._parted.values()))

    def id_of(self, doc: str, entity: str) -> str:
        """The id of what an article calls so."""
        node = (doc, entity)
        known = node if node in self._leads or node in self._parted else (None, entity)
        return self._id(self._root(known))

    def _root(self, node: _Node) -> _Node:
        while node in self._leads:
            node = self._leads[node]
        return node

    def _id(self, node: _Node) -> str:
        return self._parted.get(node, node[1])

    def part(self, doc: str, entity: str) -> None:
        """Make what one article calls so a thing of its own."""
        self._parted[doc, entity] = f"name:{stable_id(entity, doc)}"

    def join(self, one: _Node, other: _Node) -> None:
        """Make one thing the other."""
        one, other = self._root(one), self._root(other)
        if one != other:
            self._leads[one] = other


def identities(decisions: Iterable[Decision], entities: Iterable[tuple[str, Entity]]) -> Identities:
    """What decisions make of the entities of an export, which come with their articles.

    Raises:
        InputError: things that are not the same are joined by other rows.
    """
    decisions = list(decisions)
    found = _Found(decisions, entities)
    result = Identities()
    separate: list[tuple[Decision, _Node, _Node]] = []
    for decision in sorted(decisions, key=lambda decision: decision.verdict):  # what is not the same comes first
        ones = found.nodes(decision.one, decision.label)
        others = found.nodes(decision.other, decision.label)
        if missing := [side.called for side, nodes in ((decision.one, ones), (decision.other, others)) if not nodes]:
            result.notes.append(f"{decision.where}: nothing is called {' or '.join(missing)} here")
        elif decision.verdict == "not":
            separate += _part(result, decision, ones, others)
        elif len({entity for _, entity in others}) > 1:
            result.notes.append(f"{decision.where}: {decision.other.called} is the name of several things; give its id")
        else:
            for one in ones:
                result.join(one, others[0])
    for decision, one, other in separate:
        if result._id(result._root(one)) == result._id(result._root(other)):
            raise InputError(decision.where, "says that two things are not the same which other rows join")
    return result


def _part(
    result: Identities, decision: Decision, ones: list[_Node], others: list[_Node]
) -> Iterator[tuple[Decision, _Node, _Node]]:
    for one in ones:
        for other in others:
            if one[1] == other[1] and one[0] is not None and one[0] != other[0]:
                result.part(one[0], one[1])
            elif one[1] == other[1]:
                result.notes.append(
                    f"{decision.where}: {decision.one.called} is one thing by its name; say in which article"
                )
                continue
            yield decision, one, other


class _Found:
    """The entities that decisions speak of, by id and by name; a name that none has may be an alias."""

    def __init__(self, decisions: Iterable[Decision], entities: Iterable[tuple[str, Entity]]) -> None:
        wanted = {side.called for decision in decisions for side in (decision.one, decision.other)}
        # What it is called, its label, whether by an alias → id → its articles.
        self._by: dict[tuple[str, str, bool], dict[str, set[str]]] = {}
        for doc, entity in entities:
            if not entity.mentions:
                continue
            called = {(entity.id, False), (entity.name, False), *((alias, True) for alias in entity.aliases)}
            for name, alias in called:
                if name in wanted:
                    self._by.setdefault((name, entity.label, alias), {}).setdefault(entity.id, set()).add(doc)

    def nodes(self, side: Side, label: str) -> list[_Node]:
        """The things that a side names, in order of id."""
        for alias in (False, True):
            known = self._by.get((side.called, label, alias), {})
            ids = sorted(entity for entity, docs in known.items() if side.doc is None or side.doc in docs)
            if ids:
                return [(side.doc, entity) for entity in ids]
        return []
