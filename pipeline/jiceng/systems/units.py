"""The units of an article: what its facts say of each command, grid, post, branch, team, mechanism and charge.

A unit is there if somebody says more of it than that something happened at it: a count, who leads it or answers for it,
who set it up, what it is a part of or has as a part.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from jiceng.knowledge.records import DateValue, Evidence, Fact, Holder, Participant, QuantityValue
from jiceng.systems.statements import Statements
from jiceng.systems.words import Words
from jiceng.text.fold import fold
from jiceng.values.numerals import read_hanzi

_SAID_OF = ("HAS_COUNT", "PART_OF", "LOCATED_IN", "DEPLOYED_TO", "ESTABLISHES", "LEADS", "RESPONSIBLE_FOR", "ON_DATE")
_PLACING = ("LOCATED_IN", "DEPLOYED_TO")
_CHARGING = ("LEADS", "RESPONSIBLE_FOR")
_LEVELS = re.compile(r"([二两三四五六七八九十])(级|长)(?!别)")


@dataclass
class Unit:
    """A unit while its system is built."""

    id: str
    label: str
    name: str
    section: str
    counts: list[QuantityValue] = field(default_factory=list)
    places: dict[str, Participant] = field(default_factory=dict)
    set_up_by: dict[str, Participant] = field(default_factory=dict)
    holders: dict[tuple[str, str], Holder] = field(default_factory=dict)
    since: DateValue | None = None
    evidence: dict[int, Evidence] = field(default_factory=dict)
    levels: int = 0
    posts: int = 0
    tiers: list[str] = field(default_factory=list)
    division: str | None = None
    parent: "Unit | None" = None
    below_by: str | None = None
    reckoned: int = 0

    def say(self, fact: Fact) -> None:
        """Keep the sentences of a fact that the unit is made of."""
        self.evidence.update((evidence.start, evidence) for evidence in fact.evidence)

    def shares_sentence(self, other: "Unit") -> bool:
        """Whether one sentence speaks of both."""
        return bool(self.evidence.keys() & other.evidence.keys())

    def is_below(self, other: "Unit") -> bool:
        """Whether the unit stands somewhere below another."""
        above = self.parent
        while above is not None:
            if above is other:
                return True
            above = above.parent
        return False

    def put_below(self, parent: "Unit", rule: str) -> None:
        """Hang the unit below another; the first rule that says so holds, and nothing comes below itself."""
        if self.parent is None and parent is not self and not parent.is_below(self):
            self.parent, self.below_by = parent, rule


def find_units(said: Statements, words: Words) -> dict[str, Unit]:
    """Entity → unit, of everything in an article that may be one."""
    units: dict[str, Unit] = {}
    sections = {label: name for name, labels in words.sections.items() for label in labels}

    def unit(end: Participant, section: str | None) -> Unit | None:
        if end.id is None or section is None:
            return None
        return units.setdefault(end.id, Unit(end.id, end.label, end.name, section))

    charges = _charges(said, words)
    for fact in said.facts:
        subject, thing = fact.subject, fact.object
        for end in (subject, thing):
            section = sections.get(end.label) or (words.charge[0] if end.id in charges else None)
            one = unit(end, section)
            if one is not None and (end is thing or fact.predicate in _SAID_OF):
                _take(one, fact, end is subject)
        if fact.predicate == "ESTABLISHES" and (match := _levels(thing, words)):
            mechanism = unit(thing, words.mechanism[0])
            assert mechanism is not None, "a mechanism is a thing"
            _take(mechanism, fact, False)
            number = read_hanzi(match[1]) or 0
            mechanism.levels, mechanism.posts = number, number if match[2] == "长" else 0
            mechanism.tiers = mechanism.tiers or _tiers(fact, number, words)
    _join_short_names(said, units, words)
    _hold(said, units, words)
    for one in units.values():
        one.division = _division(one, said)
    return {name: one for name, one in units.items() if one.evidence}


def _levels(thing: Participant, words: Words) -> re.Match[str] | None:
    """How many levels or posts the name of a mechanism says."""
    framed = thing.label in words.mechanism[1] and any(word in thing.name for word in words.frame)
    return _LEVELS.search(thing.name) if framed else None


def _charges(said: Statements, words: Words) -> set[str]:
    """What is a unit because somebody answers for it or leads it."""
    return {
        fact.object.id
        for fact in said.facts
        if fact.predicate in _CHARGING and fact.object.label in words.charge[1] and fact.object.id is not None
    }


def _take(unit: Unit, fact: Fact, is_subject: bool) -> None:
    """What a fact says of a unit."""
    end, other = (fact.subject, fact.object) if is_subject else (fact.object, fact.subject)
    values = list(end.counts)
    if is_subject and fact.predicate == "HAS_COUNT" and isinstance(other.value, QuantityValue):
        values.append(other.value)
    unit.counts += [value for value in values if value not in unit.counts]
    if is_subject and fact.predicate == "ON_DATE":
        # A length of time or every evening says nothing of its beginning.
        if isinstance(other.value, DateValue) and other.value.kind == "date" and unit.since is None:
            unit.since = other.value
    elif is_subject and fact.predicate in _PLACING:
        _richer(unit.places, other)
    elif not is_subject and fact.predicate == "ESTABLISHES":
        _richer(unit.set_up_by, other)
        if fact.date is not None and fact.date.kind == "date" and unit.since is None:
            unit.since = fact.date
    elif not is_subject and fact.predicate in _PLACING and not values:
        # That somebody stands at a post is said of them, not of it.
        return
    if is_subject or fact.predicate not in _PLACING or values:
        unit.say(fact)


def _richer(known: dict[str, Participant], end: Participant) -> None:
    """Keep a participant, with its counts if any fact says them."""
    if end.id is not None and (end.id not in known or (end.counts and not known[end.id].counts)):
        known[end.id] = end


def _tiers(fact: Fact, number: int, words: Words) -> list[str]:
    """The levels that a mechanism's sentence lists by name, if it lists as many as the name says: 市、县、乡、村、屯."""
    ranks = words.scales.get("tier", ())
    tier = "|".join(sorted((re.escape(word) for rank in ranks for word in rank), key=len, reverse=True))
    for evidence in fact.evidence:
        text = fold(evidence.text).replace("(", "（").replace(")", "）")
        for match in re.finditer(rf"(?:{tier})(?:[、,，](?:{tier}))+", text):
            listed = re.split("[、,，]", match[0])
            if len(listed) == number:
                return listed
    return []


