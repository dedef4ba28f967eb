"""From the facts of an article to its systems, one for each division that has units of its own."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from jiceng.knowledge.entities import stable_id
from jiceng.knowledge.records import MAX_EVIDENCE, Entity, Fact, System, SystemUnit
from jiceng.systems.levels import rank_units
from jiceng.systems.statements import MIN_CONFIDENCE, Statements, by_article
from jiceng.systems.units import Unit, find_units
from jiceng.systems.words import Words, words


def systems(
    facts: Iterable[Fact],
    entities: Mapping[str, Entity],
    starts: Mapping[str, Mapping[str, int]] | None = None,
    min_confidence: float = MIN_CONFIDENCE,
) -> Iterator[System]:
    """The systems of all articles that the facts come from, by article, then by what is named first.

    `entities` are by id; `starts` say for each document where an entity is first mentioned, which orders units of one
    sentence. What is planned, denied or asked and what is less sure than `min_confidence` is left out.
    """
    for doc, own in sorted(by_article(facts, min_confidence).items()):
        yield from _of_article(Statements(doc, own, entities, (starts or {}).get(doc, {})), words())


def _of_article(said: Statements, table: Words) -> Iterator[System]:
    units = find_units(said, table)
    rank_units(units, said, table)
    below: dict[str, list[Unit]] = defaultdict(list)
    for unit in units.values():
        if unit.parent is not None:
            below[unit.parent.id].append(unit)
    order = [*table.sections, table.charge[0], table.mechanism[0], table.post[0]]
    tops: dict[str | None, list[Unit]] = defaultdict(list)
    for unit in units.values():
        if unit.parent is None and _is_said(unit, bool(below[unit.id])):
            tops[unit.division].append(unit)

    def place(unit: Unit) -> tuple[int, int, str]:
        return order.index(unit.section), said.start(unit.id), unit.id

    def record(unit: Unit) -> SystemUnit:
        return _record(unit, [record(one) for one in sorted(below[unit.id], key=place)], said.start)

    for division in sorted(tops, key=lambda one: min(place(unit)[1:] for unit in tops[one])):
        yield System(
            type="system",
            id=f"system:{stable_id(said.doc, division)}",
            doc=said.doc,
            place=None if division is None else said.participant(division),
            units=[record(unit) for unit in sorted(tops[division], key=place)],
        )


def _is_said(unit: Unit, has_parts: bool) -> bool:
    """Whether more is said of a unit than that something is there."""
    return bool(unit.counts or unit.holders or unit.set_up_by or unit.levels or has_parts)


def _record(unit: Unit, parts: list[SystemUnit], start: Callable[[str], int]) -> SystemUnit:
    inside = {part.id for part in parts} | {unit.id, unit.parent.id if unit.parent else unit.id}
    optional = {
        "reckoned": unit.reckoned,
        "levels": unit.levels,
        "tiers": unit.tiers,
    }
    return SystemUnit.model_validate(
        {
            "id": unit.id,
            "label": unit.label,
            "name": unit.name,
            "section": unit.section,
            "below_by": unit.below_by,
            "counts": unit.counts,
            **{name: value for name, value in optional.items() if value},
            "set_up_by": [
                unit.set_up_by[key] for key in sorted(unit.set_up_by, key=start) if key not in inside | {unit.division}
            ],
            "places": [
                unit.places[key] for key in sorted(unit.places, key=start) if key not in inside | {unit.division}
            ],
            "holders": list(unit.holders.values()),
            "since": unit.since,
            "evidence": [unit.evidence[start] for start in sorted(unit.evidence)][:MAX_EVIDENCE],
            "parts": parts,
        }
    )
