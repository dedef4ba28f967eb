"""Which counts, places and dates of a thing belong to which member of a list.

甲镇、乙镇、丙镇分别设卡点3个、4个、6个    lists of one length go together by position: 甲镇 3, 乙镇 4, 丙镇 6
在甲镇、乙镇共设卡点7个                  one count for the whole list: neither town has 7
甲镇、乙镇各设卡点2个                    2 in each of them, which makes 4 by reckoning
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiceng.knowledge.lists import Lists
from jiceng.knowledge.mention_values import Value
from jiceng.knowledge.mentions import Edge, LinkedMention
from jiceng.knowledge.records import VALUE_LABELS, QuantityValue

# Several places or days share what is there or then, and several divisions what they set up; of what bodies set up
# together each has all.
_SPREAD = ("LOCATED_IN", "DEPLOYED_TO", "ON_DATE")


@dataclass(frozen=True)
class Link:
    """What a thing is related to, and how: its partner in a fact."""

    label: str
    partner: int


class Sharing:
    """What the relations of an article attach to the members of its lists."""

    def __init__(
        self,
        mentions: Sequence[LinkedMention],
        edges: Sequence[Edge],
        lists: Lists,
        values: Sequence[Value | None],
    ) -> None:
        self._mentions, self._lists, self._values = mentions, lists, values
        self._tails: dict[tuple[str, int], set[int]] = defaultdict(set)
        self._heads: dict[tuple[str, int], set[int]] = defaultdict(set)
        for edge in edges:
            self._tails[edge.label, edge.head].add(edge.tail)
            self._heads[edge.label, edge.tail].add(edge.head)

    def of(self, positions: Iterable[int], partner: int) -> list[int]:
        """Of the counts of a thing those that belong to one of its partners, by position in the lists."""
        return [at for at in positions if not self._lists.are_crossed(at, partner)]

    def is_total(self, count: int, thing: int, link: Link) -> bool:
        """Whether a count of a thing is the sum over several partners of which the link has one."""
        if self._is_each(count) or self._lists.member(count) is not None:
            return False
        if link.label in _SPREAD:
            partners = self._tails[link.label, thing]
        elif link.label == "ESTABLISHES" and self._mentions[link.partner].label == "GPE":
            partners = self._heads[link.label, thing]
        else:
            return False
        return link.partner in partners and self._several(link.partner, partners)

    def is_shared(self, count: int) -> bool:
        """Whether one count is said of several members of a list (口罩、手套共300件)."""
        value = self._values[count]
        return isinstance(value, QuantityValue) and value.shared

    def is_whole_list(self, positions: Sequence[int]) -> bool:
        """Whether these are several members of one list, so that none of them stands for all."""
        return len(positions) > 1 and self._several(positions[0], set(positions))

    def _several(self, at: int, among: set[int]) -> bool:
        return len(self._lists.beside(at) & among) > 1

    def _is_each(self, count: int) -> bool:
        value = self._values[count]
        return isinstance(value, QuantityValue) and bool(value.per or value.mean)


def shared_values(
    mentions: Sequence[LinkedMention],
    edges: Sequence[Edge],
    lists: Lists,
    values: Sequence[Value | None],
    sentence_of: Sequence[int],
) -> list[Value | None]:
    """The values, with what lists and counted units tell of them.

    A count that pairs with a member of a list (甲村、乙村各有3名、5名) is that one's own, not one for each; one that is for
    each of units whose number is said has the total by reckoning; one of several things together is `shared`.
    `sentence_of` numbers the sentence of each mention, and never falls.
    """
    heads: dict[int, set[int]] = defaultdict(set)
    for edge in edges:
        if edge.label == "HAS_COUNT" and not lists.are_crossed(edge.head, edge.tail):
            heads[edge.tail].add(edge.head)
    counts: dict[int, list[int]] = defaultdict(list)
    for count, counted in heads.items():
        for thing in counted:
            counts[thing].append(count)
    told: list[Value | None] = []
    for at, value in enumerate(values):
        if isinstance(value, QuantityValue) and value.per:
            told.append(_each(at, value, heads, counts, mentions, lists, values, sentence_of))
        elif isinstance(value, QuantityValue) and any(len(lists.beside(head) & heads[at]) > 1 for head in heads[at]):
            told.append(value.model_copy(update={"shared": True}))
        else:
            told.append(value)
    return told


def _each(
    at: int,
    value: QuantityValue,
    heads: Mapping[int, set[int]],
    counts: Mapping[int, list[int]],
    mentions: Sequence[LinkedMention],
    lists: Lists,
    values: Sequence[Value | None],
    sentence_of: Sequence[int],
) -> QuantityValue:
    """A count that is read as one for each of something, with what the lists around it make of it."""
    plain = QuantityValue(amount=value.amount, unit=value.unit, bound=value.bound, upper=value.upper)
    first = bisect_left(sentence_of, sentence_of[at])
    before = [one for one in range(first, at) if mentions[one].label not in VALUE_LABELS]
    own = lists.member(at)
    if own is not None and own.slots == 1:
        return plain if any(lists.go_together(one, at) for one in before) else value
    # 口罩、手套各300件: the things that are counted are themselves each of those meant.
    if any(value.per in lists.norms_beside(head) for head in heads.get(at, ())):
        return plain
    units = _units(value.per, before, counts, mentions, lists, values)
    if units is None or value.mean or value.bound != "exact":
        return value
    return value.model_copy(update={"reckoned": round(value.amount * units, 4)})


def _units(
    per: str,
    before: Sequence[int],
    counts: Mapping[int, list[int]],
    mentions: Sequence[LinkedMention],
    lists: Lists,
    values: Sequence[Value | None],
) -> int | None:
    """How many there are of what something is counted for each of: the last such thing before it, counted or listed."""
    for one in reversed(before):
        if not mentions[one].norm.endswith(per):
            continue
        if known := counts.get(one):
            return _whole_number(values[known[0]]) if len(known) == 1 else None
        member = lists.member(one)
        if member is not None:
            return member.length
    return None


def _whole_number(count: Value | None) -> int | None:
    if not isinstance(count, QuantityValue) or count.bound != "exact" or count.per or count.mean:
        return None
    return count.amount if isinstance(count.amount, int) else None
