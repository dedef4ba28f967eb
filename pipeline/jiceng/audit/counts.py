"""The counts that articles assert: how many of what, where, when, by whom, and in which words it is said.

宁明县共设卡点143个   卡点, 143, at 宁明县, action "" (there are)
对102个小区登记       小区, 102, action "对…登记" (those that something is done to, and no more)
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiceng.audit.intervals import Interval, interval
from jiceng.audit.sentences import Sentence, by_end, sentences
from jiceng.audit.times import Time, of_date, of_day
from jiceng.audit.words import Words, words
from jiceng.corpus.article import ASSERTED
from jiceng.knowledge.records import DateValue, Entity, Fact, Mention, QuantityValue, Relation
from jiceng.systems.statements import Statements, by_article
from jiceng.writing.reading_back import Knowledge

# That somebody heads a thing does not tell which ones are counted.
_NEUTRAL_RELATIONS = ("HAS_COUNT", "ON_DATE", "LEADS", "SERVES_AS")
_PERSONS = ("ROLE", "PERSON", "CASE")


@dataclass(frozen=True)
class Count:
    """A count that an article asserts.

    `place` is an entity's id; `unit` names what units are as good as its own; `action` is what its clause says beyond
    there being so many; `partners` are the things besides its place that tell which ones are counted. `time` is None
    where the article does not tell; `published` is the article's day. `is_part` tells that it follows 其中 and the like.
    """

    doc: str
    fact: Fact
    thing: Mention
    quantity: Mention
    sentence: Sentence
    value: QuantityValue
    span: Interval
    unit: str
    place: str | None
    is_whole: bool
    is_part: bool
    is_earlier: bool
    action: str
    partners: frozenset[tuple[str, bool, str]]
    time: Time | None
    published: Time | None

    @property
    def name(self) -> str:
        """What is counted."""
        return self.fact.subject.name

    @property
    def start(self) -> int:
        """Where the thing or its quantity begins, whichever is first."""
        return min(self.thing.start, self.quantity.start)

    @property
    def end(self) -> int:
        """Where the thing or its quantity ends, whichever is last."""
        return max(self.thing.end, self.quantity.end)

    def stands_for(self) -> tuple[str, ...]:
        """What two counts must share to speak of the same ones: type, name, unit, what each is for, and how they are told."""
        per = f"{self.value.per} {'mean' if self.value.mean else ''}"
        return (self.fact.subject.label, self.name, self.unit, per, self.action)


@dataclass
class Article:
    """An article's sentences and counts, in text order, with what is known of its places.

    `unsure` are the sentences of which something is not asserted.
    """

    said: Statements
    sentences: list[Sentence]
    counts: list[Count]
    unsure: set[int]


def unit_of(label: str, value: QuantityValue, table: Words) -> str:
    """What units are as good as a quantity's own for things of a type: 人 and 名 of persons, 支 and 个 of teams."""
    persons = label in _PERSONS
    if value.unit is not None and value.unit in table["persons" if persons else "things"]:
        return "persons" if persons else "things"
    return f"={value.unit}"


def articles(known: Knowledge, min_confidence: float) -> Iterator[Article]:
    """Every article of an export that asserts something, with its counts."""
    table = words()
    for doc, facts in sorted(by_article(known.facts, min_confidence).items()):
        said = Statements(doc, facts, known.entities, known.starts.get(doc, {}))
        mentions, relations = known.mentions.get(doc, []), known.relations.get(doc, [])
        found = sentences([evidence for fact in facts for evidence in fact.evidence], mentions)
        published = of_day(known.documents[doc].published) if doc in known.documents else None
        unsure = {relation.sentence[0] for relation in relations if relation.status != ASSERTED}
        reader = _Reader(said, found, mentions, relations, published, min_confidence, table)
        yield Article(said, found, sorted(reader.counts(), key=lambda one: one.quantity.start), unsure)


