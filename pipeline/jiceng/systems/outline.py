"""A system as indented Chinese text, for a person."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from jiceng.knowledge.records import DateValue, Holder, Participant, QuantityValue, System, SystemUnit

_BEFORE = {"at_most": "近", "about": "约"}
_BY = {"LEADS": "负责人", "RESPONSIBLE_FOR": "包保", "SERVES_AS": "任职"}


def outline(systems: Iterable[System], sentences: bool = False) -> Iterator[str]:
    """The lines of the outline; with `sentences` each unit is followed by what says it."""
    for number, system in enumerate(systems):
        if number:
            yield ""
        yield f"{system.place.name if system.place else '（地方不明）'}（{system.doc}）"
        for section, units in groupby(system.units, key=lambda unit: unit.section):
            yield f"  {section}"
            for unit in units:
                yield from _unit(unit, 2, sentences)


def _unit(unit: SystemUnit, depth: int, sentences: bool) -> Iterator[str]:
    indent = "  " * depth
    yield indent + "  ".join([_title(unit), *_about(unit)])
    if sentences:
        yield from (f"{indent}  「{' '.join(one.text.split())}」" for one in unit.evidence)
    for part in unit.parts:
        yield from _unit(part, depth + 1, sentences)


def _title(unit: SystemUnit) -> str:
    counts = "、".join(map(quantity, unit.counts))
    if not counts and "reckoned" in unit.model_fields_set:
        counts = f"{unit.reckoned}个（推算）"
    return f"{unit.name} {counts}" if counts else unit.name


def _about(unit: SystemUnit) -> Iterator[str]:
    if unit.levels:
        listed = f"：{'、'.join(unit.tiers)}" if unit.tiers else ""
        yield f"[{unit.levels}{'级' if '级' in unit.name else '长'}{listed}]"
    if unit.places:
        yield f"在{'、'.join(map(_end, unit.places))}"
    if unit.set_up_by:
        yield f"由{'、'.join(map(_end, unit.set_up_by))}设立"
    for by, holders in groupby(sorted(unit.holders, key=lambda one: list(_BY).index(one.by)), key=lambda one: one.by):
        yield f"{_BY[by]}：{'；'.join(map(_holder, holders))}"
    if unit.since is not None:
        yield f"自{_date(unit.since)}"


def _holder(holder: Holder) -> str:
    counted = holder.name + "".join(map(quantity, holder.counts[:1]))
    return f"{counted}（{'、'.join(map(_end, holder.held_by))}）" if holder.held_by else counted


def _end(end: Participant) -> str:
    return end.name + "".join(map(quantity, end.counts[:1]))


def _date(date: DateValue) -> str:
    return date.begin or date.timex


def quantity(value: QuantityValue) -> str:
    """A quantity as Chinese text: 1052个, 600余个, 近40000名, 5–10户, 每卡点2名."""
    amount = f"{value.amount}{'余' if value.bound == 'at_least' else ''}"
    if value.upper is not None:
        amount = f"{value.amount}–{value.upper}"
    per = f"每{value.per}" if value.per else ""
    return f"{per}{'均' if value.mean else ''}{_BEFORE.get(value.bound, '')}{amount}{value.unit or ''}"