def _join_short_names(said: Statements, units: dict[str, Unit], words: Words) -> None:
    """小区“区长” is of 金盾小区, where the sentence names one such place: what someone answers for by the end of its name."""
    charges = [one for one in units.values() if one.section == words.charge[0]]
    for short in charges:
        longer = [
            one
            for one in charges
            if one is not short
            and one.label == short.label
            and one.name.endswith(short.name)
            and one.shares_sentence(short)
            and said.division(one.id) in (None, said.division(short.id))
        ]
        if len(longer) == 1 and not short.counts:
            longer[0].evidence |= short.evidence
            # Until who leads what is read, the short name leads to the long one's unit.
            units[short.id] = longer[0]


def _hold(said: Statements, units: dict[str, Unit], words: Words) -> None:
    """Who leads each unit or answers for it, with who holds that post; then posts that lead nothing."""
    serving: dict[str, dict[str, Participant]] = {}
    for fact in said.facts:
        if fact.predicate == "SERVES_AS" and fact.object.id is not None:
            _richer(serving.setdefault(fact.object.id, {}), fact.subject)
    leading: set[str] = set()
    for fact in said.facts:
        led, holder = units.get(fact.object.id or ""), fact.subject
        # A unit that leads another is above it, not a person or a post.
        is_holder = fact.predicate == "RESPONSIBLE_FOR" or (fact.predicate == "LEADS" and holder.id not in units)
        if is_holder and led is not None and holder.id is not None:
            leading.add(holder.id)
            _add_holder(led, fact, list(serving.get(holder.id, {}).values()))
    for fact in said.facts:
        if fact.predicate == "SERVES_AS" and fact.object.id in leading:
            for one in units.values():
                if any(holder.id == fact.object.id for holder in one.holders.values()):
                    one.say(fact)
    _loose_posts(said, units, words, serving, leading)
    for name in [name for name, one in units.items() if name != one.id]:
        del units[name]


def _add_holder(unit: Unit, fact: Fact, held_by: list[Participant]) -> None:
    holder, by = (fact.object, "SERVES_AS") if fact.predicate == "SERVES_AS" else (fact.subject, fact.predicate)
    assert holder.id is not None
    before = unit.holders.get((holder.id, by))
    if before is None or not before.counts:
        unit.holders[holder.id, by] = _holder(holder, by, held_by)
    unit.say(fact)


def _holder(end: Participant, by: str, held_by: list[Participant]) -> Holder:
    fields = {"id": end.id, "label": end.label, "name": end.name, "by": by, "counts": end.counts, "held_by": held_by}
    return Holder.model_validate(fields)


def _loose_posts(
    said: Statements,
    units: dict[str, Unit],
    words: Words,
    serving: dict[str, dict[str, Participant]],
    leading: set[str],
) -> None:
    """Posts of a mechanism (三长), of the unit that their name is made of (网格 + 员), and those that stand alone."""
    posts: dict[str, list[Fact]] = {}
    for fact in said.facts:
        name = fact.object.name
        if fact.predicate == "SERVES_AS" and fact.object.label in words.post[1] and name.endswith(words.endings):
            posts.setdefault(fact.object.id or "", []).append(fact)
    for mechanism in [one for one in units.values() if one.posts]:
        own = {
            post: facts
            for post, facts in posts.items()
            if any(evidence.start in mechanism.evidence for fact in facts for evidence in fact.evidence)
        }
        if len(own) == mechanism.posts:
            for post in sorted(own, key=said.start):
                _add_holder(mechanism, own[post][0], list(serving[post].values()))
                leading.add(post)
    for post, facts in posts.items():
        if post in leading:
            continue
        held_by = list(serving[post].values())
        made_of = [
            one
            for one in units.values()
            if one.name == facts[0].object.name[:-1] and any(e.start in one.evidence for e in facts[0].evidence)
        ]
        if made_of:
            _add_holder(made_of[0], facts[0], held_by)
            continue
        end = facts[0].object
        alone = units.setdefault(post, Unit(post, end.label, end.name, words.post[0]))
        for fact in facts:
            alone.say(fact)
            holder = fact.subject
            if holder.id is not None:
                alone.holders.setdefault((holder.id, "SERVES_AS"), _holder(holder, "SERVES_AS", []))


def _division(unit: Unit, said: Statements) -> str | None:
    """The division that a unit belongs to: who set it up, its anchor, where it is, who holds it; else the article's."""

    def candidates() -> Iterator[str | None]:
        yield from unit.set_up_by
        yield unit.id
        yield from unit.places
        for holder in unit.holders.values():
            yield holder.id
            yield from (end.id for end in holder.held_by)

    found = (said.division(one) for one in candidates())
    return next((division for division in found if division is not None), None) or said.home()