class _Reader:
    """Reads the counts of one article."""

    def __init__(
        self,
        said: Statements,
        sentences: Sequence[Sentence],
        mentions: Sequence[Mention],
        relations: Sequence[Relation],
        published: Time | None,
        min_confidence: float,
        table: Words,
    ) -> None:
        self.said, self.published, self.table = said, published, table
        self.by_id: Mapping[str, Mention] = {mention.id: mention for mention in mentions}
        self.sentence_of = {mention.id: sentence for sentence in sentences for mention in sentence.mentions}
        self.relations = [
            one
            for one in relations
            if one.status == ASSERTED
            and one.confidence >= min_confidence
            and one.head in self.by_id
            and one.tail in self.by_id
        ]
        self.around = by_end(self.relations)
        self.home = said.home()
        divisions = [
            (mention.start, mention.entity)
            for mention in sorted(mentions, key=lambda one: one.start)
            if mention.label == "GPE" and mention.entity is not None and said.division(mention.entity) == mention.entity
        ]
        self.named_at, self.named = [start for start, _ in divisions], [entity for _, entity in divisions]
        self.facts: dict[tuple[str | None, str, int], list[Fact]] = defaultdict(list)
        for fact in said.facts:
            if fact.predicate == "HAS_COUNT":
                for evidence in fact.evidence:
                    self.facts[fact.subject.id, fact.object.name, evidence.start].append(fact)

    def counts(self) -> Iterator[Count]:
        """Each HAS_COUNT that was read, with its fact."""
        for relation in self.relations:
            thing, quantity = self.by_id[relation.head], self.by_id[relation.tail]
            facts = self.facts.get((thing.entity, quantity.text, relation.sentence[0]), [])
            sentence = self.sentence_of.get(quantity.id)
            if relation.label == "HAS_COUNT" and facts and sentence and isinstance(quantity.value, QuantityValue):
                # A list gives one thing several counts, each its own fact; equal numbers at two places are two facts.
                fact = facts.pop(0) if len(facts) > 1 else facts[0]
                if isinstance(fact.object.value, QuantityValue):
                    yield self._count(fact, thing, quantity, sentence, fact.object.value)

    def _count(self, fact: Fact, thing: Mention, quantity: Mention, sentence: Sentence, value: QuantityValue) -> Count:
        place = self._place(fact, quantity)
        before = sentence.words(sentence.start, min(thing.start, quantity.start))
        clause = sentence.words(sentence.clause(quantity.start)[0], min(thing.start, quantity.start))
        return Count(
            doc=self.said.doc,
            fact=fact,
            thing=thing,
            quantity=quantity,
            sentence=sentence,
            value=value,
            span=interval(value, quantity.text),
            unit=unit_of(fact.subject.label, value, self.table),
            place=place,
            is_whole=self.table.pattern("all").search(clause) is not None,
            is_part=self.table.pattern("part").search(before) is not None,
            is_earlier=self.table.pattern("before").search(before) is not None,
            action=self._action(sentence, thing, quantity),
            partners=self._partners(thing, place),
            time=self._time(fact, sentence),
            published=self.published,
        )

    def _place(self, fact: Fact, quantity: Mention) -> str | None:
        """Where a count holds: as the fact says, or where the thing is, or at the division that was named last."""
        if fact.place is not None and fact.place.id is not None:
            return fact.place.id
        before = bisect_left(self.named_at, quantity.start)
        return self.said.division(fact.subject.id) or (self.named[before - 1] if before else self.home)

    def _time(self, fact: Fact, sentence: Sentence) -> Time | None:
        if fact.date is not None:
            return of_date(fact.date) or Time(0, 10**9, fact.date.timex)
        # A date that nothing is related to still tells of when its sentence speaks.
        dates = [one for one in sentence.mentions if one.label == "DATE" and isinstance(one.value, DateValue)]
        if len(dates) == 1 and not self.around.get(dates[0].id) and isinstance(dates[0].value, DateValue):
            return of_date(dates[0].value)
        return None

    def _partners(self, thing: Mention, place: str | None) -> frozenset[tuple[str, bool, str]]:
        """What tells which ones are counted, besides the place itself and what it lies in."""
        found = set()
        around = {place, self.home, *chain(self.said.entities, place)}
        for relation in self.around.get(thing.id, []):
            is_head = relation.head == thing.id
            other = self.by_id[relation.tail if is_head else relation.head]
            entity = self.said.entities.get(other.entity or "")
            if relation.label not in _NEUTRAL_RELATIONS and entity is not None and entity.id not in around:
                found.add((relation.label, is_head, f"{entity.label} {entity.name}"))
        return frozenset(found)

    def _action(self, sentence: Sentence, thing: Mention, quantity: Mention) -> str:
        """What a clause says of the counted beyond there being so many; empty where it says no more."""
        table = self.table
        start, end = sentence.clause(quantity.start)
        first, last = min(thing.start, quantity.start), max(thing.end, quantity.end)
        before, after = sentence.besides(start, first).rstrip("、和及与 "), self._telling(sentence.besides(last, end))
        inner = self._telling(sentence.besides(first, last))
        told = f"…{inner}" if inner and inner not in table["exists"] else ""
        verb = self._telling(before)
        if after and (
            before.endswith(table["coverb"])
            or before.endswith(table["pivot"])
            or sentence.words(start, first).rstrip().endswith(table["preposition"])
        ):
            # 有36个网格发生疫情, 对102个小区登记: these are not all there are.
            return f"{verb}{told}…{after}"
        return told if verb in table["exists"] else verb + told

    def _telling(self, text: str) -> str:
        """The words that are left without those that do not tell which ones are meant."""
        return "".join(self.table.silent.sub(lambda match: match["exists"] or "", text).split())


def chain(entities: Mapping[str, Entity], place: str | None) -> list[str]:
    """A place and what it lies in, upwards: a township, its county, its city."""
    found: list[str] = []
    while place is not None and place not in found:
        found.append(place)
        line = entities.get(place)
        place = line.place if line is not None else None
    return found


def lies_in(entities: Mapping[str, Entity], place: str | None, other: str | None) -> bool:
    """Whether a place lies in another one."""
    return place != other and other in chain(entities, place)
