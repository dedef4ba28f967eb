"""Facts: each relation of an article as a statement that stands alone, with counts, place and date folded in.

宁明县在边境一线143个卡点成立83个临时党支部
    ESTABLISHES   宁明县 → 临时党支部 [83 个], at 卡点 [143 个]
    LOCATED_IN    临时党支部 [83 个] → 卡点 [143 个], at 边境一线
    HAS_COUNT     临时党支部 → 83 个, at 卡点 [143 个]
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby

from jiceng.knowledge.entities import ArticleEntities, stable_id
from jiceng.knowledge.lists import Lists
from jiceng.knowledge.mention_values import Value
from jiceng.knowledge.mentions import Edge, LinkedMention
from jiceng.knowledge.merging import merge_facts
from jiceng.knowledge.records import DateValue, Evidence, Fact, Participant, QuantityValue, dump, status_field
from jiceng.knowledge.sharing import Link, Sharing
from jiceng.values.value_types import Unread

_PLACING = ("LOCATED_IN", "DEPLOYED_TO")
# The tail of these is itself a place or a whole, whose own place makes the statement clear.
_TO_A_PLACE = ("LOCATED_IN", "DEPLOYED_TO", "PART_OF")


def article_facts(
    doc: str,
    text: str,
    mentions: Sequence[LinkedMention],
    edges: Sequence[Edge],
    values: Sequence[Value | None],
    entities: ArticleEntities,
    lists: Lists,
    sentence: Sequence[tuple[int, int]],
    digits: int,
) -> list[Fact]:
    """The facts of one article, in order of id. `sentence` is the extent of each edge's sentence, in their order.

    What a relation says of a thing and itself (瑞丽 in 瑞丽市) is no fact, nor what joins the first of one list to the second
    of another that goes with it (派出所、卫生院的民警、医生); a sentence that says a fact twice is one evidence.
    """
    stated = [
        (edge, extent)
        for edge, extent in zip(edges, sentence, strict=True)
        if not lists.are_crossed(edge.head, edge.tail)
    ]
    view = _View(mentions, [edge for edge, _ in stated], values, entities, lists)
    surest: dict[tuple[str, int], Fact] = {}
    for edge, (start, end) in stated:
        evidence = Evidence(doc=doc, start=start, end=end, text=text[start:end])
        fact = view.fact(edge, evidence, round(edge.confidence, digits))
        if fact.subject.id == fact.object.id:
            continue
        before = surest.get((fact.id, start))
        if before is None or before.confidence < fact.confidence:
            surest[fact.id, start] = fact
    facts = [surest[key] for key in sorted(surest)]
    return [merge_facts(group) for _, group in groupby(facts, key=lambda fact: fact.id)]


class _View:
    """What is said around each mention of an article."""

    def __init__(
        self,
        mentions: Sequence[LinkedMention],
        edges: Sequence[Edge],
        values: Sequence[Value | None],
        entities: ArticleEntities,
        lists: Lists,
    ) -> None:
        self.lists, self.sharing = lists, Sharing(mentions, edges, lists, values)
        self.mentions, self.values, self.entities = mentions, values, entities
        self.by_id = entities.by_id()
        self.tails: dict[tuple[str, int], list[int]] = defaultdict(list)
        self.heads: dict[tuple[str, int], list[int]] = defaultdict(list)
        for edge in edges:
            self.tails[edge.label, edge.head].append(edge.tail)
            self.heads[edge.label, edge.tail].append(edge.head)

    def fact(self, edge: Edge, evidence: Evidence, confidence: float) -> Fact:
        subject = self._thing(
            edge.head, () if edge.label == "HAS_COUNT" else self._counts(edge.head, Link(edge.label, edge.tail))
        )
        value = self.values[edge.tail]
        if value is None:
            obj = self._thing(edge.tail, self._counts(edge.tail, Link(edge.label, edge.head)))
        else:
            obj = Participant(
                id=None,
                label=self.mentions[edge.tail].label,
                name=self.mentions[edge.tail].text,
                counts=[],
                value=None if isinstance(value, Unread) else value,
            )
        place = self._place(edge, subject, obj)
        date = None if edge.label == "ON_DATE" else self._date(edge)
        return Fact(
            type="fact",
            id=fact_id(edge.label, edge.status, subject, obj, place, date),
            predicate=edge.label,
            subject=subject,
            object=obj,
            place=place,
            date=date,
            confidence=confidence,
            support=1,
            evidence=[evidence],
            **status_field(edge.status),
        )

    def _thing(self, at: int, counts: Sequence[QuantityValue]) -> Participant:
        entity = self.entities.of[at]
        assert entity is not None, "an end of a relation that is no value is a thing"
        return Participant(id=entity.id, label=entity.label, name=entity.name, counts=list(counts))

    def _counts(self, at: int, link: Link | None = None) -> list[QuantityValue]:
        """The counts of a mention, or of them what it counts with one partner (224例 in 广西, 223例 in 百色市)."""
        counts = [tail for tail in self.tails["HAS_COUNT", at] if not self.sharing.is_shared(tail)]
        if link is not None:
            places = self.tails["LOCATED_IN", at]
            if link.partner in places and self._are_paired(at):
                counts = [self.tails["HAS_COUNT", at][places.index(link.partner)]]
            counts = [
                tail for tail in self.sharing.of(counts, link.partner) if not self.sharing.is_total(tail, at, link)
            ]
        return [value for tail in counts if isinstance(value := self.values[tail], QuantityValue)]

    def _are_paired(self, at: int) -> bool:
        """Whether a mention has as many counts as places, which are no lists of their own (广西有224例，其中百色市223例)."""
        counts, places = self.tails["HAS_COUNT", at], self.tails["LOCATED_IN", at]
        return 1 < len(counts) == len(places) and not self.sharing.is_whole_list(counts)

    def _place(self, edge: Edge, subject: Participant, obj: Participant) -> Participant | None:
        """Where the fact holds: the place that the sentence gives its object or subject, else the division that anchors one."""
        ends = [edge.tail, edge.head] if self.values[edge.tail] is None else [edge.head]
        if edge.label in _TO_A_PLACE:
            ends = [edge.tail]
        said = {subject.id, obj.id}
        for at in ends:
            for label in _PLACING:
                # A doer's thing is not where the next member of the doer's list is: 甲镇、乙镇成立突击队.
                places = [
                    tail
                    for tail in self.tails[label, at]
                    if self._id(tail) not in said and not self.lists.are_siblings(tail, edge.head)
                ]
                places = self._meant(places, edge)
                if len(places) > 1 and edge.label == "HAS_COUNT" and label == "LOCATED_IN" and self._are_paired(at):
                    places = [self.tails[label, at][self.tails["HAS_COUNT", at].index(edge.tail)]]
                if places and not self.sharing.is_whole_list(places):
                    place = self._nearest(places, edge.tail)
                    return self._thing(place, self._counts(place))
            # 甲镇、乙镇设卡点3个、4个: the town whose number it is.
            owner = next((head for head in self.heads["ESTABLISHES", at] if self._owns(head, edge)), None)
            if owner is not None:
                return self._thing(owner, ())
        for at in ends:
            anchor = self._anchor(at)
            if anchor is not None and anchor.id not in said:
                return anchor
        return None

    def _owns(self, head: int, edge: Edge) -> bool:
        return (
            edge.label == "HAS_COUNT" and self.mentions[head].label == "GPE" and self.lists.are_paired(head, edge.tail)
        )

    def _meant(self, positions: Sequence[int], edge: Edge) -> list[int]:
        """Of places or dates those that go with an end of a relation by position in their lists, else all."""
        return next(
            ([at] for end in (edge.tail, edge.head) for at in positions if self.lists.are_paired(at, end)),
            list(positions),
        )

    def _id(self, at: int) -> str | None:
        entity = self.entities.of[at]
        return entity.id if entity is not None else None

    def _anchor(self, at: int) -> Participant | None:
        """The division that anchors a mention; a division with a code needs none to be understood."""
        entity, place_id = self.entities.of[at], self.entities.anchors[at]
        if entity is None or place_id is None or entity.code is not None:
            return None
        place = self.by_id[place_id]
        return Participant(id=place.id, label=place.label, name=place.name, counts=[])

    def _nearest(self, positions: Sequence[int], to: int) -> int:
        return min(positions, key=lambda at: (abs(self.mentions[at].start - self.mentions[to].start), at))

    def _date(self, edge: Edge) -> DateValue | None:
        for at in (edge.tail, edge.head):
            dates = [tail for tail in self.tails["ON_DATE", at] if isinstance(self.values[tail], DateValue)]
            if dates:
                dates = self._meant(dates, edge)
                if self.sharing.is_whole_list(dates):
                    return None
                value = self.values[self._nearest(dates, edge.tail)]
                assert isinstance(value, DateValue)
                return value
        return None


def fact_id(
    label: str,
    status: str,
    subject: Participant,
    obj: Participant,
    place: Participant | None,
    date: DateValue | None,
) -> str:
    """What makes two facts one: predicate, subject and object ids (or the value), counts, place, date and status."""
    identity = stable_id(
        label,
        *(_key(end) for end in (subject, obj)),
        None if place is None else _key(place),
        None if date is None else dump(date),
        *status_field(status).values(),
    )
    return f"fact:{identity}"


def _key(end: Participant) -> str:
    if end.id is None:
        return f"{end.label} {dump(end.value) if end.value else end.name}"
    return " ".join((end.id, *map(dump, end.counts)))


def fact_sentences(
    mentions: Sequence[LinkedMention], edges: Sequence[Edge], bounds: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """The extent of the sentence of each edge; `bounds` are the article's sentences, or pieces of them.

    Two pieces are one extent where a person related what stands on either side of their ends.
    """
    starts = [start for start, _ in bounds]
    for edge in edges:
        first, last = sorted((mentions[edge.head], mentions[edge.tail]), key=lambda one: one.start)
        yield bounds[bisect_right(starts, first.start) - 1][0], bounds[bisect_right(starts, last.end - 1) - 1][1]
