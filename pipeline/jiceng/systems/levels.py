"""Which unit stands below which: six rules, the plainest first; the first that speaks of a unit holds.

part          a fact says PART_OF                            专项小组 below 五级包保指挥部
led           a unit leads another                           指挥部 above 工作组
established   a unit sets up another                         指挥部 above 巡逻队
scale         names differ in a word of level alone          一级网格, 二级网格; 大网格, 小网格; 县级网格, 乡镇网格
located       a unit is at another                           临时党支部 below 卡点
order         one sentence names a larger and a smaller kind 片区, 网格
tier          one sentence has two of one kind, one of them at places of a lower tier    指挥中心, 一线指挥部 of towns
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from jiceng.systems.statements import Statements
from jiceng.systems.units import Unit
from jiceng.systems.words import Words

# The relations that say it themselves, the rule's name, and whether the subject is the lower one.
_SAID = (("PART_OF", "part", True), ("LEADS", "led", False), ("ESTABLISHES", "established", False))


def rank_units(units: Mapping[str, Unit], said: Statements, words: Words) -> None:
    """Hang units below each other."""
    ordered = sorted(units.values(), key=lambda unit: (said.start(unit.id), unit.id))
    for predicate, rule, subject_is_lower in _SAID:
        _by_fact(units, said, predicate, rule, subject_is_lower)
    _by_scale(ordered, words)
    _by_fact(units, said, "LOCATED_IN", "located", True)
    _by_order(ordered, words)
    _by_tier(ordered, said, words)
    _reckon(ordered, words)


def _by_fact(units: Mapping[str, Unit], said: Statements, predicate: str, rule: str, subject_is_lower: bool) -> None:
    for fact in said.facts:
        one, other = units.get(fact.subject.id or ""), units.get(fact.object.id or "")
        if fact.predicate == predicate and one is not None and other is not None:
            lower, upper = (one, other) if subject_is_lower else (other, one)
            lower.put_below(upper, rule)
            lower.say(fact)


def _by_scale(units: Iterable[Unit], words: Words) -> None:
    groups: dict[tuple[str | None, str, str], list[tuple[int, Unit]]] = defaultdict(list)
    for unit in units:
        for told in words.ranks(unit.name):
            groups[unit.division, told.scale, f"{unit.label} {told.base}"].append((told.rank, unit))
    for group in groups.values():
        for rank, unit in group:
            _below_nearest(unit, rank, group, "scale")


def _below_nearest(unit: Unit, rank: int, group: list[tuple[int, Unit]], rule: str) -> None:
    """Below the one of the next higher rank that there is; of several the one that shares a sentence, or none."""
    above = [(other_rank, other) for other_rank, other in group if other_rank < rank]
    if not above:
        return
    nearest = max(other_rank for other_rank, _ in above)
    found = [other for other_rank, other in above if other_rank == nearest]
    if len(found) > 1:
        found = [other for other in found if other.shares_sentence(unit)]
    if len(found) == 1:
        unit.put_below(found[0], rule)


def _by_order(units: list[Unit], words: Words) -> None:
    ranked = [(words.order.index(unit.name), unit) for unit in units if unit.name in words.order]
    for rank, unit in ranked:
        group = [
            (other_rank, other)
            for other_rank, other in ranked
            if other.division == unit.division and other.shares_sentence(unit)
        ]
        _below_nearest(unit, rank, group, "order")


def _by_tier(units: list[Unit], said: Statements, words: Words) -> None:
    """Of what one sentence sets up or puts in charge, what lies in places of a lower tier is below."""
    tiers = {unit.id: _tier(unit, said, words) for unit in units}
    for unit in units:
        own = tiers[unit.id]
        if unit.parent is not None or own is None or unit.label not in words.tiered:
            continue
        group = [
            (tier, other)
            for other in units
            if other.section == unit.section
            and other.label == unit.label
            and other.division == unit.division
            and other.shares_sentence(unit)
            and (tier := tiers[other.id]) is not None
        ]
        _below_nearest(unit, own, group, "tier")


def _tier(unit: Unit, said: Statements, words: Words) -> int | None:
    """At which tier a unit is: by its own name where it is a place, by its places, else that of the division it is of."""
    if unit.section == words.charge[0]:
        return words.tier(unit.name)
    told = [tier for place in unit.places if (tier := _tier_of_place(place, said, words)) is not None]
    if told:
        return max(told)
    return None if unit.places or unit.division is None else _tier_of_place(unit.division, said, words)


def _tier_of_place(place: str, said: Statements, words: Words) -> int | None:
    """瑞丽市 is a county by its code, whatever it is called; 边境乡镇 is told by its name."""
    line = said.entities.get(place)
    if line is None or line.code is None:
        return None if line is None else words.tier(line.name)
    return 0 if line.code.value.endswith("0000") else 1 if line.code.value.endswith("00") else 2


def _reckon(units: list[Unit], words: Words) -> None:
    """A first level that nobody counts is one, where the levels below it are counted (在县级设立一级网格，设立16个二级网格)."""
    first = words.scales.get("ordinal", ((),))[0]
    for unit in units:
        below = [other for other in units if other.parent is unit and other.below_by == "scale"]
        if not unit.counts and unit.name.startswith(first) and any(other.counts for other in below):
            unit.reckoned = 1
